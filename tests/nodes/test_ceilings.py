"""What may be done only so often, as callers meet it: private answers, messages, numbers to be rung back at."""

from dataclasses import replace
from datetime import datetime

import pytest
from counting_world import Counting
from small_hotline import HONG_KONG, PHRASES, table

from ivr.engine.events import CallBackChosen, CaseOpened, CeilingReached, EnquiryMade, MessageLeft, TriesRanOut
from ivr.engine.instructions import HangUp, Record
from ivr.nodes.enquiry.lock import LockSettings

ACCOUNTS = table("accounts", number="digits", pin="digits", holder="text")
ROWS = {"works/accounts": [{"number": "007", "pin": "4321", "holder": "me"}]}
PRIVATE = """
main: {kind: ask, say: {en: Your account.}, digits: 1-3, confirm: no, keep: account, then: pin}
pin: {kind: ask, say: {en: Your code.}, digits: 4, secret: yes, keep: pin, then: bill}
bill:
  kind: enquiry
  from: accounts
  match: {number: account, pin: pin}
  found: {say: {en: It is yours.}}
  none: {say: {en: No match.}, then: main}
  unavailable: {say: {en: Not just now.}, then: officer}
"""
LEAVE = """
main:
  kind: menu
  choices: {1: {label: {en: a message}, to: message}, 2: {label: {en: feedback}, to: tell}}
message: {kind: message}
tell: {kind: feedback, accepts: [complaint]}
"""


def private(ring, world, account="007", pin="4321", **more):
    caller = ring(more.pop("nodes", PRIVATE), world, tables=more.pop("tables", ACCOUNTS), **more)
    caller.press(account)
    caller.press(pin)
    return caller


def test_a_right_try_is_counted_and_taken_back(ring):
    world = Counting(rows=ROWS)
    caller = private(ring, world)
    assert caller.words.startswith("It is yours.")
    deeds = [deed for deed, _ in world.counted]
    assert world.taken_back == [(deeds[0], True)]


def test_a_wrong_try_stays_counted_by_call_caller_key_and_in_all(ring):
    world = Counting(rows=ROWS)
    caller = private(ring, world, pin="1111")
    assert caller.words.startswith("No match.")
    (_, tallies), = world.counted  # fmt: skip
    assert [(each.ceiling, each.name) for each in tallies] == [
        ("guesses in a call", "CA1"),
        ("guesses by a caller", "+85255501234"),
        ("guesses at a key", '["works", "007"]'),
        ("guesses in all", ""),
    ]
    assert world.taken_back == []
    assert "1111" not in str(world.counted)


@pytest.mark.parametrize("full", ["guesses in a call", "guesses by a caller", "guesses at a key", "guesses in all"])
def test_where_too_many_were_wrong_a_right_try_is_like_a_wrong_one_and_reaches_an_officer(ring, full):
    right, wrong = (private(ring, Counting(rows=ROWS, full=full), pin=pin) for pin in ("4321", "1111"))
    assert right.words == wrong.words
    assert right.words.startswith("No match. Let us get you some help.")
    assert right.happened(CeilingReached) == [CeilingReached("works/bill", full)]
    assert right.happened(TriesRanOut) == [TriesRanOut("works/bill", "no match", "officer")]
    assert not right.happened(EnquiryMade)
    assert right.call.node == "works/officer"


def test_the_last_try_at_a_log_in_is_told_in_words_that_are_true_of_a_right_one_too(ring):
    wrong, right = Counting(rows=ROWS), Counting(rows=ROWS)
    callers = [ring(PRIVATE, world, tables=ACCOUNTS) for world in (wrong, right)]
    for pin in ("1111", "2222"):
        for caller in callers:
            caller.press("007")
            assert caller.press(pin).startswith("No match. Your account.")
    right.full = "guesses at a key"
    told = [(caller.press("007"), caller.press(pin))[1] for caller, pin in zip(callers, ("3333", "4321"), strict=True)]
    assert told[0] == told[1]
    assert told[0].startswith("We still could not open a record with what you keyed. Let us get you some help.")


