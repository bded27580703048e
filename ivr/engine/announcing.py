"""Telling callers of the closures and notices in force: before they choose a language, and nobody twice.

Before the choice all languages are heard, so a closure only says its reason there; what its supervisor adds is said
once the language is chosen. A caller in the middle of a call is told at the next turn of what began meanwhile. Of
closures that overlap the one that began last is told: its reason is the news.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.engine.edition import Edition
from ivr.engine.events import ClosureAnnounced
from ivr.engine.instructions import Prompt, Say
from ivr.engine.node import Step
from ivr.engine.ports import ClosureInForce
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.words import Value, fill


@dataclass(frozen=True)
class Announcement:
    """What callers hear in one language: `first` before they choose it, `then` once they have."""

    first: tuple[Say, ...] = ()
    then: tuple[Say, ...] = ()


def announce(visit: Visit, step: Step) -> tuple[Visit, Step]:
    """The step with what is in force and this caller was not told of yet, and the visit that remembers it."""
    if not visit.closures:
        return visit, step
    known = visit.call.announced
    news = tuple(each for each in told_of(visit.closures) if each.id not in known)
    announced = (*known, *(each.id for each in visit.closures if each.id not in known))
    events = (ClosureAnnounced(visit.here, each.id, each.reason) for each in news)
    step = replace(step, says=_says(visit, step, news), events=(*step.events, *events))
    return replace(visit, call=replace(visit.call, announced=announced)), step


def announcement(edition: Edition, language: str, closures: Iterable[ClosureInForce]) -> Announcement:
    """What `closures` say in a language, words that lack it in the one it falls back to; else they are not said."""
    found = tuple(closures)
    first = ((_sentence if each.closes else _own_words)(edition, language, each) for each in found)
    then = (_own_words(edition, language, each) for each in found if each.closes)
    return Announcement(*(tuple(say for say in says if say) for says in (first, then)))


def told_of(closures: Iterable[ClosureInForce]) -> tuple[ClosureInForce, ...]:
    """Those that callers are told of: the closure that began last, and every notice."""
    found = tuple(closures)
    closing = [each for each in found if each.closes]
    return (*closing[-1:], *(each for each in found if not each.closes))


def _says(visit: Visit, step: Step, news: tuple[ClosureInForce, ...]) -> tuple[Prompt, ...]:
    edition = visit.edition
    if step.language and not visit.call.language:
        new = announcement(edition, step.language, news)
        all_told = announcement(edition, step.language, told_of(visit.closures))
        return (*step.says, *new.first, *all_told.then)
    if not visit.call.language and len(edition.languages) > 1:
        each = ((code, announcement(edition, code, news).first) for code in edition.languages)
        return (*(say for code, says in each for say in says if say.language == code), *step.says)
    new = announcement(edition, visit.language, news)
    return (*new.first, *new.then, *step.says)


def _own_words(edition: Edition, language: str, closure: ClosureInForce) -> Say | None:
    """The supervisor's words."""
    for code in (language, edition.languages[language].falls_back_to):
        if text := closure.words.get(code, ""):
            return Say(text, code)
    return None


def _sentence(edition: Edition, language: str, closure: ClosureInForce) -> Say:
    """That offices are closed and why; only that they are, in an edition older than these phrases."""
    phrases = edition.phrases[language]
    reason = phrases.get(f"closure_{closure.reason}", "")
    if not reason or "closure_announced" not in phrases:
        return Say(phrases["closed_now"], language)
    values = {"reason": Value(reason, "text")}
    return Say(fill(phrases["closure_announced"], values, language, edition.home), language)
