"""A hash that people press behind an entry of fixed length, on carriers that keep keys typed ahead or lose them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Hong_Kong"))
FOUND = "Your application for the renewal of a driving licence is being processed."
WRONG_CHECK = "That number does not look right. Please check it and key it again."


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("omits", [True, False])
def test_one_hash_behind_each_entry_does_no_harm(hotline: Practice, keeps: bool, omits: bool) -> None:
    hotline.clock.at = MONDAY
    hotline.pretend_away(False)
    telephone = Telephone(hotline.line(), new_call("+85222200101", habits=Habits(keeps, omits)))
    telephone.ring()
    for keys in ("3", "1", "00100230#"):
        heard = telephone.press(keys)
    assert "zero zero one zero zero two three zero" in heard[-2].text
    telephone.press("1")
    assert telephone.press("30091975#")[0].text.startswith(FOUND)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("omits", [True, False])
def test_a_hash_behind_an_entry_that_is_refused_is_no_silence(hotline: Practice, keeps: bool, omits: bool) -> None:
    hotline.clock.at = MONDAY
    telephone = Telephone(hotline.line(), new_call("+85222200101", habits=Habits(keeps, omits)))
    telephone.ring()
    for keys in ("3", "1"):
        telephone.press(keys)
    refused = _heard_at_last(telephone, "00100231", keeps=keeps)
    assert refused[0] == WRONG_CHECK
    assert telephone.waits == "keys"
    assert _heard_at_last(telephone, "00100232", keeps=keeps) == refused
    last = [each.text for each in telephone.press("00100233#")]
    assert "That cannot be taken either." in last
    assert telephone.waits == "officers"


def test_a_second_hash_behind_an_entry_that_is_refused_is_a_silence(hotline: Practice) -> None:
    hotline.clock.at = MONDAY
    telephone = Telephone(hotline.line(), new_call("+85222200101", habits=Habits(buffers_keys=False)))
    telephone.ring()
    for keys in ("3", "1", "00100231", "#"):
        telephone.press(keys)
    assert telephone.press("#")[0].text == "I did not hear any digits."


def _heard_at_last(telephone: Telephone, keys: str, *, keeps: bool) -> list[str]:
    """What a caller hears in the end who presses a hash behind the `keys`, too late where they are not kept."""
    if keeps:
        return [each.text for each in telephone.press(f"{keys}#")][-2:]
    telephone.press(keys)
    return [each.text for each in telephone.press("#")]
