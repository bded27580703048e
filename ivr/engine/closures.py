"""What a supervisor may announce: reasons, how long it may last, and why a wish makes no sense."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ivr.engine.edition import Edition
from ivr.engine.ports import ClosureInForce

REASONS: Mapping[str, Mapping[str, str]] = {
    "typhoon": {"en": "Typhoon signal No. 8", "yue": "八號風球", "cmn": "八号台风信号"},
    "rainstorm": {"en": "Black rainstorm", "yue": "黑色暴雨警告", "cmn": "黑色暴雨警告"},
    "power": {"en": "Power failure", "yue": "停電", "cmn": "停电"},
    "other": {"en": "Another emergency", "yue": "其他緊急事故", "cmn": "其他紧急事故"},
}
"""Each reason and what it is called on a screen; callers hear the phrase `closure_<reason>`."""
LONGEST = timedelta(days=7)
MOST_LETTERS = 300
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class ClosureWish:
    """A closure for `reason`, or a notice (`reason` is empty), on `hotlines` (none: on all), until `ends`.

    `words` are the supervisor's own, by language. `begins` is None for at once. Times have a zone.
    """

    hotlines: tuple[str, ...]
    reason: str
    ends: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    begins: datetime | None = None

    def as_in_force(self, now: datetime) -> ClosureInForce:
        """It, as if it were in force: to hear it beforehand."""
        return ClosureInForce("", self.reason, self.words, self.begins or now, self.ends)


def whats_wrong(edition: Edition, wish: ClosureWish, now: datetime) -> tuple[str, ...]:
    """All that is wrong with a wish, each in a sentence that says what to do; nothing when it may be announced."""
    return (
        *_wrong_hotlines(edition, wish),
        *_wrong_reason(wish),
        *_wrong_words(edition, wish),
        *wrong_end(wish.begins or now, wish.ends, now),
    )


def wrong_end(begins: datetime, ends: datetime, now: datetime) -> tuple[str, ...]:
    """What is wrong with the end of something that begins, or began, at a time."""
    if ends <= max(begins, now):
        return ("it must end after it begins, and not in the past; give a later end.",)
    if ends - max(begins, now) > LONGEST:
        return (f"it may last {LONGEST.days} days at most; give an earlier end, and extend it later if need be.",)
    return ()


def _wrong_hotlines(edition: Edition, wish: ClosureWish) -> Iterator[str]:
    known = [line.name for line in edition.hotlines.values()]
    for name in wish.hotlines:
        if name not in known:
            yield f'no hotline is called "{name}". There are: {", ".join(known)}.'


def _wrong_reason(wish: ClosureWish) -> Iterator[str]:
    if wish.reason and wish.reason not in REASONS:
        yield f'"{wish.reason}" is not a reason; it may be {", ".join(REASONS)}.'


def _wrong_words(edition: Edition, wish: ClosureWish) -> Iterator[str]:
    unknown = [code for code in wish.words if code not in edition.languages]
    if unknown:
        yield f"callers cannot choose {', '.join(unknown)}; the languages are {', '.join(edition.languages)}."
    lacking = [code for code in edition.languages if not wish.words.get(code, "").strip()]
    if lacking and not wish.reason:
        yield f"a notice needs words in every language; {', '.join(lacking)} is missing."
    elif lacking and wish.words:
        yield f"own words are needed in every language or in none; {', '.join(lacking)} is missing."
    for code, text in wish.words.items():
        if len(text) > MOST_LETTERS:
            yield f"the words in {code} have {len(text)} characters; {MOST_LETTERS} are as many as callers bear."
        if CONTROLS.search(text):
            yield f"the words in {code} have a line break or another control character; write them on one line."
