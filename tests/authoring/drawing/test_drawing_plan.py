"""The one walk: each node once, the nearest way first, ways named by key or case for any kind."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from small_hotline import edition_of

from ivr.authoring.drawing import Edge, plan_of
from ivr.authoring.drawing.captions import way_shown
from ivr.authoring.drawing.outline import outline_of
from ivr.authoring.drawing.page import page
from ivr.engine.edition import BesideLanguages
from ivr.nodes import written_kinds

GOLDENS = Path(__file__).parents[2] / "nodes"

MENU = """
main:
  kind: menu
  choices:
    2: {label: {en: fees}, to: fees}
    1: {label: {en: east}, keep: {district: east}, answer: {en: Closed.}}
fees: {kind: answer, say: {en: Ten dollars.}, then: deep}
deep: {kind: answer, say: {en: Deep.}, then: officer}
"""


def edges(plan, name):
    return plan.places[f"works/{name}"].edges


def test_a_choice_is_a_way_by_its_key_with_its_label_in_the_order_written(plan):
    first, second, *_ = edges(plan(MENU), "main")
    assert (first.key, first.label, first.to) == ("2", {"en": "fees"}, "works/fees")
    assert second == Edge("works/main.1", "1", "", {"en": "east"}, {"district": "east"})


def test_ways_of_any_kind_are_named_by_the_setting_that_leads_there(plan):
    nodes = """
    main:
      kind: switch
      on: language
      cases: {en: desk, yue: look}
      otherwise: route
    desk: {kind: transfer, to: desk, closed: {say: {en: Closed.}, then: note}, unanswered: note}
    look: {kind: enquiry, from: t, match: {a: b}, found: {say: {en: x}, then: note}, none: goodbye, unavailable: desk}
    route: {kind: hours, calendar: office, open: desk, closed: note}
    note: {kind: message}
    """
    drawn = plan(nodes)
    cases = {name: [edge.case for edge in edges(drawn, name)] for name in ("main", "desk", "look", "route", "note")}
    assert cases == {
        "main": ["en", "yue", "otherwise", ""],
        "desk": ["unanswered", "closed"],
        "look": ["found", "none", "unavailable"],
        "route": ["open", "closed"],
        "note": ["then"],
    }


def test_a_shared_node_hangs_where_callers_come_to_it_soonest(plan):
    drawn = plan(MENU)
    assert list(drawn.places) == ["works/main", "works/fees", "works/main.1", "works/officer", "works/deep"]
    assert drawn.hung["works/officer"] == ("works/main", 2)
    assert edges(drawn, "main")[2] == Edge("works/officer", key="0", inherited=True)


def test_a_menu_that_uses_the_officers_key_itself_shows_its_own_way(plan):
    drawn = plan("main: {kind: menu, choices: {0: {label: {en: all}, to: all}}}\nall: {kind: answer, say: {en: x}}")
    assert [(edge.key, edge.to) for edge in edges(drawn, "main")] == [("0", "works/all")]


def test_where_the_tries_lead_is_drawn_unless_a_key_leads_there_already(plan):
    drawn = plan("main: {kind: message}", inherited={"star": "back"})
    assert edges(drawn, "main")[-1] == Edge("works/officer", case="tries ran out", inherited=True)


def test_where_the_tries_of_a_node_lead_is_drawn_at_that_node_behind_its_other_ways(plan):
    nodes = """
    main: {kind: ask, say: {en: x}, digits: 1, keep: a, then: fees, tries: {wrong: 2, then: sorry}}
    fees: {kind: answer, say: {en: x}}
    sorry: {kind: answer, say: {en: x}}
    """
    own = [edge for edge in edges(plan(nodes), "main") if not edge.inherited]
    assert [(edge.case, edge.to) for edge in own] == [("then", "works/fees"), ("tries ran out", "works/sorry")]


def test_the_outline_opens_each_place_once_and_says_where_else_it_stands(plan):
    ((root, top),) = outline_of(plan(MENU))
    assert (root.name, root.number) == ("works", "+85222200001")
    fees, east, officer = top.twigs
    assert [twig.standing for twig in (top, fees, east, officer)] == ["here"] * 4
    (deep,) = fees.twigs
    assert [(twig.edge.to, twig.standing) for twig in deep.twigs] == [("works/officer", "below")]


def test_circles_end_and_unknown_nodes_are_shown_as_missing(plan):
    ((_, top),) = outline_of(plan("main: {kind: switch, on: language, cases: {en: main, yue: gone}, otherwise: back}"))
    assert [twig.standing for twig in top.twigs] == ["reserved", "missing", "reserved", "here"]


def test_a_long_way_round_is_drawn_in_parts_and_whole(plan):
    nodes = "main: {kind: answer, say: {en: x}, then: n1}\n" + "\n".join(
        f"n{at}: {{kind: answer, say: {{en: x}}, then: n{at + 1}}}" for at in range(1, 700)
    )
    drawn = plan(f"{nodes}\nn700: {{kind: goodbye}}")
    parts = outline_of(drawn)
    here = [twig.place.name for _, top in parts for twig in all_below(top) if twig.standing == "here"]
    assert sorted(here) == sorted(drawn.places)
    assert [root.name for root, _ in parts[:2]] == ["works", "works/n30"]
    assert page(drawn, "en").count("<details ") == len(drawn.places)


def test_what_is_missing_and_recorded_is_told_by_language(plan, three_languages):
    nodes = "main: {kind: answer, say: {yue: 一, en: one}}"
    drawn = plan(nodes, languages=three_languages, recordings={("yue", "works/main"): "f00"})
    assert drawn.places["works/main"].missing == ("cmn",)
    assert drawn.places["works/main"].recorded == ("yue",)


def test_every_hotline_of_the_sample_is_drawn_with_each_node_once(sample_plan):
    drawn = [
        twig.place.name for _, top in outline_of(sample_plan) for twig in all_below(top) if twig.standing == "here"
    ]
    assert sorted(drawn) == sorted(sample_plan.places)
    assert [root.name for root in sample_plan.roots] == ["city", "transport", "water", "leisure"]
    assert set(sample_plan.places) == set(sample_plan.edition.nodes) - {"language", "goodbye"}


def all_below(twig):
    yield twig
    for each in twig.twigs:
        yield from all_below(each)


def test_a_department_is_drawn_from_its_own_start(sample_plan):
    edition = sample_plan.edition
    lines = {number: line for number, line in edition.hotlines.items() if line.name != "water"}
    alone = plan_of(replace(edition, hotlines=lines), "water")
    assert [(root.name, root.number, root.start) for root in alone.roots] == [("water", "", "water/main")]


def test_a_name_that_is_neither_is_refused_with_the_nearest(sample_plan):
    with pytest.raises(KeyError, match='Did you mean "transport"'):
        plan_of(sample_plan.edition, "transprot")


@pytest.mark.parametrize("kind", written_kinds())
def test_every_way_in_the_golden_of_a_kind_is_drawn(kind, plan):
    golden = yaml.load((GOLDENS / f"{kind}.yaml").read_text("utf-8"), yaml.BaseLoader)
    drawn = plan(yaml.safe_dump(golden["nodes"]))
    assert any(place.kind == kind for place in drawn.places.values())
    for name, place in drawn.places.items():
        node = drawn.edition.nodes[name]
        ways = {edge.to for edge in place.edges if not edge.inherited}
        assert ways == {*node.leads_to, *node.inner(name)}


def test_a_choice_of_some_days_is_drawn_with_them(plan):
    label = "label: {en: the pool}"
    drawn = plan(f"main: {{kind: menu, choices: {{1: {{{label}, answer: {{en: Open.}}, until: 2027-08-31}}}}}}")
    (pool, *_) = edges(drawn, "main")
    assert pool.days == "–2027-08-31"
    assert way_shown(pool, "en") == "1 the pool (–2027-08-31)"


def test_what_stands_beside_the_languages_is_where_a_drawing_begins_too():
    beside = {"8": BesideLanguages({"en": "an interpreter"}, "works/deep")}
    drawn = plan_of(edition_of(MENU, beside_languages=beside))
    assert [(root.name, root.start) for root in drawn.roots] == [("works", "works/main"), ("key_8", "works/deep")]
