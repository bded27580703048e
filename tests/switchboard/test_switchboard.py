"""The switchboard: one turn kept once, answered again the same, and never an error to the caller."""

from dataclasses import replace
from datetime import timedelta

import pytest
from small_hotline import edition_of

from ivr.engine.events import CallEnded, CaseOpened, LeftUnkept, TextPromised, TransferEnded
from ivr.engine.heard import Keys, Recorded, TransferFinished
from ivr.engine.instructions import Ask, HangUp, Say, Transfer
from ivr.engine.turn import take_unkept_turn
from ivr.hours import Calendar

LINE = "+85222200001"
MOBILE = "+85291234567"
NEVER_OPEN = Calendar("office", "Asia/Hong_Kong", ((),) * 7)


def test_a_call_is_answered_and_kept(switchboard, journal):
    answer = switchboard.answer("CA1", LINE, "+85255501234")
    assert isinstance(answer.instructions[-1], Ask)
    entry = journal.entries["CA1", "turn 1"]
    assert (entry.hotline, entry.caller, entry.node, entry.turn) == ("works", "+85255501234", "works/main", 1)
    assert entry.instructions == answer.instructions


@pytest.mark.parametrize(
    "written",
    [
        *("+85222200001", "85222200001", " +852 2220 0001", "22200001", "0085222200001", "00185222200001"),
        *("sip:+85222200001@pstn.example;transport=udp", "<sip:22200001@10.0.0.1:5060>", "tel:+852-2220-0001"),
    ],
)
def test_the_hotline_is_found_however_the_carrier_writes_its_number(switchboard, written):
    assert isinstance(switchboard.answer("CA1", written, "").instructions[-1], Ask)


@pytest.mark.parametrize("called", ["+85222209999", "", "sip:nobody", "٨٥٢"])
def test_an_unknown_number_hears_a_polite_word(switchboard, journal, called):
    said, closing = switchboard.answer("CA1", called, "").instructions
    assert said.text == "This number is not in service."
    assert closing == HangUp()
    assert not journal.entries


def test_while_nothing_is_published_callers_hear_a_polite_word_and_their_end_is_kept(switchboard, shelf, journal):
    shelf.editions.clear()
    said, closing = switchboard.answer("CA1", LINE, "").instructions
    assert said.text == "Not open yet."
    assert closing == HangUp()
    switchboard.status("CA1", LINE, "+85255501234", "completed", 7)
    (entry,) = journal.entries.values()
    assert (entry.ends, entry.seconds, entry.called, entry.edition) == (True, 7, LINE, "")


def test_the_token_brings_the_call_back(switchboard):
    token = switchboard.answer("CA1", LINE, "").token
    (ask,) = switchboard.turn(token, "CA1", Keys("1")).instructions
    assert ask.prompts[0].text == "It costs nothing."


def test_a_webhook_sent_twice_is_answered_from_its_row(switchboard, journal, world):
    token = switchboard.answer("CA1", LINE, "").token
    first = switchboard.turn(token, "CA1", Keys("1"))
    world.at += timedelta(seconds=14)
    assert switchboard.turn(token, "CA1", Keys("1")) == first
    assert switchboard.turn(token, "CA1", Keys("2")) == first
    assert len(journal.entries) == 2


def test_a_webhook_replayed_long_after_its_call_went_on_hangs_up_and_says_nothing(switchboard, world):
    token = switchboard.answer("CA1", LINE, "").token
    switchboard.turn(switchboard.turn(token, "CA1", Keys("1")).token, "CA1", Keys("9"))
    world.at += timedelta(hours=1)
    assert switchboard.turn(token, "CA1", Keys("1")).instructions == (HangUp(),)


@pytest.mark.parametrize("ahead", [timedelta(seconds=61), timedelta(hours=1), timedelta(hours=-1)])
def test_a_retry_met_by_a_machine_with_another_clock_is_answered_the_same(switchboard, world, ahead):
    token = switchboard.answer("CA1", LINE, "").token
    first = switchboard.turn(token, "CA1", Keys("1"))
    world.at += ahead
    assert switchboard.turn(token, "CA1", Keys("1")) == first
    assert switchboard.resume(token, "CA1", LINE, "", "11200", unusable=False) == first