@pytest.mark.parametrize(
    ("lacks", "said"),
    [({"log_in_last"}, "That was not found either."), ({"log_in_last", "found_none_last"}, "Nothing was found")],
)
def test_an_edition_without_words_for_the_last_try_at_a_log_in_says_what_it_has(ring, lacks, said):
    phrases = {"en": {name: text for name, text in PHRASES["en"].items() if name not in lacks}}
    caller = ring(PRIVATE, Counting(rows=ROWS), tables=ACCOUNTS, phrases=phrases)
    for _ in range(3):
        caller.press("007")
        last = caller.press("1111")
    assert last.startswith(said)


def test_while_nobody_can_count_nothing_private_is_looked_up(ring):
    caller = private(ring, Counting(rows=ROWS, unknown=True))
    assert caller.words.startswith("Not just now.")
    assert caller.call.node == "works/officer"


def test_what_cannot_be_looked_up_was_no_wrong_try(ring):
    world = Counting(rows=ROWS, away=True)
    private(ring, world)
    assert [right for _, right in world.taken_back] == [False]


def test_a_key_is_counted_as_the_table_has_it_however_it_is_keyed(ring):
    world, numbers = Counting(rows=ROWS), table("accounts", number="number", pin="digits", holder="text")
    for account in ("7", "07", "007"):
        private(ring, world, account, tables=numbers)
    assert set(world.names("guesses at a key")) == {'["works", "7"]'}


def test_a_secret_that_is_looked_up_by_itself_has_no_key(ring):
    world = Counting(rows=ROWS)
    private(ring, world, nodes=PRIVATE.replace("match: {number: account, pin: pin}", "match: {pin: pin}"))
    assert world.names("guesses at a key") == []
    assert world.names("guesses by a caller") == ["+85255501234"]


def test_tries_at_the_digits_that_show_who_left_a_case_count_like_tries_at_a_secret(ring):
    nodes = PRIVATE.replace("from: accounts", "from: cases").replace(", secret: yes", ", confirm: no")
    nodes = nodes.replace("number: account, pin: pin", "reference: account, last_digits: pin")
    cases = {
        "works/cases": replace(table("cases", reference="reference", last_digits="digits")["works/cases"], cases=True)
    }
    row = {"works/cases": [{"reference": "007", "last_digits": "4321"}]}
    world = Counting(rows=row)
    private(ring, world, nodes=nodes, tables=cases, pin="9999")
    assert world.names("guesses by a caller") == ["+85255501234"]
    assert set(world.names("guesses at a key")) == {'["works", "007"]'}
    full = private(ring, Counting(rows=row, full="guesses at a key"), nodes=nodes, tables=cases)
    assert full.happened(EnquiryMade) == []


def test_what_a_choice_notes_is_no_key_that_one_caller_could_shut_for_all(ring):
    world = Counting(rows={"works/gates": [{"gate": "north", "pin": "4321"}]})
    nodes = """
main: {kind: menu, choices: {1: {label: {en: north}, keep: {gate: north}, to: pin}}}
pin: {kind: ask, say: {en: Your code.}, digits: 4, secret: yes, keep: pin, then: gate}
gate: {kind: enquiry, from: gates, match: {gate: gate, pin: pin}, found: {say: {en: It opens.}}}
"""
    caller = ring(nodes, world, tables=table("gates", gate="text", pin="digits"))
    caller.press("1")
    assert caller.press("4321").startswith("It opens.")
    assert world.names("guesses at a key") == []


GATE = """
main: {kind: ask, say: {en: Your code.}, digits: 4, secret: yes, keep: pin, then: gate}
gate: {kind: switch, on: pin, cases: {"4321": inside}, otherwise: outside}
inside: {kind: answer, say: {en: It opens.}}
outside: {kind: answer, say: {en: It stays shut.}}
"""


LOCKING = (
    PRIVATE
    + """
  lock: {key: account, after: 5, until: "06:00", say: {en: "Account {account} is locked until six."}, then: officer}
"""
)


