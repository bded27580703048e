"""What is kept of a row that was found: it is of one row, and gone when another one is meant."""

from dataclasses import replace

import pytest
from small_hotline import World

from ivr.engine.contents import hanging_on
from ivr.engine.events import EnquiryMade
from ivr.engine.private_words import without_private

NODES = """
main: {kind: menu, choices: {1: {label: {en: a number}, to: number}, 2: {label: {en: the site}, to: at_site}}}
number: {kind: ask, say: {en: Number.}, digits: 1, confirm: no, keep: number, then: case}
case:
  kind: enquiry
  from: cases
  match: {number: number}
  found: {keep: [site, state], then: again}
  none: again
  unavailable: again
again:
  kind: menu
  choices:
    1: {label: {en: another number}, to: number}
    2: {label: {en: the site}, to: at_site}
    3: {label: {en: the east}, keep: {corner: east}, to: by_corner}
at_site: {kind: enquiry, from: sites, match: {site: site}, found: {keep: boss, then: again}, none: again}
by_corner: {kind: enquiry, from: corners, match: {corner: corner}, found: {keep: site, then: again}, none: again}
"""
ROWS = {
    "works/cases": [
        {"number": "1", "site": "pier", "state": "open"},
        {"number": "2", "site": "dock", "state": "shut"},
        {"number": "4", "site": "pier", "state": "shut"},
    ],
    "works/sites": [{"site": "pier", "boss": "Lee"}],
    "works/corners": [{"corner": "east", "site": "lane"}],
}


@pytest.fixture
def rung(ring, a_table):
    tables = {
        **a_table("cases", number="digits", site="text", state="text"),
        **a_table("sites", site="text", boss="text"),
        **a_table("corners", corner="text", site="text"),
    }
    return lambda **world: ring(NODES, World(rows=ROWS, **world), tables=tables)


def fields(caller) -> dict[str, str]:
    return {name.partition("/")[2]: value for name, value in caller.turns[-1].call.fields.items()}


def test_columns_of_the_row_found_become_fields(rung):
    caller = rung()
    caller.press("1")
    caller.press("1")
    assert fields(caller) == {"number": "1", "site": "pier", "state": "open"}


def test_where_nothing_is_found_nothing_of_the_row_before_is_left(rung):
    caller = rung()
    for key in "112":
        caller.press(key)
    assert fields(caller) == {"number": "1", "site": "pier", "state": "open", "boss": "Lee"}
    caller.press("1")
    caller.press("3")
    assert fields(caller) == {"number": "3"}


def test_nor_where_the_table_is_away(rung):
    caller = rung()
    caller.press("1")
    caller.press("1")
    caller.world.away = True
    caller.press("1")
    caller.press("2")
    assert fields(caller) == {"number": "2"}


def test_what_was_found_by_the_row_before_goes_with_it(rung):
    caller = rung()
    for key in "11212":
        caller.press(key)
    assert fields(caller) == {"number": "2", "site": "dock", "state": "shut"}


def test_two_look_ups_that_keep_one_field_never_mix_their_rows(rung):
    caller = rung()
    for key in "1123":
        caller.press(key)
    assert fields(caller) == {"number": "1", "corner": "east", "site": "lane"}


def test_the_same_number_keyed_again_keeps_what_was_found_until_it_is_looked_up(rung):
    caller = rung()
    for key in "11211":
        caller.press(key)
    assert fields(caller) == {"number": "1", "site": "pier", "state": "open", "boss": "Lee"}


def test_fields_hang_on_what_they_were_found_by_however_far_back():
    hang = hanging_on([(["a"], ["b", "c"]), (["c"], ["d"]), (["e"], ["d"])])
    assert hang == {"a": {"b", "c", "d"}, "c": {"d"}, "e": {"d"}}


def test_what_a_caller_keys_beside_what_a_row_told_leaves_the_rest_of_the_row(ring, a_table):
    nodes = """
main: {kind: menu, choices: {1: {label: {en: a}, to: from_row}, 2: {label: {en: b}, to: hours}}}
from_row: {kind: enquiry, from: zeros, found: {keep: [hours, pay], then: main}, none: main}
hours: {kind: ask, say: {en: Hours.}, digits: 1, confirm: no, keep: hours, then: pay}
pay: {kind: ask, say: {en: Pay.}, digits: 1, confirm: no, keep: pay, then: main}
"""
    world = World(rows={"works/zeros": [{"hours": "0", "pay": "0"}]})
    caller = ring(nodes, world, tables=a_table("zeros", hours="digits", pay="digits"))
    for key in ("1", "2", "5", "7"):
        caller.press(key)
    assert fields(caller) == {"hours": "5", "pay": "7"}
    caller.press("1")
    assert fields(caller) == {"hours": "0", "pay": "0"}


