"""Words of the system that stand in events and carriers' notices, and how a reader is told of them."""

from typing import get_args

from ivr.engine.events import CallEnding, EnquiryOutcome, HowChosen, TransferEnding, WhyTriesRanOut
from ivr.engine.filing import FILING_OUTCOMES
from ivr.hours.calendar import Why
from ivr.translation import said

CODES = frozenset(
    {
        *get_args(HowChosen),
        *get_args(EnquiryOutcome),
        *FILING_OUTCOMES,
        *get_args(Why),  # what decided that a calendar is open or not
        *get_args(TransferEnding),
        *get_args(WhyTriesRanOut),
        *get_args(CallEnding),
        *("typhoon", "rainstorm", "power", "other"),  # why an office is closed
        *("complaint", "suggestion", "compliment", "request"),  # what a case is
        *("completed", "no-answer", "canceled", "absent"),  # the carrier's words for the end of a call or recording
    }
)
"""Values of events that are words of the system, not of a menu or a caller."""


def word_of(value: str) -> str:
    """A value as a reader is told of it: translated where it is a word of the system, else as it stands."""
    return said(value) if value in CODES else value
