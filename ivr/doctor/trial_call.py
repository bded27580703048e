"""A call that only tries whether a line answers: over the public address, signed as the carrier signs, kept nowhere.

Its name begins with TRIAL, which only who has the carrier's token can bring in; nothing of it is kept, so that it is in
no list and no figure. It hears the first words, stays silent once, and hangs up.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ivr.errors import PhoneFault, TokenRefused
from ivr.journal.entry import TRIAL
from ivr.phone.line import Line
from ivr.phone.origins import anonymous
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.translation import NOTHING, Sentence, said, sentence_from_json, sentence_to_json

MOST_FAILURES = 3  # one after another; then the others are not rung either
SILENCES = 1
_TOKEN = re.compile(r"[?&]call=([A-Za-z0-9_-]+)")
_QUERY = re.compile(r"\?\S*")
_REASONS = (
    ("Connection refused", said("nothing listens there")),
    ("NameResolutionError", said("its name is not known")),
    ("CERTIFICATE_VERIFY_FAILED", said("its certificate is not accepted")),
    ("timed out", said("it does not answer in time")),
)
"""What errors of the libraries mean, by what stands in them."""

Opens = Callable[[str], object]
"""Opens a call's token. Raises TokenRefused for one that was made elsewhere."""


@dataclass(frozen=True)
class TrialCall:
    """How one went: which hotline was rung and when, seconds until it had answered twice, and why it did not, if so."""

    hotline: str
    at: datetime
    seconds: float
    why: Sentence = NOTHING

    def to_json(self) -> dict[str, Any]:
        """The call as a JSON object."""
        return vars(self) | {"at": self.at.isoformat(), "why": sentence_to_json(self.why)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "TrialCall":
        """The call that `to_json` made `kept` of. Raises KeyError, TypeError and ValueError when it did not."""
        moment, why = datetime.fromisoformat(kept["at"]), sentence_from_json(kept["why"])
        return cls(**kept | {"at": moment, "why": why})


def try_lines(line: Line, hotlines: Iterable[tuple[str, str]], opens: Opens | None) -> tuple[TrialCall, ...]:
    """Ring hotlines (name, number) one after another; after three that do not answer, no more."""
    made: list[TrialCall] = []
    for name, number in hotlines:
        made.append(try_line(line, name, number, opens))
        if len(made) >= MOST_FAILURES and all(each.why for each in made[-MOST_FAILURES:]):
            break
    return tuple(made)


def try_line(line: Line, name: str, number: str, opens: Opens | None) -> TrialCall:
    """Ring one hotline. Never raises PhoneFault; `opens` tells whether it was this installation that answered."""
    at, began = datetime.now(UTC), time.monotonic()
    try:
        why = _ring(Telephone(line, new_call(number, anonymous(), call_sid=TRIAL + secrets.token_hex(16))), opens)
    except PhoneFault as fault:
        why = said("It did not answer as a carrier needs it: {fault}", fault=plainly(fault))
    return TrialCall(name, at, round(time.monotonic() - began, 3), why)


def plainly(fault: PhoneFault) -> str:
    """What was wrong, in plain words where they are known; never with what an address has behind a question mark."""
    text = _QUERY.sub("", str(fault))
    return next((words for mark, words in _REASONS if mark in text), text)


def _ring(telephone: Telephone, opens: Opens | None) -> Sentence:
    telephone.ring()
    document = telephone.state.document
    if _is_over(telephone):
        return said("It hung up at once: it apologised, or nothing is published.")
    token = _TOKEN.search(document)
    if opens and token:
        try:
            opens(token[1])
        except TokenRefused:
            return said("Another installation answers at this address: it has another IVR_SECRET_KEY.")
    for _ in range(SILENCES):
        telephone.stay_silent()
    if not _is_over(telephone):
        telephone.hang_up()
    return NOTHING


def _is_over(telephone: Telephone) -> bool:
    return telephone.waits == "ended"
