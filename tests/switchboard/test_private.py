"""What only the caller may know: said and used, kept nowhere, and filled in again when the carrier asks once more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from canaries import PRIVATE, SECRETS, found_in
from small_hotline import edition_of, table

from ivr.engine.call import call_to_json
from ivr.engine.heard import Keys, Silence, Words
from ivr.engine.instructions import Ask, Say, Transfer
from ivr.journal.text import compact, entry_to_text

LINE = "+85222200001"
NODES = """
main:
  kind: menu
  choices:
    1: {label: {en: my tax}, to: number}
number: {kind: ask, say: {en: Your number.}, digits: 8, private: yes, keep: number, then: code}
code: {kind: ask, say: {en: Your code.}, digits: 6, secret: yes, keep: code, then: birth}
birth: {kind: ask, say: {en: Your birth.}, date: past, secret: yes, keep: birth, then: tax}
tax:
  kind: enquiry
  from: taxes
  match: {number: number, code: code, birth: birth}
  found: {say: {en: "{holder}, number {number}, born on {birth}, owes {due}."}}
  none: {say: {en: That is not right.}, then: birth}
"""
ROW = {**SECRETS, **PRIVATE}
TOLD = "Zebedee Quorn, number seven six five four three two one zero, born on the fourth of July, nineteen sixty-one,"


def edition_with(nodes):
    taxes = table("taxes", number="digits", code="digits", birth="date", due="money", holder="text")
    shape = replace(taxes["works/taxes"], private=frozenset({"due", "holder"}))
    return edition_of(nodes, tables={"works/taxes": shape})


@pytest.fixture
def shelf(shelf):
    shelf.editions[0] = edition_with(NODES)
    return shelf


@pytest.fixture
def slow(shelf):
    """The same with words before the look-up, which then is a turn of its own."""
    waits = 'wait: {say: {en: "One moment, I am looking up {number}."}}'
    shelf.editions[0] = edition_with(NODES.replace("  from: taxes\n", f"  from: taxes\n  {waits}\n"))


@pytest.fixture
def world(world):
    world.rows["works/taxes"] = [ROW]
    return world


@pytest.fixture
def call(switchboard):
    """Takes turns of one call, one after another; gives the last answer, and remembers the token before it."""

    class Line:
        def __init__(self):
            self.rings(switchboard)

        def rings(self, board):
            self.board, self.before = board, ""
            self.answer = board.answer("CA1", LINE, "+85255501234")

        def press(self, *keyed):
            for keys in keyed:
                self.before, self.keys = self.answer.token, keys
                self.answer = self.again()
            return words(self.answer)

        def again(self):
            return self.board.turn(self.before, "CA1", Keys(self.keys))

        def fallback(self, *, unusable=False):
            return self.board.resume(self.before, "CA1", LINE, "", "11200", unusable=unusable)

    return Line()


def words(answer) -> str:
    """What a caller hears of an answer."""
    says = [each for one in answer.instructions for each in (one.prompts if isinstance(one, Ask) else (one,))]
    return " ".join(each.text for each in says if isinstance(each, Say))


def kept(switchboard, journal) -> list[str]:
    """All that is kept of all calls, their tokens opened."""
    entries = journal.entries.values()
    return [
        *map(entry_to_text, entries),
        *(compact(call_to_json(switchboard.tokens.open(each.token))) for each in entries),
    ]


EVERY_STEP = ("1", "76543210", "1", "918273", "04071961")


def test_what_is_private_is_said_to_its_caller_and_secrets_meet_in_one_look_up(call):
    assert "You keyed seven six five four three two one zero." in call.press("1", "76543210")
    assert call.press("1", "918273", "04071961").startswith(TOLD)


def test_nothing_private_or_secret_is_kept_in_words_events_or_tokens(call, switchboard, journal):
    call.press(*EVERY_STEP, "#", "0")
    assert found_in(kept(switchboard, journal)) == set()
    told = journal.entries["CA1", "turn 6"].instructions[0].prompts[0]
    assert told.text == "****, number ****, born on ****, owes ****."


def test_of_what_was_keyed_wrongly_only_its_length_is_kept(call, switchboard, journal):
    call.press("1", "7654321", "76543210", "7", "1", "91827", "918273", "0407196")
    switchboard.turn(call.answer.token, "CA1", Words("it is 76543210"))
    assert not any(wrong in "\n".join(kept(switchboard, journal)) for wrong in ("7654321", "91827", "0407196"))


@pytest.mark.parametrize("step", range(1, len(EVERY_STEP) + 1))
def test_a_repeated_webhook_is_given_the_first_answer_to_the_byte(call, world, step, switchboard, journal):
    call.press(*EVERY_STEP[:step])
    entries, world.at = dict(journal.entries), world.at + timedelta(seconds=14)
    assert call.again() == call.answer
    assert journal.entries == entries
    assert call.press(*EVERY_STEP[step:], "#").startswith(TOLD)


def test_where_a_row_has_changed_since_it_is_looked_up_anew_as_a_turn_of_its_own(call, world, journal):
    call.press(*EVERY_STEP)
    world.rows["works/taxes"] = []
    again = call.again()
    assert "****" not in words(again)
    assert ("CA1", "turn 7") in journal.entries
    assert again.token != call.answer.token


def test_a_turn_that_is_taken_again_to_fill_an_answer_files_nothing(call, shelf, world, switchboard):
    """The request itself does, before anybody knows that it is a repetition; a statement takes that by its number."""
    claims = table("claims", number="digits")
    nodes = NODES + "paid: {kind: submit, into: claims, file: {number: number}, done: {say: {en: Entered.}}}\n"
    nodes = nodes.replace("found: {say: ", "found: {then: paid, say: ")
    shelf.editions[0] = edition_of(nodes, tables={**shelf.editions[0].tables, **claims})
    filed = []

    class Statements:
        def decide(self, row):
            filed.append(row.entry)
            return "done"

    call.rings(replace(switchboard, filing=lambda _edition: Statements()))
    rows, world.rows["works/taxes"] = world.rows["works/taxes"], []
    call.press(*EVERY_STEP)
    world.rows["works/taxes"] = rows
    call.again()
    assert filed == ["1234567890"]


def test_a_fallback_that_does_not_know_what_was_keyed_asks_again(call, switchboard, journal):
    call.press("1", "76543210")
    answer = call.fallback()
    assert words(answer) == "Your number."
    assert found_in(kept(switchboard, journal)) == set()
    call.answer = answer
    assert call.press("76543210", "1", "918273", "04071961").startswith(TOLD)


@pytest.mark.parametrize("unusable", [True, False])
def test_a_fallback_goes_on_with_what_was_keyed_before(call, unusable):
    call.press("1", "76543210", "1", "918273")
    call.before, call.answer = call.answer.token, call.answer
    call.answer = call.fallback(unusable=unusable)
    assert words(call.answer).startswith("Your birth.")
    assert call.press("04071961").startswith(TOLD)


def test_an_answer_that_was_of_no_use_is_told_again_though_its_secrets_are_forgotten(call, world):
    call.press(*EVERY_STEP)
    call.before = call.answer.token
    world.rows["works/taxes"] = []
    assert words(call.fallback()).startswith(TOLD)


def test_secrets_last_through_tries_of_one_of_them(call):
    assert call.press("1", "76543210", "1", "918273", "01011999").startswith("That is not right. Your birth.")
    assert call.press("04071961").startswith(TOLD)


def test_a_secret_is_forgotten_once_no_look_up_ahead_needs_it(call, switchboard):
    def known() -> set[str]:
        return switchboard.tokens.open(call.answer.token).fields.keys()

    call.press("1", "76543210", "1", "918273")
    assert "works/code" in known()
    call.press("04071961")
    assert known() == {"works/number"}


def test_a_secret_asked_for_anew_is_forgotten_before_it_is(call, switchboard, journal):
    call.press("1", "76543210", "1", "918273")
    call.press("*", "1")
    assert "works/code" not in switchboard.tokens.open(call.answer.token).fields


def test_a_call_taken_from_the_record_says_a_blank_and_fails_at_nothing(call, switchboard, journal, shelf):
    call.press("1", "76543210", "1")
    token = journal.entries["CA1", "turn 4"].token
    assert isinstance(switchboard.turn(token, "CA1", Keys("0")).instructions[-1], Transfer)
    switchboard.turn(token, "CA1", Silence())


@pytest.fixture
def then_a_menu(shelf):
    """The answer leads on to the menu."""
    nodes = NODES.replace('owes {due}."}}', 'owes {due}."}, then: main}')
    shelf.editions[0] = edition_of(nodes, tables=shelf.editions[0].tables)


@pytest.mark.usefixtures("then_a_menu")
def test_an_answer_that_is_heard_again_in_the_menu_behind_it_is_kept_nowhere_either(call, switchboard, journal):
    assert call.press(*EVERY_STEP).endswith("For my tax, press one. To speak to an officer, press zero.")
    for _ in range(3):
        assert call.press("#").startswith(TOLD)
        assert call.again() == call.answer
    assert found_in(kept(switchboard, journal)) == set()


WAITED = "One moment, I am looking up seven six five four three two one zero."


@pytest.mark.usefixtures("slow")
def test_while_a_caller_waits_for_a_slow_table_nothing_hidden_is_kept(call, switchboard, journal):
    assert call.press(*EVERY_STEP) == WAITED
    assert call.press("").startswith(TOLD)
    call.press("#", "0")
    assert found_in(kept(switchboard, journal)) == set()


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("turns", [EVERY_STEP, (*EVERY_STEP, "")])
def test_a_webhook_before_a_slow_look_up_or_with_it_is_answered_to_the_byte_again(call, turns, journal):
    call.press(*turns)
    before = len(journal.entries)
    assert call.again() == call.answer
    assert len(journal.entries) == before


@pytest.mark.usefixtures("slow")
def test_a_fallback_while_a_caller_waits_looks_it_up_with_the_secrets_that_were_keyed(call):
    call.press(*EVERY_STEP)
    call.before = call.answer.token
    assert words(call.fallback()).startswith(TOLD)


@pytest.mark.usefixtures("slow")
def test_secrets_are_gone_from_the_call_once_a_slow_table_was_looked_in(call, switchboard):
    call.press(*EVERY_STEP)
    assert set(switchboard.tokens.open(call.answer.token).fields) == {"works/number", "works/code", "works/birth"}
    call.press("")
    assert set(switchboard.tokens.open(call.answer.token).fields) == {"works/number"}
