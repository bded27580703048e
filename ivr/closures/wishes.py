"""What supervisors may announce: for which reasons, how long, and why a wish makes no sense."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ivr.engine.edition import Edition
from ivr.engine.ports import ClosureInForce
from ivr.translation import Sentence, said

REASONS: Mapping[str, Sentence] = {
    "typhoon": said("Typhoon signal No. 8"),
    "rainstorm": said("Black rainstorm"),
    "power": said("Power failure"),
    "other": said("Another emergency"),
}
"""Each reason and what it is called on a screen; callers hear the phrase `closure_<reason>`."""
LONGEST = timedelta(days=7)
FURTHEST = timedelta(days=31)
LATE = timedelta(hours=1)  # how long a form may lie open before a beginning typed into it is past
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


def ready_words(edition: Edition, reason: str) -> dict[str, str]:
    """The site's own words for a reason by language, to begin with; none where it has not written any."""
    name = f"closure_words_{reason}"
    return {code: edition.phrases[code][name] for code in edition.languages if edition.phrases[code].get(name)}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one part of a wish, and what to do."""

    part: str  # hotlines, reason, words_<language>, begins or ends
    what: Sentence


def wrongs_of(edition: Edition, wish: ClosureWish, now: datetime) -> tuple[Wrong, ...]:
    """All that is wrong with a wish; nothing when it may be announced."""
    return (
        *_wrong_hotlines(edition, wish),
        *_wrong_reason(wish),
        *_wrong_words(edition, wish),
        *(_wrong_beginning(wish.begins, now) if wish.begins else ()),
        *wrong_end(wish.begins or now, wish.ends, now),
    )


def wrong_end(begins: datetime, ends: datetime, now: datetime) -> Iterator[Wrong]:
    """What is wrong with the end of something that begins, or began, at a time."""
    if ends <= max(begins, now):
        yield Wrong("ends", said("The end must come after the beginning, and not be past."))
    elif ends - max(begins, now) > LONGEST:
        yield Wrong("ends", said("It may last {days} days at most; it can be extended later.", days=LONGEST.days))


def _wrong_beginning(begins: datetime, now: datetime) -> Iterator[Wrong]:
    if begins < now - LATE:
        yield Wrong("begins", said("The beginning is past. Leave it out to begin at once."))
    elif begins - now > FURTHEST:
        what = said("It may begin {days} days ahead at most. What is known longer before belongs into flows.yaml.")
        yield Wrong("begins", said(what, days=FURTHEST.days))


def _wrong_hotlines(edition: Edition, wish: ClosureWish) -> Iterator[Wrong]:
    known = [line.name for line in edition.hotlines.values()]
    for name in wish.hotlines:
        if name not in known:
            what = said('No hotline is called "{name}". There are: {known}.', name=name, known=", ".join(known))
            yield Wrong("hotlines", what)


def _wrong_reason(wish: ClosureWish) -> Iterator[Wrong]:
    if wish.reason and wish.reason not in REASONS:
        known = ", ".join(REASONS)
        yield Wrong("reason", said('"{reason}" is not a reason; it may be {known}.', reason=wish.reason, known=known))


def _wrong_words(edition: Edition, wish: ClosureWish) -> Iterator[Wrong]:
    for code in wish.words.keys() - edition.languages.keys():
        yield Wrong(f"words_{code}", said("Callers cannot choose the language {code}.", code=code))
    if any(wish.words.values()) or not wish.reason:
        for code, language in edition.languages.items():
            if not wish.words.get(code, "").strip() and not language.falls_back_to:
                yield Wrong(f"words_{code}", said("Words in {language} are missing.", language=language.name))
    yield from (wrong for code, text in wish.words.items() for wrong in _wrong_text(code, text))


def _wrong_text(code: str, text: str) -> Iterator[Wrong]:
    if len(text) > MOST_LETTERS:
        what = said("These words have {given} characters; {most} are the most.", given=len(text), most=MOST_LETTERS)
        yield Wrong(f"words_{code}", what)
    if CONTROLS.search(text):
        yield Wrong(f"words_{code}", said("Write the words on one line, without control characters."))