def test_a_lock_counts_in_the_place_of_the_ceiling_at_a_key_until_the_time_it_says(ring):
    world = Counting(rows=ROWS)
    assert private(ring, world, nodes=LOCKING, pin="1111").words.startswith("No match.")
    (_, (locked, *others)), = world.counted  # fmt: skip
    assert (locked.ceiling, locked.name, locked.most) == ("guesses at a lock", '["works", "account", "007"]', 5)
    assert locked.until == world.at.replace(day=24, hour=6)
    assert "guesses at a key" not in [each.ceiling for each in others]


def test_what_is_locked_is_told_to_whoever_tries_right_or_wrong_and_nothing_is_looked_up(ring):
    for pin in ("4321", "1111"):
        caller = private(ring, Counting(rows=ROWS, full="guesses at a lock"), nodes=LOCKING, pin=pin)
        assert caller.words.startswith("Account zero zero seven is locked until six.")
        assert caller.happened(CeilingReached) == [CeilingReached("works/bill", "guesses at a lock")]
        assert not caller.happened(EnquiryMade)
        assert caller.call.node == "works/officer"


def test_the_wrong_try_that_locks_is_told_so_at_once_and_a_right_one_gets_in(ring):
    wrong, right = (
        private(ring, Counting(rows=ROWS, filled="guesses at a lock"), nodes=LOCKING, pin=pin)
        for pin in ("1111", "4321")
    )
    assert wrong.words.startswith("Account zero zero seven is locked until six.")
    assert [made.outcome for made in wrong.happened(EnquiryMade)] == ["none"]
    assert right.words.startswith("It is yours.")


def test_an_account_that_does_not_exist_is_locked_just_the_same(ring):
    there, nowhere = (
        private(ring, Counting(rows=ROWS, filled="guesses at a lock"), account, nodes=LOCKING, pin="1111").words
        for account in ("007", "008")
    )
    assert there == nowhere.replace("eight", "seven")


def test_a_lock_leads_where_too_many_tries_lead_unless_it_says_where(ring):
    nodes = LOCKING.replace(", then: officer}", "}").replace("  unavailable:", "  tries: {then: sorry}\n  unavailable:")
    nodes += "sorry: {kind: answer, say: {en: Sorry.}}\n"
    caller = private(ring, Counting(rows=ROWS, full="guesses at a lock"), nodes=nodes)
    assert caller.call.node == "works/sorry"


@pytest.mark.parametrize(
    ("until", "now", "opens"),
    [("midnight", "10:00", "24 00:00"), ("06:00", "05:59", "23 06:00"), ("6:00", "06:00", "24 06:00")],
)
def test_a_lock_opens_when_the_clock_next_shows_the_time(until, now, opens):
    lock = LockSettings(key="account", after=3, until=until, say={"en": "Locked."})
    day, _, time = opens.partition(" ")
    at = datetime.fromisoformat(f"2026-11-23T{now}").replace(tzinfo=HONG_KONG)
    assert lock.opens(at) == datetime.fromisoformat(f"2026-11-{day}T{time}").replace(tzinfo=HONG_KONG)


def test_a_switch_that_knows_a_secret_counts_wrong_tries_too(ring):
    right, wrong = Counting(), Counting()
    assert ring(GATE, right).press("4321").startswith("It opens.")
    assert ring(GATE, wrong).press("1111").startswith("It stays shut.")
    assert wrong.names("guesses by a caller") == ["+85255501234"]
    assert ([each for _, each in right.taken_back], wrong.taken_back) == ([True], [])


@pytest.mark.parametrize("world", [Counting(full="guesses in all"), Counting(unknown=True)], ids=["full", "unknown"])
def test_a_switch_that_knows_a_secret_opens_to_nobody_after_too_many_tries(ring, world):
    caller = ring(GATE, world)
    assert caller.press("4321").startswith("It stays shut.")
    assert len(caller.happened(CeilingReached)) == (not world.unknown)


