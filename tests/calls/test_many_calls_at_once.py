"""Many calls in progress at once: each hears its own answers, and a worker holds nothing of any of them."""

import gc
import tracemalloc

from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

CALLS = 300
MOST_A_CALL = 2_000  # bytes; a call's state is in its addresses


def _rounds(hotline: Practice, calls: int) -> None:
    """So many calls side by side, each a step further at a time, in three languages and to two answers."""
    telephones = [
        Telephone(hotline.line(), new_call("+85222200101", hong_kong(f"+85255{number:06d}"))) for number in range(calls)
    ]
    for telephone in telephones:
        telephone.ring()
    for number, telephone in enumerate(telephones):
        telephone.press(str(number % 3 + 1))
    heard = [telephone.press(str(2 + number % 2)) for number, telephone in enumerate(telephones)]
    for number, said in enumerate(heard):
        words = " ".join(one.text for one in said)
        fees = any(part in words for part in ("driving licence fees", "駕駛執照費用", "驾驶执照费用"))
        assert fees == (number % 2 == 0), words
    for telephone in telephones:
        telephone.hang_up()


def test_three_hundred_calls_at_once_hear_their_own_answers_and_leave_nothing_in_memory(hotline: Practice) -> None:
    _rounds(hotline, 30)  # what is loaded and remembered once
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        _rounds(hotline, CALLS)
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < CALLS * MOST_A_CALL