def test_a_turn_after_the_end_hangs_up_and_says_nothing(switchboard):
    token = switchboard.answer("CA1", LINE, "").token
    switchboard.status("CA1", LINE, "", "completed", 12)
    assert switchboard.turn(token, "CA1", Keys("1")).instructions == (HangUp(),)


def test_the_end_is_kept_with_its_length(switchboard, journal):
    switchboard.answer("CA1", LINE, "")
    switchboard.status("CA1", LINE, "", "in-progress", None)
    switchboard.status("CA1", LINE, "", "completed", 12)
    assert [name for _, name in journal.entries] == ["turn 1", "end"]
    assert journal.entries["CA1", "end"].seconds == 12


def test_however_many_notices_tell_of_it_a_call_has_one_end(switchboard, journal):
    switchboard.answer("CA1", LINE, "")
    for status in ("completed", "failed", "completed", "busy", "no-answer", "canceled"):
        switchboard.status("CA1", LINE, "", status, 12)
    ends = [event for entry in journal.of_call("CA1") for event in entry.events if isinstance(event, CallEnded)]
    assert [end.how for end in ends] == ["caller hung up"]


@pytest.mark.parametrize("token", ["", "forged", "é", "x" * 4000])
def test_a_forged_token_hears_an_apology(switchboard, journal, token):
    answer = switchboard.turn(token, "CA1", Keys("1"))
    assert answer.instructions[0].text == "Sorry, something went wrong on our side."
    assert answer.instructions[-1] == HangUp()
    assert not journal.entries


def test_the_token_of_another_call_is_refused(switchboard):
    token = switchboard.answer("CA1", LINE, "").token
    assert switchboard.turn(token, "CA2", Keys("1")).instructions[-1] == HangUp()


def test_a_secret_is_kept_only_as_asterisks(switchboard, journal):
    token = switchboard.answer("CA1", LINE, "").token
    token = switchboard.turn(token, "CA1", Keys("3")).token
    answer = switchboard.turn(token, "CA1", Keys("4321"))
    entry = journal.entries["CA1", "turn 3"]
    assert entry.heard == {"heard": "Keys", "digits": "****"}
    assert "4321" not in repr(entry)
    assert "works/pin" not in switchboard.tokens.open(answer.token).fields


def test_a_call_ends_on_the_edition_it_began_with(switchboard, shelf):
    token = switchboard.answer("CA1", LINE, "").token
    shelf.editions.append(replace(edition_of("main: {kind: answer, say: {en: All new.}}"), hash="e2"))
    (ask,) = switchboard.turn(token, "CA1", Keys("1")).instructions
    assert ask.prompts[0].text == "It costs nothing."
    (ask,) = switchboard.answer("CA2", LINE, "").instructions
    assert ask.prompts[0].text == "All new."


def test_an_edition_that_is_lost_gives_way_to_the_current_one(switchboard, shelf):
    token = switchboard.answer("CA1", LINE, "").token
    shelf.editions[0] = replace(edition_of("main: {kind: answer, say: {en: All new.}}"), hash="e2")
    assert isinstance(switchboard.turn(token, "CA1", Keys("1")).instructions[-1], Ask)


def test_a_call_goes_on_when_nothing_can_be_kept(switchboard, journal):
    journal.broken = True
    token = switchboard.answer("CA1", LINE, "").token
    (ask,) = switchboard.turn(token, "CA1", Keys("1")).instructions
    assert ask.prompts[0].text == "It costs nothing."


def words(answer) -> str:
    """What a caller hears of an answer."""
    says = [each for one in answer.instructions for each in (one.prompts if isinstance(one, Ask) else (one,))]
    return " ".join(each.text for each in says if isinstance(each, Say))


MAY_BE_LOST = "We are sorry. Something failed here, and what you have just left may be lost."


def test_who_leaves_something_that_can_be_kept_nowhere_is_told_so_and_put_through(switchboard, journal):
    token = recording(switchboard)
    journal.full = True
    answer = switchboard.turn(token, "CA1", Recorded("RE1", "", 9))
    assert words(answer).startswith(MAY_BE_LOST)
    assert "reference" not in words(answer)
    assert isinstance(answer.instructions[-1], Transfer)
    (entry,) = journal.set_aside
    assert [type(event) for event in entry.events][:2] == [CaseOpened, LeftUnkept]
    assert (entry.instructions, entry.token) == (answer.instructions, answer.token)
    assert switchboard.turn(token, "CA1", Recorded("RE1", "", 9)) == answer


