"""What callers would hear of a closure that is not announced yet: as words, and on the test telephone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import url_for

from ivr.closures.wishes import ClosureWish
from ivr.engine.announcing import announcement, told_of
from ivr.engine.edition import Edition, Hotline, Language
from ivr.engine.ports import ClosureInForce
from ivr.storage.closures.announced import KeptClosure
from ivr.web.desk.closures.form import FORM
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import callers_language
from ivr.web.desk.frame.sealing import Seal


@dataclass(frozen=True)
class Hearing:
    """What callers who choose `language` would hear: `first` before the choice, `then` after it."""

    language: Language
    first: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What callers of `lines` would hear, together with what is `there` already when it begins."""

    lines: tuple[Hotline, ...]
    there: tuple[KeptClosure, ...]
    hearings: tuple[Hearing, ...]


def previews(
    edition: Edition, wish: ClosureWish, lines: Iterable[Hotline], standing: Sequence[KeptClosure], now: datetime
) -> tuple[Preview, ...]:
    """What callers would hear, of hotlines on which the same stands already together."""
    at = max(wish.begins or now, now)
    groups: dict[tuple[int, ...], tuple[Hotline, ...]] = {}
    for line in lines:
        there = tuple(each.id for each in standing if each.concerns(line.name) and each.state(at) == "in force")
        groups[there] = (*groups.get(there, ()), line)
    found = ((tuple(each for each in standing if each.id in ids), group) for ids, group in groups.items())
    return tuple(Preview(group, there, _hearings(edition, wish, there, at)) for there, group in found)


def _hearings(edition: Edition, wish: ClosureWish, there: Iterable[KeptClosure], at: datetime) -> tuple[Hearing, ...]:
    told = told_of((*(each.in_force() for each in there), wish.as_in_force(at)))
    return tuple(_hearing(edition, language, told) for language in edition.languages.values())


def _hearing(edition: Edition, language: Language, told: tuple[ClosureInForce, ...]) -> Hearing:
    said = announcement(edition, language.code, told)
    return Hearing(language, *(tuple(each.text for each in says) for says in (said.first, said.then)))


def telephone_addresses(wish: ClosureWish, lines: Iterable[Hotline], now: datetime) -> Mapping[str, str]:
    """By hotline the test telephone on which this is pretended; what is behind # never leaves the browser."""
    chosen = {"origin": "hong kong", "closure": sealed(desk.seal, wish)}
    if wish.begins and wish.begins > now:
        chosen["at"] = wish.begins.astimezone(ZoneInfo(desk.edition.zone)).strftime(FORM)
    page = url_for("phone.show", language=callers_language(), edition=desk.edition.hash)
    return {line.name: f"{page}#{urlencode({'hotline': line.number, **chosen})}" for line in lines}


def sealed(seal: Seal, wish: ClosureWish) -> str:
    """A wish as the test telephone takes it: nobody can make it say what no supervisor has typed."""
    return seal.close(json.dumps(asdict(wish), ensure_ascii=False, default=datetime.isoformat))


def unsealed(seal: Seal, text: str) -> ClosureWish | None:
    """The wish that was sealed; None when it was sealed elsewhere."""
    if not (opened := seal.open(text)):
        return None
    wish = json.loads(opened)
    begins = wish["begins"] and datetime.fromisoformat(wish["begins"])
    times = {"begins": begins, "ends": datetime.fromisoformat(wish["ends"])}
    return ClosureWish(**wish | times | {"hotlines": tuple(wish["hotlines"])})
