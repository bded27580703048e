"""What a call needs where it is: nothing is missed that was left out, and it may hold what callers can have given."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_hotline import Caller, World, edition_of, table

from ivr.engine.call import field_of
from ivr.engine.heard import Keys, Ringing, Silence
from ivr.engine.looking_ahead import Ahead, needless
from ivr.engine.turn import begin

NODES = """
main:
  kind: menu
  choices:
    1: {label: {en: an application}, to: number}
    2: {label: {en: the East}, keep: {place: east}, to: by_place}
    3: {label: {en: a loan}, to: card}
number: {kind: ask, say: {en: Number.}, digits: 2, keep: number, then: inside}
inside:
  kind: menu
  choices:
    1: {label: {en: the state}, to: state}
    2: {label: {en: a remark}, to: remark}
    3: {label: {en: the end}, to: main}
state: {kind: enquiry, from: cases, match: {number: number}, found: {keep: [owner, state], then: told}, none: number}
told: {kind: answer, say: {en: "{state} at {owner}."}, then: inside}
remark: {kind: ask, say: {en: Remark.}, digits: 1, confirm: no, keep: remark, then: enter}
enter: {kind: submit, into: remarks, file: {number: number, remark: remark}, done: {say: {en: "{remark} is entered."}}}
by_place: {kind: switch, on: place, cases: {east: east}, otherwise: main}
east: {kind: answer, say: {en: The East.}, then: opinion}
opinion: {kind: rating, questions: {content: {ask: {en: Content.}, scale: 1-3}}, then: main}
card: {kind: ask, say: {en: Card.}, digits: 1, confirm: no, keep: card, then: loan}
loan:
  kind: enquiry
  from: loans
  match: {card: card}
  wait: {say: {en: One moment.}}
  found: {keep: [owner, due], then: owed}
owed: {kind: answer, say: {en: "{owner} owes {due}."}}
"""
ROWS = {
    "works/cases": [{"number": each * 2, "owner": f"the office {each}", "state": f"state {each}"} for each in "12"],
    "works/loans": [{"card": each, "owner": f"reader {each}", "due": f"book {each}"} for each in "123"],
}
TABLES = {
    **table("cases", number="digits", owner="text", state="text"),
    **table("loans", card="digits", owner="text", due="text"),
    **table("remarks", number="digits", remark="digits"),
}
EDITION = edition_of(NODES, tables=TABLES)
HEARD = st.lists(st.sampled_from([*map(Keys, "1123*#90"), Keys("11"), Keys("22"), Silence()]), max_size=25)
AHEAD = Ahead(EDITION, {"works/main": frozenset()}, ("works/main",))


def rung(rows=ROWS) -> Caller:
    world = World(rows={name: list(each) for name, each in rows.items()}, most_filed=9)
    return Caller(EDITION, world, begin(EDITION, EDITION.hotline("works"), "CA1", "+85255501234", world.ports))


def forgetting(caller: Caller) -> Caller:
    """As a call comes back that was too large: what may be left out is."""
    left = needless(EDITION, caller.call)
    fields = {name: value for name, value in caller.call.fields.items() if name not in left}
    caller.call = replace(caller.call, fields=fields, told=(), unheard=())
    return caller


def short(fields) -> set[str]:
    return {name.removeprefix("works/") for name in fields}


@settings(deadline=None, max_examples=150)
@given(HEARD)
def test_what_is_left_out_as_needless_is_missed_nowhere(heard):
    whole, lighter = rung(), rung()
    for each in (Ringing(), *heard):
        whole.hears(each)
        lighter.hears(each)
        assert (lighter.call.node, lighter.call.stage) == (whole.call.node, whole.call.stage)
        assert lighter.words == whole.words
        assert lighter.events == whole.events
        forgetting(lighter)
        whole.call = replace(whole.call, told=(), unheard=())


@settings(deadline=None, max_examples=150)
@given(HEARD)
def test_a_call_holds_only_what_it_may_hold_there(heard):
    caller = rung()
    for each in (Ringing(), *heard):
        caller.hears(each)
        node = caller.call.node
        if node in AHEAD.nodes and node != "goodbye":
            assert {field_of(name) for name in caller.call.fields} <= AHEAD.held[node]
            assert set(caller.call.trail) <= AHEAD.behind[node]


@pytest.mark.parametrize(
    ("node", "needed"),
    [
        ("main", {"asked:opinion"}),
        ("number", {"asked:opinion", "number"}),
        ("inside", {"asked:opinion", "number"}),
        ("remark", {"asked:opinion", "number", "remark"}),
        ("told", {"asked:opinion", "number", "owner", "state"}),
        ("owed", {"asked:opinion", "card", "owner", "due"}),
    ],
)
def test_only_what_is_read_further_on_before_it_is_given_anew_is_needed(node, needed):
    assert short(AHEAD.needed[f"works/{node}"]) - {"card"} == needed - {"card"}


def test_what_another_row_replaces_is_not_held_with_it():
    assert "state" in short(AHEAD.held["works/card"])
    assert "state" not in short(AHEAD.held["works/owed"])


def test_whoever_waits_for_a_row_holds_what_it_will_replace():
    assert "state" in short(AHEAD.held["works/loan"])
    assert "card" in short(AHEAD.needed["works/loan"])


def test_a_menu_behind_the_caller_needs_what_it_leads_to():
    assert "number" in short(AHEAD.needed["works/told"])
    assert "works/inside" in AHEAD.behind["works/told"]


def test_nothing_is_behind_the_beginning():
    assert AHEAD.behind["works/main"] <= {"works/inside"}
    caller = rung()
    for each in (Ringing(), Keys("1"), Keys("11"), Keys("1"), Keys("9")):
        caller.hears(each)
    assert (caller.call.node, caller.call.trail) == ("works/main", ())
    assert short(needless(EDITION, caller.call)) == {"number"}


def test_a_way_on_which_a_field_is_held_begins_where_it_is_given():
    assert AHEAD.way_to("works/enter", "works/number")[0] == "works/number"
    assert AHEAD.way_to("works/enter", "works/number")[-2:] == ("works/remark", "works/enter")