def test_where_only_the_number_to_ring_back_cannot_be_kept_the_message_is_said_to_be(switchboard, journal):
    token = switchboard.turn(recording(switchboard), "CA1", Recorded("RE1", "", 9)).token
    token = switchboard.turn(token, "CA1", Keys("3")).token
    journal.full = True
    told = words(switchboard.turn(token, "CA1", Keys("1")))
    assert told.startswith("We are sorry. Something failed here. Your message is kept, but the number to call you back")
    assert "what you have just left" not in told


def test_where_no_officer_can_be_rung_the_caller_is_asked_to_ring_again(switchboard, journal, shelf):
    shelf.editions[0] = replace(shelf.editions[0], calendars={"office": NEVER_OPEN})
    token = recording(switchboard)
    journal.full = True
    answer = switchboard.turn(token, "CA1", Recorded("RE1", "", 9))
    assert words(answer) == f"{MAY_BE_LOST} Please ring again later. Goodbye."
    assert answer.instructions[-1] == HangUp()


def test_a_call_in_which_nothing_was_left_goes_on_while_nothing_can_be_kept(switchboard, journal):
    journal.full = True
    token = switchboard.answer("CA1", LINE, "").token
    assert words(switchboard.turn(token, "CA1", Keys("1"))).startswith("It costs nothing.")
    switchboard.status("CA1", LINE, "", "completed", 9)
    assert [entry.entry for entry in journal.set_aside] == ["turn 1", "turn 2", "end"]


def test_who_hung_up_while_nothing_could_be_kept_left_something_all_the_same(switchboard, journal):
    token = recording(switchboard)
    journal.full = True
    switchboard.turn(token, "CA1", Recorded("RE1", "", 9, hung_up=True))
    assert CaseOpened in [type(event) for event in journal.set_aside[-1].events]
    assert LeftUnkept not in [type(event) for event in journal.set_aside[-1].events]


def test_no_text_is_promised_that_can_be_kept_nowhere(switchboard, journal):
    token = switchboard.turn(switchboard.answer("CA1", LINE, MOBILE).token, "CA1", Keys("4")).token
    journal.full = True
    answer = switchboard.turn(token, "CA1", Keys("1"))
    assert words(answer).startswith("We cannot send a text message just now. To hear this again, press hash.")
    assert isinstance(answer.instructions[-1], Ask)
    kinds = [type(event) for event in journal.set_aside[-1].events]
    assert (LeftUnkept in kinds, TextPromised in kinds) == (True, False)
    journal.full = False
    assert words(switchboard.turn(answer.token, "CA1", Keys("hash"))).startswith("That is not one of the choices.")


def test_two_copies_of_the_turn_that_promises_a_text_promise_it_once(switchboard, journal):
    token = switchboard.turn(switchboard.answer("CA1", LINE, MOBILE).token, "CA1", Keys("4")).token
    answers = [switchboard.turn(token, "CA1", Keys("1")) for _ in range(2)]
    assert answers[0] == answers[1]
    promised = [each for entry in journal.entries.values() for each in entry.events if isinstance(each, TextPromised)]
    assert promised == [TextPromised("works/by_text", MOBILE, "Drainage\nBring your card.")]


def test_a_caller_who_never_chose_a_language_is_told_in_each(switchboard, world, shelf, three_languages):
    shelf.editions[0] = edition = replace(shelf.editions[0], languages=three_languages)
    call = switchboard.tokens.open(switchboard.answer("CA1", LINE, "").token)
    told = words(take_unkept_turn(edition, replace(call, node="works/main"), world.ports))
    assert all(words in told for words in (MAY_BE_LOST, "未能保存", "没有保存"))


def test_two_copies_of_the_turn_that_opens_a_case_open_one(switchboard, journal):
    token = switchboard.answer("CA1", LINE, "+85255501234").token
    for heard in (Keys("2"), Keys("1")):
        token = switchboard.turn(token, "CA1", heard).token
    answers = [switchboard.turn(token, "CA1", Recorded("RE1", "", 9)) for _ in range(2)]
    assert answers[0] == answers[1]
    cases = [event for entry in journal.entries.values() for event in entry.events if isinstance(event, CaseOpened)]
    assert len(cases) == 1


