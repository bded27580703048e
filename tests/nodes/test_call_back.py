"""The number at which a caller can be called back: keyed as people key it, read back, and only one that can be rung."""

from dataclasses import replace

import pytest

from ivr.engine.edition import Officers
from ivr.engine.events import CallBackChosen, MessageLeft
from ivr.engine.instructions import Record
from ivr.words import Home

NODES = "main: {kind: message}"
WRONG = "That is not a telephone number we can ring."
THANKS = "Thank you. Your message has been kept."
OWN = "We will call you back at the number you are ringing from."


def chosen(phone) -> list[str]:
    """The numbers that were chosen for what was left in the second turn, each once, the last one last."""
    events = [event for turn in phone.turns for event in turn.events if isinstance(event, CallBackChosen)]
    assert all(event.turn == 2 for event in events)
    return [event.call_back for event, before in zip(events, [None, *events], strict=False) if event != before]


def leave_a_message(phone):
    phone.record(5)
    phone.press("3")
    return phone


@pytest.fixture
def asked(ring):
    """A call at which the number is to be keyed."""

    def _asked(caller="+85255501234", **changes):
        phone = leave_a_message(ring(NODES, caller=caller, **changes))
        phone.press("2")
        return phone

    return _asked


@pytest.mark.parametrize(
    ("keyed", "number"),
    [
        ("28246111", "+85228246111"),
        ("85228246111", "+85228246111"),
        ("0085228246111", "+85228246111"),
        ("00185228246111", "+85228246111"),
        ("006085228246111", "+85228246111"),
    ],
)
def test_a_number_is_understood_with_the_prefixes_people_key(asked, keyed, number):
    phone = asked()
    assert "two eight two four, six one one one" in phone.press(keyed)
    assert chosen(phone) == [number], "who hangs up now is rung back there"
    assert phone.press("1").startswith(THANKS)
    assert chosen(phone) == [number]


@pytest.mark.parametrize(
    "keyed",
    [
        *("2220011", "222001112", "00000000", "90012345678", "13800138000", "008613800138000", "0015222200111"),
        *("999", "1823", "22200111", "12*", "9" * 64),
    ],
)
def test_a_number_that_cannot_be_rung_is_asked_for_again(asked, keyed):
    phone = asked()
    assert phone.press(keyed).startswith(WRONG)
    assert chosen(phone) == []


def test_a_country_that_the_site_lists_may_be_rung_with_or_without_its_code(asked):
    for keyed in ("008613800138000", "13800138000"):
        phone = asked(call_back_abroad=("MO", "CN"))
        assert "country code eight six, one three eight" in phone.press(keyed)
        phone.press("1")
        assert chosen(phone) == ["+8613800138000"]


def test_in_another_country_its_own_numbers_are_keyed(asked):
    phone = asked(home=Home("GB", "GBP"))
    assert "zero two zero, seven nine four six, zero nine five eight" in phone.press("02079460958")
    assert asked(home=Home("GB", "GBP")).press("28246111").startswith(WRONG)


def test_a_number_that_was_read_back_can_be_keyed_again(asked):
    phone = asked()
    phone.press("28246112")
    assert phone.press("2") == "Key your telephone number, then press hash."
    phone.press("28246111")
    assert "two eight two four, six one one one" in phone.press("#")  # a hash too many is no mistake
    phone.press("1")
    assert chosen(phone) == ["+85228246112", "+85255501234", "+85228246111"], "until then, where the call came from"


def test_a_number_that_nobody_corrects_is_kept(asked):
    phone = asked()
    phone.press("28246111")
    for _ in range(3):
        phone.wait()
    assert chosen(phone) == ["+85228246111"]
    assert phone.words.startswith(THANKS)


def test_a_caller_who_keys_no_number_is_rung_back_where_the_call_came_from(asked):
    phone = asked()
    for _ in range(3):
        phone.press("12")
    assert phone.words.startswith(f"{WRONG} {OWN} {THANKS}")
    assert chosen(phone) == ["+85255501234"]


def test_a_caller_whose_number_is_withheld_hears_that_nobody_can_call_back(asked):
    phone = asked("anonymous")
    for _ in range(3):
        phone.press("12")
    assert phone.words.startswith(f"{WRONG} We have no number to call you back at. {THANKS}")
    assert chosen(phone) == [""]


@pytest.mark.parametrize(("presses", "waits"), [("", 2), ("2", 3)])
def test_a_caller_who_stays_silent_hears_which_number_is_kept(ring, presses, waits):
    phone = leave_a_message(ring(NODES, caller="+85255501234"))
    for key in presses:
        phone.press(key)
    for _ in range(waits):
        phone.wait()
    assert phone.words.startswith(f"{OWN} {THANKS}")
    assert chosen(phone) == ["+85255501234"]


@pytest.mark.parametrize("caller", ["sip:+85255501234@pstn.example", "0085255501234", "55501234"])
def test_the_number_a_caller_rings_from_is_read_in_every_form(ring, caller):
    phone = ring(NODES, caller=caller)
    phone.record(5)
    (left,) = [event for event in phone.turns[-1].events if isinstance(event, MessageLeft)]
    assert left.call_back == "+85255501234"


@pytest.mark.parametrize("caller", ["+8613800138000", "+85290012345678", "1823", "anonymous", "client:joe", ""])
def test_a_number_that_may_not_be_rung_back_is_not_offered(ring, caller):
    phone = leave_a_message(ring(NODES, caller=caller))
    assert "To be called back" in phone.words
    assert "ringing from" not in phone.words


def test_who_was_asked_before_anything_was_recorded_records_now(ring):
    phone = ring(NODES, caller="+85255501234")
    phone.call = replace(phone.call, stage="call back")
    assert phone.press("1").startswith("Your message is recorded")
    assert isinstance(phone.closing, Record)


def test_zero_reaches_an_officer_while_a_number_is_keyed(asked):
    phone = asked()
    phone.press("0")
    assert phone.call.node == "works/officer"


def test_a_short_number_of_an_officer_is_dialled_behind_the_country_code(asked):
    desk = Officers("desk", {"en": "the desk"}, ("1823", "1878022"), True, 20, "")
    phone = asked(officers={"desk": desk})
    phone.press("0")
    assert phone.closing.numbers == ("+8521823", "+8521878022")
