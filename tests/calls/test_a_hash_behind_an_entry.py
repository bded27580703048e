"""A hash that people press behind an entry of fixed length, on carriers that keep keys typed ahead or lose them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Hong_Kong"))
FOUND = "Your application for the renewal of a driving licence is being processed."


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