def test_the_fallback_goes_on_where_the_caller_was(switchboard):
    token = switchboard.answer("CA1", LINE, "").token
    token = switchboard.turn(token, "CA1", Keys("3")).token
    (ask,) = switchboard.resume(token, "CA1", LINE, "", "11200", unusable=False).instructions
    assert ask.prompts[0].text == "Your code."


def recording(switchboard) -> str:
    """The token of a call whose complaint is being recorded."""
    token = switchboard.answer("CA1", LINE, "+85255501234").token
    return at_the_tone(switchboard, switchboard.turn(token, "CA1", Keys("2")).token)


def at_the_tone(switchboard, token: str) -> str:
    """The token of the same call once the caller is recorded."""
    while switchboard.tokens.open(token).stage != "record":
        token = switchboard.turn(token, "CA1", Keys("1")).token
    return token


def opened(journal) -> list[CaseOpened]:
    """The cases that the journal tells of."""
    return [event for entry in journal.entries.values() for event in entry.events if isinstance(event, CaseOpened)]


def test_a_turn_that_was_kept_and_whose_answer_was_lost_is_answered_the_same_on_fallback(switchboard, journal):
    token = recording(switchboard)
    lost = switchboard.turn(token, "CA1", Recorded("RE1", "", 9))
    kept = dict(journal.entries)
    assert switchboard.resume(token, "CA1", LINE, "", "11205", unusable=False) == lost
    assert journal.entries == kept
    assert len(opened(journal)) == 1


def test_a_turn_that_comes_out_of_a_queue_after_its_fallback_does_nothing(switchboard, journal):
    token = recording(switchboard)
    asked_again = switchboard.resume(token, "CA1", LINE, "", "11205", unusable=False)
    kept = dict(journal.entries)
    assert switchboard.turn(token, "CA1", Recorded("RE1", "", 9)) == asked_again
    assert journal.entries == kept
    assert not opened(journal)


@pytest.mark.parametrize("again", [True, False])
def test_what_was_recorded_before_the_carrier_gave_up_is_kept_unless_the_caller_recorded_it_again(
    switchboard, journal, again
):
    token = recording(switchboard)
    asked_again = switchboard.resume(token, "CA1", LINE, "", "11205", unusable=False)
    if again:
        switchboard.turn(at_the_tone(switchboard, asked_again.token), "CA1", Recorded("RE2", "", 9))
    for name in ("RE1", "RE2")[: 1 + again]:
        switchboard.recording("CA1", name, "", "completed", 9)
    switchboard.status("CA1", LINE, "", "completed", 60)
    assert [case.recording for case in opened(journal)] == ["RE2" if again else "RE1"]


def test_a_call_whose_first_answer_was_lost_begins_once(switchboard, journal):
    first = switchboard.answer("CA1", LINE, "+85255501234")
    assert switchboard.resume("", "CA1", LINE, "+85255501234", "11200", unusable=False) == first
    assert list(journal.entries) == [("CA1", "turn 1")]


def test_an_answer_that_was_of_no_use_is_not_given_again_and_nothing_is_done_twice(switchboard, journal):
    token = recording(switchboard)
    useless = switchboard.turn(token, "CA1", Recorded("RE1", "", 9))
    answer = switchboard.resume(token, "CA1", LINE, "", "12100", unusable=True)
    assert answer.token != useless.token
    assert switchboard.resume(token, "CA1", LINE, "", "12100", unusable=True) != useless
    assert len(opened(journal)) == 1
    switchboard.turn(answer.token, "CA1", Keys("3"))
    assert len(opened(journal)) == 1


def test_a_call_whose_first_answer_was_of_no_use_goes_on_from_it(switchboard, journal):
    switchboard.answer("CA1", LINE, "+85255501234")
    answer = switchboard.resume("", "CA1", LINE, "+85255501234", "12100", unusable=True)
    assert isinstance(answer.instructions[-1], Ask)
    assert list(journal.entries) == [("CA1", "turn 1"), ("CA1", "turn 2")]


def test_the_fallback_of_a_call_without_a_token_begins_anew(switchboard):
    (ask,) = switchboard.resume("", "CA9", LINE, "", "11200", unusable=False).instructions
    assert ask.prompts[0].text == "For fees, press one."


