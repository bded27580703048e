"""The form that closes offices: what it begins with, what was typed, what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Request
from flask_babel import gettext

from ivr.closures.wishes import REASONS, ClosureWish, Wrong, ready_words, wrongs_of
from ivr.engine.edition import Edition, Hotline
from ivr.storage.closures.announced import KeptClosure
from ivr.translation import said
from ivr.web.desk.frame.languages import language_name, told

NOTICE = "notice"
USUAL = timedelta(hours=8)
LAST_OF_AN_HOUR = timedelta(minutes=59)
FORM = "%Y-%m-%dT%H:%M"
LONG_AGO = datetime.min.replace(tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True)
class TypedClosure:
    """What was typed into the form; `kind` is a reason or "notice", times are of the site's zone, as typed."""

    kind: str
    hotlines: tuple[str, ...]
    begins: str
    ends: str
    words: Mapping[str, str]

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """It, as the hidden fields of the next form."""
        yield "kind", self.kind
        yield from (("hotlines", name) for name in self.hotlines)
        yield from (("begins", self.begins), ("ends", self.ends))
        yield from ((f"words_{code}", text) for code, text in self.words.items())


def empty(kind: str, mine: tuple[Hotline, ...], edition: Edition, now: datetime) -> TypedClosure:
    """The form to begin with: for eight hours, up to the next full one, in the site's words for it.

    A closure is on all hotlines that are the person's; a notice is seldom for all, and on none until they are chosen.
    """
    ends = (now.astimezone(ZoneInfo(edition.zone)) + USUAL + LAST_OF_AN_HOUR).replace(minute=0)
    hotlines = () if kind == NOTICE else tuple(line.name for line in mine)
    return TypedClosure(kind, hotlines, "", ends.strftime(FORM), ready_words(edition, kind))


def again(given: TypedClosure, before: KeptClosure) -> TypedClosure:
    """The form to announce something once more: for the same reason, on those of its hotlines that were given."""
    hotlines = tuple(name for name in given.hotlines if before.concerns(name))
    return replace(given, kind=before.reason or NOTICE, hotlines=hotlines, words=before.words)


def with_ready_words(edition: Edition, given: TypedClosure, step: str) -> TypedClosure:
    """What was typed, with the site's words for the reason: always at the step `ready`.

    Words that were left as the site wrote them follow the reason when another one is chosen, so that nobody announces
    a typhoon's words in a power failure; at the step `reason` also where there are no words yet.
    """
    own = {code: text for code, text in given.words.items() if text}
    untouched = own in [ready_words(edition, reason) for reason in REASONS] if own else step == "reason"
    ready = ready_words(edition, given.kind)
    if step == "ready" and not ready:  # a notice has none, and what was typed is not lost
        return given
    return replace(given, words=ready) if untouched or step == "ready" else given


def typed(request: Request, edition: Edition) -> TypedClosure:
    """What came with a request."""
    form = request.form
    words = {code: " ".join(form.get(f"words_{code}", "").split()) for code in edition.languages}
    begins, ends = form.get("begins", ""), form.get("ends", "")
    return TypedClosure(form.get("kind", ""), tuple(form.getlist("hotlines")), begins, ends, words)


def wish_of(
    given: TypedClosure, edition: Edition, mine: tuple[Hotline, ...], *, all_are_mine: bool
) -> ClosureWish | None:
    """The wish that was typed; None while a time in it cannot be read. All hotlines mean those still to come too."""
    try:
        begins, ends = (_moment(text, edition.zone) for text in (given.begins, given.ends))
    except ValueError:
        return None
    named = tuple(line.name for line in mine if line.name in given.hotlines)
    everywhere = all_are_mine and len(named) == len(edition.hotlines)
    reason = "" if given.kind == NOTICE else given.kind
    words = {code: text for code, text in given.words.items() if text}
    return ClosureWish(() if everywhere else named, reason, ends or LONG_AGO, words, begins)


def errors_of(given: TypedClosure, wish: ClosureWish | None, edition: Edition, now: datetime) -> dict[str, str]:
    """What is wrong with the form, by the field that it is about."""
    found: dict[str, str] = {}
    if not given.kind:
        found["kind"] = gettext("Choose a reason, or a notice.")
    if not given.hotlines:
        found["hotlines"] = gettext("Choose one hotline at least.")
    if wish is None or not given.ends:
        found["ends"] = gettext("Give the day and the time at which it ends.")
    if found or wish is None:
        return found
    for wrong in wrongs_of(edition, wish, now):
        found.setdefault({"reason": "kind"}.get(wrong.part, wrong.part), _in_words(edition, wrong))
    return found


def _moment(text: str, zone: str) -> datetime | None:
    """A time of the site's zone; None for an empty one. Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) if text else None


def _in_words(edition: Edition, wrong: Wrong) -> str:
    language = edition.languages.get(wrong.part.removeprefix("words_"))
    called = {"language": language_name(language)} if language else {}
    return told(said(wrong.what.template, **{**wrong.what.values, **called}))