def test_a_look_up_without_a_secret_counts_nothing(ring):
    world = Counting(rows=ROWS)
    caller = ring(PRIVATE.replace("secret: yes, ", "confirm: no, "), world, tables=ACCOUNTS)
    caller.press("007")
    caller.press("4321")
    assert world.counted == []


def leaves(ring, world, caller="+85255501234", **more):
    """A caller who wants to leave a message."""
    phone = ring(LEAVE, world, caller, **more)
    phone.press("1")
    return phone


def left(ring, world):
    """A caller who has left one, and is asked where to be rung back."""
    phone = leaves(ring, world)
    phone.record(9)
    phone.press("3")
    return phone


def test_a_message_counts_for_its_caller_its_line_and_the_number_to_be_rung_back(ring):
    world = Counting()
    caller = left(ring, world)
    assert caller.happened(MessageLeft)[0].call_back == "+85255501234", "who hangs up now is rung back there"
    caller.press("1")
    assert world.names("messages by a caller") == ["+85255501234"]
    assert world.names("messages on a line") == ["works"]
    assert world.names("messages to a number") == ["+85255501234"]


def test_a_number_that_was_keyed_counts_once_and_before_it_is_kept(ring):
    world = Counting()
    caller = left(ring, world)
    caller.press("2")
    caller.press("51234567")
    assert world.names("messages to a number") == ["+85251234567"], "who hangs up now is rung back there"
    caller.press("#")
    caller.press("1")
    assert world.names("messages to a number") == ["+85251234567"]


def test_recording_again_is_no_further_message(ring):
    world = Counting()
    caller = leaves(ring, world)
    caller.record(9)
    caller.press("2")
    caller.record(9)
    caller.press("3")
    assert world.names("messages on a line") == ["works"]


@pytest.mark.parametrize(
    ("full", "words"),
    [("messages by a caller", "messages_full_for_caller"), ("messages on a line", "messages_full")],
)
def test_who_cannot_leave_a_message_is_told_so_and_nothing_is_recorded(ring, full, words):
    caller = leaves(ring, Counting(full=full))
    assert PHRASES["en"][words] in caller.words
    assert isinstance(caller.closing, HangUp)
    assert caller.happened(CeilingReached) == [CeilingReached("works/message", full)]


def test_feedback_is_a_message_too(ring):
    caller = ring(LEAVE, Counting(full="messages on a line"))
    caller.press("2")
    assert PHRASES["en"]["messages_full"] in caller.words
    assert not caller.happened(CaseOpened)


def test_withheld_numbers_share_a_part_of_their_line(ring):
    world = Counting(full="messages of withheld numbers")
    caller = leaves(ring, world, "anonymous")
    assert PHRASES["en"]["messages_full"] in caller.words
    assert world.names("messages of withheld numbers") == ["works"]
    assert world.names("messages by a caller") == []


@pytest.mark.parametrize("keys", [["1"], ["2", "51234567"]], ids=["their own", "another"])
def test_a_number_that_is_rung_back_often_enough_is_not_noted_and_that_is_told(ring, keys):
    caller = left(ring, Counting(full="messages to a number"))
    for key in keys:
        caller.press(key)
    assert PHRASES["en"]["call_back_full"] in caller.words
    assert PHRASES["en"]["message_thanks"] in caller.words
    assert caller.happened(CallBackChosen) == [CallBackChosen("works/message", 3, "")]


def test_who_says_nothing_is_not_promised_a_call_that_will_not_be_made(ring):
    caller = left(ring, Counting(full="messages to a number"))
    caller.wait()
    caller.wait()
    assert PHRASES["en"]["call_back_full"] in caller.words
    assert PHRASES["en"]["call_back_own"] not in caller.words


def test_while_nobody_can_count_messages_are_taken(ring):
    caller = leaves(ring, Counting(unknown=True))
    assert isinstance(caller.closing, Record)


def test_a_site_without_words_for_it_takes_every_message(ring):
    older = {name: text for name, text in PHRASES["en"].items() if not name.startswith(("messages_", "call_back_full"))}
    caller = leaves(ring, Counting(full="messages on a line"), phrases={"en": older})
    assert isinstance(caller.closing, Record)