def with_a_node_that_fails(edition):
    broken = edition.contents["works"].nodes["works/pin"].model_copy(update={"then": "works/nowhere"})
    works = replace(edition.contents["works"], nodes={**edition.contents["works"].nodes, "works/pin": broken})
    return replace(edition, contents={**edition.contents, "works": works})


def closing_after_the_node_failed(switchboard):
    token = switchboard.turn(switchboard.answer("CA1", LINE, "").token, "CA1", Keys("3")).token
    return switchboard.turn(token, "CA1", Keys("4321")).instructions[-1]


def test_a_node_that_fails_brings_the_caller_to_an_officer(switchboard, shelf):
    shelf.editions[0] = with_a_node_that_fails(shelf.editions[0])
    assert isinstance(closing_after_the_node_failed(switchboard), Transfer)


def test_on_a_line_without_officers_a_node_that_fails_rings_none(switchboard, shelf):
    line = replace(shelf.editions[0].hotline_at(LINE), officers=False)
    shelf.editions[0] = replace(with_a_node_that_fails(shelf.editions[0]), hotlines={LINE: line})
    assert isinstance(closing_after_the_node_failed(switchboard), HangUp)


def test_the_officer_hears_which_line_and_what_about(switchboard):
    token = switchboard.answer("CA1", LINE, "").token
    token = switchboard.turn(token, "CA1", Keys("0")).token
    ((said,),) = (asked.prompts for asked in switchboard.whisper(token).instructions)
    assert said.text == "Drainage. A caller. To take the call, press one."
    assert switchboard.whisper("forged").instructions == (HangUp(),)


def rings(switchboard) -> str:
    """The token of a call that rings an officer."""
    return switchboard.turn(switchboard.answer("CA1", LINE, "").token, "CA1", Keys("0")).token


def unsure(outcome: str = "answered", **more: object) -> TransferFinished:
    """What a carrier says that does not say whether anybody took the call."""
    return TransferFinished(outcome, 12, sure=False, **more)


def test_a_voicemail_is_no_officer_where_nobody_pressed_1_on_any_carrier(switchboard, journal):
    token = rings(switchboard)
    switchboard.whisper(token)
    again = switchboard.turn(token, "CA1", unsure())
    assert isinstance(again.instructions[-1], Transfer)
    (ended,) = [each for each in journal.entries["CA1", "turn 3"].events if isinstance(each, TransferEnded)]
    assert (ended.outcome, ended.seconds) == ("unanswered", 0)


def test_an_officer_who_pressed_1_has_the_call_on_any_carrier(switchboard, journal):
    token = rings(switchboard)
    switchboard.accept(token)
    assert isinstance(switchboard.turn(token, "CA1", unsure()).instructions[-1], HangUp)
    assert TransferEnded("works/officer", "desk", 1, "answered", 12) in journal.entries["CA1", "turn 3"].events


def test_a_key_pressed_at_the_first_telephone_says_nothing_of_the_second(switchboard):
    token = rings(switchboard)
    switchboard.accept(token)
    token = switchboard.turn(token, "CA1", TransferFinished("failed")).token
    assert not isinstance(switchboard.turn(token, "CA1", unsure()).instructions[-1], Transfer)
    assert "Nobody could answer" in str(switchboard.turn(token, "CA1", unsure()).instructions)


def test_a_caller_who_left_while_a_voicemail_spoke_gave_up(switchboard, journal):
    token = rings(switchboard)
    switchboard.turn(token, "CA1", unsure(hung_up=True))
    assert TransferEnded("works/officer", "desk", 1, "gave up", 0) in journal.entries["CA1", "turn 3"].events


def test_while_nothing_can_be_read_back_the_carrier_is_believed(switchboard, journal):
    token = rings(switchboard)
    journal.of_call = None
    assert isinstance(switchboard.turn(token, "CA1", unsure()).instructions[-1], HangUp)


def test_where_no_key_is_wanted_the_whisper_asks_for_none(switchboard, shelf):
    desk = replace(shelf.editions[0].officers["desk"], press=False)
    shelf.editions[0] = replace(shelf.editions[0], officers={"desk": desk})
    token = rings(switchboard)
    (said,) = switchboard.whisper(token).instructions
    assert said.text == "Drainage. A caller."
    assert isinstance(switchboard.turn(token, "CA1", unsure()).instructions[-1], HangUp)