def test_a_text_in_languages_is_said_in_the_language_chosen_later(ring, a_table, three_languages):
    nodes = """
main: {kind: menu, choices: {1: {label: {en: a, yue: 甲, cmn: 乙}, to: number}}}
number: {kind: ask, say: {en: N, yue: 編, cmn: 编}, digits: 1, confirm: no, keep: number, then: case}
case: {kind: enquiry, from: cases, match: {number: number}, found: {keep: state, then: told}}
told:
  kind: menu
  say: {en: "It is {state}.", yue: "而家{state}。", cmn: "现在{state}。"}
  choices: {5: {label: {en: c, yue: 丙, cmn: 丁}, to: language}, 6: {label: {en: e, yue: 己, cmn: 戊}, to: told}}
"""
    row = {"number": "1", "state.en": "open", "state.yue": "開緊", "state.cmn": "开着"}
    tables = a_table("cases", number="digits", state_="text")
    caller = ring(nodes, World(rows={"works/cases": [row]}), tables=tables, languages=three_languages)
    for key in "311":
        caller.press(key)
    assert caller.words.startswith("It is open.")
    caller.press("5")
    caller.press("1")
    assert "而家開緊。" in caller.words


def test_a_row_of_which_more_would_be_kept_than_a_call_carries_is_not_available(ring, a_table):
    rows = {"works/cases": [{"number": "1", "site": "埗" * 41, "state": "open"}]}
    caller = ring(NODES, World(rows=rows), tables=a_table("cases", number="digits", site="text", state="text"))
    caller.press("1")
    caller.press("1")
    assert fields(caller) == {"number": "1"}
    assert [event.outcome for event in caller.happened(EnquiryMade)] == ["unavailable"]


def test_what_is_kept_of_a_private_column_is_private(ring, a_table):
    tables = {
        **a_table("cases", number="digits", site="text", state="text"),
        **a_table("sites", site="text", boss="text"),
    }
    tables |= a_table("corners", corner="text", site="text")
    hidden = {name: replace(shape, private=frozenset({"state"})) for name, shape in tables.items()}
    nodes = NODES.replace("kind: menu\n  choices:", 'kind: menu\n  say: {en: "It is {state}."}\n  choices:')
    caller = ring(nodes, World(rows=ROWS), tables=hidden)
    caller.press("1")
    assert "It is open." in caller.press("1")
    kept = without_private(caller.edition, caller.call).fields
    assert (kept["works/site"], kept["works/state"]) == ("pier", "****")


TWO_WAYS = """
main: {kind: menu, choices: {1: {label: {en: card}, to: card}, 2: {label: {en: number}, to: number}}}
card: {kind: ask, say: {en: Card.}, digits: 1, confirm: no, PRIVATE keep: card, then: by_card}
number: {kind: ask, say: {en: Number.}, digits: 1, confirm: no, keep: number, then: by_number}
by_card: {kind: enquiry, from: people, match: {card: card}, found: {keep: [number], then: found}}
by_number: {kind: enquiry, from: people, match: {number: number}, found: {keep: [card], then: found}}
found: {kind: answer, say: {en: We found you.}}
"""


def test_of_two_look_ups_each_may_keep_what_the_other_is_found_by(ring, a_table):
    people = World(rows={"works/people": [{"card": "3", "number": "7"}]})
    caller = ring(TWO_WAYS.replace("PRIVATE", ""), people, tables=a_table("people", card="digits", number="digits"))
    caller.press("1")
    caller.press("3")
    assert without_private(caller.edition, caller.call).fields["works/number"] == "7"


def test_what_is_kept_in_the_column_of_a_private_field_is_private(ring, a_table):
    people = World(rows={"works/people": [{"card": "3", "number": "7"}]})
    nodes = TWO_WAYS.replace("PRIVATE", "private: yes,")
    caller = ring(nodes, people, tables=a_table("people", card="digits", number="digits"))
    caller.press("2")
    caller.press("7")
    assert set(without_private(caller.edition, caller.call).fields.values()) == {"****"}


def test_what_is_kept_of_a_private_column_anywhere_is_private_wherever_it_is_kept(ring, a_table):
    tables = {
        **a_table("cases", number="digits", site="text", state="text"),
        **a_table("sites", site="text", boss="text"),
        **a_table("corners", corner="text", site="text"),
    }
    tables["works/cases"] = replace(tables["works/cases"], private=frozenset({"site"}))
    caller = ring(NODES, World(rows=ROWS), tables=tables)  # `by_corner`, further down, keeps `site` of a plain column
    caller.press("1")
    caller.press("1")
    caller.press("2")
    assert without_private(caller.edition, caller.call).fields["works/site"] == "****"


def test_an_officer_hears_what_was_kept_in_the_language_of_the_rest(ring, a_table, three_languages):
    menu = """
    main: {kind: enquiry, from: halls, found: {keep: hall, then: desk}}
    desk: {kind: transfer, to: desk, topic: {en: halls}, with: hall, unanswered: goodbye}
    """
    rows = World(rows={"works/halls": [{"hall.yue": "大堂", "hall.cmn": "大厅", "hall.en": "the hall"}]})
    caller = ring(menu, rows, tables=a_table("halls", hall_="text"), languages=three_languages)
    caller.press("1")
    assert caller.closing.whisper.text.startswith("Drainage. A caller about halls. hall: the hall.")
