"""Whom the workers of a crew are for."""

import pytest

from ivr.serving.workers import is_for_others

CALLERS, OTHERS = False, True


@pytest.mark.parametrize(
    ("there", "next_is_for"),
    [
        ([], CALLERS),
        ([CALLERS], CALLERS),
        ([CALLERS, CALLERS], OTHERS),
        ([CALLERS, CALLERS, OTHERS], CALLERS),  # one that an operator adds
        ([CALLERS, OTHERS], CALLERS),  # one of callers' has ended
        ([OTHERS], CALLERS),
        ([CALLERS, CALLERS, CALLERS], OTHERS),  # that of the others has ended
    ],
)
def test_callers_have_their_workers_first(there: list[bool], next_is_for: bool) -> None:
    assert is_for_others(there, 2, 1) is next_is_for
