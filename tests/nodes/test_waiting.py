"""Words before what takes its time: said at once, and the rest in the next turn, which comes by itself."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from small_hotline import MONDAY_MORNING, Caller, World, edition_of, table

from ivr.engine.call import call_from_json, call_to_json
from ivr.engine.events import AnswerGiven, CallResumed, EnquiryMade, KeyPressed, RowFiled
from ivr.engine.heard import Resumed, Unclear
from ivr.engine.holding import HOLDING
from ivr.engine.instructions import Ask, Hold, Transfer
from ivr.engine.ports import ClosureInForce
from ivr.engine.turn import begin

WAIT = "wait: {say: {en: One moment.}}"
NODES = f"""
main: {{kind: menu, choices: {{1: {{label: {{en: a permit}}, to: number}}, 2: {{label: {{en: all}}, to: all}}}}}}
number: {{kind: ask, say: {{en: Key it.}}, digits: 1, confirm: no, keep: number, then: permit}}
permit:
  kind: enquiry
  from: permits
  match: {{number: number}}
  {WAIT}
  found: {{say: {{en: "Yours is {{state}}."}}, keep: state}}
  none: {{say: {{en: There is none.}}, then: number}}
all: {{kind: enquiry, from: permits, {WAIT}, most: 2, found: {{say: {{en: "{{state}}."}}}}, several: {{pages: yes}}}}
"""
PERMITS = table("permits", number="digits", state="text")
ROWS = {"works/permits": [{"number": str(at), "state": state} for at, state in enumerate(("valid", "old", "new"), 1)]}


class Counting(World):
    """A world that knows how often it was looked in, and in which offices may close."""

    asked = 0
    closed: tuple[ClosureInForce, ...] = ()

    @property
    def ports(self):
        return replace(super().ports, closures=self)

    def in_force(self, hotline, at):
        return self.closed

    def look_up(self, table, sought, most):
        self.asked += 1
        return super().look_up(table, sought, most)


@pytest.fixture
def phone(ring):
    return ring(NODES, Counting(rows=ROWS), tables=PERMITS)


@pytest.fixture
def held(phone):
    """A caller who was asked to wait for the first permit."""
    phone.press("1")
    phone.press("1")
    return phone


def test_the_carrier_is_answered_before_anything_is_looked_up(held):
    assert held.words == "One moment."
    assert (held.closing, held.call.stage, held.world.asked) == (Hold(), HOLDING, 0)
    assert not held.happened(EnquiryMade)


def test_the_next_turn_looks_it_up_and_says_what_is_always_said(held):
    assert held.wait().startswith("Yours is valid. To hear this again")
    assert [event.outcome for event in held.happened(EnquiryMade)] == ["found"]
    assert isinstance(held.closing, Ask)
    assert held.call.fields["works/state"] == "valid"
    assert held.call.silences == 0, "who was not asked was not silent"


def test_the_answer_is_heard_again_without_another_wait(held):
    held.wait()
    assert held.press("#").startswith("Yours is valid. To hear this again")
    assert held.world.asked == 1


def test_a_key_of_every_menu_leads_where_it_always_leads(held):
    held.press("0")
    assert isinstance(held.closing, Transfer)
    assert held.happened(KeyPressed)[-1].to == "officer"
    assert held.world.asked == 0


def test_the_way_back_is_open_meanwhile(held):
    assert held.press("*").startswith("For a permit, press one")
    assert "works/number" in held.call.fields


@pytest.mark.parametrize("key", ["5", "#", "12"])
def test_any_other_key_cuts_the_words_short_and_is_no_mistake(held, key):
    assert held.press(key).startswith("Yours is valid.")
    assert held.call.wrongs == 0


def test_so_does_what_no_key_makes(held):
    assert held.hears(Unclear()).startswith("Yours is valid.")


def test_a_hash_too_many_cuts_off_nothing_but_the_words(held):
    assert held.call.hash_heard == "key", "people press it after eight digits, too"
    assert held.press("#").startswith("Yours is valid.")
    assert held.press("#").startswith("Yours is valid."), "the next one asks to hear it again"


def test_a_call_that_is_resumed_meanwhile_hears_what_was_looked_up(held):
    assert held.hears(Resumed("11200")).startswith("Yours is valid.")
    assert held.happened(CallResumed)


def test_a_call_that_waits_travels_as_any_other(held):
    assert call_from_json(call_to_json(held.call)) == held.call


def test_nothing_found_is_a_try_as_always(phone):
    phone.press("1")
    for _ in range(2):
        phone.press("9")
        assert phone.wait() == "There is none. Key it."
    phone.press("9")
    assert "There is none" not in phone.wait()
    assert isinstance(phone.closing, Transfer)


def test_a_table_that_is_away_is_told_after_the_words(held):
    held.world.away = True
    held.wait()
    assert isinstance(held.closing, Transfer)


def test_a_closure_that_begins_meanwhile_is_announced_before_the_answer(held):
    held.world.closed = (ClosureInForce("c1", "typhoon", {}, MONDAY_MORNING, MONDAY_MORNING + timedelta(hours=2)),)
    words = held.wait()
    assert words.startswith("Because of typhoon signal number eight, our offices are closed. Yours is valid.")


def test_each_page_of_a_list_has_its_wait(phone):
    phone.press("2")
    assert phone.words == "One moment."
    assert phone.wait().startswith("There are three. The first two are: valid. old. For more of them, press one.")
    assert phone.press("1") == "One moment."
    assert phone.world.asked == 1
    assert phone.wait().startswith("Next: new. To hear this again")
    assert phone.world.asked == 2
    assert (len(phone.happened(AnswerGiven)), len(phone.happened(EnquiryMade))) == (1, 1)


TWO_ANSWERS = f"""
main: {{kind: enquiry, from: permits, most: 1, found: {{say: {{en: "First {{state}}."}}, then: then}}}}
then: {{kind: enquiry, from: permits, most: 1, {WAIT}, found: {{say: {{en: "Then {{state}}."}}, then: last}}}}
last: {{kind: menu, choices: {{1: {{label: {{en: this}}, to: main}}}}}}
"""


def test_what_was_told_on_both_sides_of_a_wait_is_told_again_together(ring):
    phone = ring(TWO_ANSWERS, World(rows=ROWS), tables=PERMITS)
    assert phone.words == "First valid. One moment."
    assert phone.wait().startswith("Then valid. For this, press one")
    assert phone.press("#").startswith("First valid. Then valid. For this, press one")


def test_whoever_has_chosen_no_language_is_told_in_each_and_looked_up_for_once(ring, three_languages):
    words = json.dumps({"say": {"yue": "等等。", "cmn": "稍等。", "en": "One moment."}}, ensure_ascii=False)
    told = json.dumps({"say": {"yue": "有效。", "cmn": "有效的。", "en": "It is valid."}}, ensure_ascii=False)
    nodes = f"main: {{kind: enquiry, from: permits, most: 1, wait: {words}, found: {told}}}"
    edition = edition_of(nodes, languages=three_languages, tables=PERMITS)
    world = Counting(rows=ROWS)
    call = replace(begin(edition, edition.hotline("works"), "CA1", "", world.ports), node="works/main")
    phone = Caller(edition, world, call)
    assert phone.hears(Resumed("11200")).startswith("等等。 稍等。 One moment.")
    assert phone.wait().startswith("有效。 ")
    assert "It is valid." in phone.words
    assert world.asked == 1


SECRET = f"""
main: {{kind: ask, say: {{en: Your code.}}, digits: 2, confirm: no, keep: code, secret: yes, then: account}}
account: {{kind: enquiry, from: accounts, match: {{code: code}}, {WAIT}, found: {{say: {{en: "You owe {{due}}."}}}}}}
"""
ACCOUNTS = table("accounts", code="digits", due="money")


def test_a_secret_lasts_until_it_was_looked_up_by_and_no_longer(ring):
    phone = ring(SECRET, World(rows={"works/accounts": [{"code": "42", "due": "12"}]}), tables=ACCOUNTS)
    phone.press("42")
    assert phone.call.fields == {"works/code": "42"}
    assert "twelve" in phone.wait()
    assert phone.call.fields == {}


FILED = f"""
main: {{kind: ask, say: {{en: Your week.}}, digits: 2, confirm: no, keep: week, then: claim}}
claim: {{kind: submit, into: claims, file: {{week: week}}, {WAIT}, done: {{say: {{en: "Entered as {{entry}}."}}}}}}
"""


def test_a_row_is_entered_after_the_words_and_once(ring):
    phone = ring(FILED, World(), tables=table("claims", week="digits"))
    assert phone.press("07") == "One moment."
    assert not phone.world.rows
    assert phone.wait().startswith("Entered as one two three")
    phone.press("#")
    assert phone.words.startswith("Entered as one two three")
    assert [event.outcome for event in phone.happened(RowFiled)] == ["done"]
    assert phone.world.rows == {"works/claims": [{"week": "07"}]}


def test_a_row_of_a_call_that_is_resumed_is_entered_then(ring):
    phone = ring(FILED, World(), tables=table("claims", week="digits"))
    phone.press("07")
    assert phone.hears(Resumed("11200")).startswith("Entered as one two three")
