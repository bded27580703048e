"""Switches that decide by a day or the time, and the moments at which each of their cases holds."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.engine.known import OF_THE_TIME, told_by_clock
from ivr.engine.node_facts import Decision
from ivr.words import as_datetime

FARTHEST = 366  # days between a day that is named and the day from which it is counted


def dated_switches(edition: Edition) -> Mapping[str, Decision]:
    """The switches of an edition that decide by a day or the time, by node."""
    decisions = ((name, node.decision) for name, node in edition.nodes.items())
    return {name: each for name, each in decisions if each and _is_dated(edition, name, each.on)}


def told_at(edition: Edition, node: str, name: str, at: datetime) -> str:
    """A day that the department of a node names, or the time, as it is kept at a moment."""
    day = edition.days.get(f"{node.partition('/')[0]}/{name}")
    if day is None:
        return told_by_clock(name, at)
    on = day.on(at.date(), edition.calendars.__getitem__)
    return on.isoformat() if on else ""


def moments_of_cases(edition: Edition, dated: Mapping[str, Decision], usual: datetime) -> Iterator[datetime]:
    """A moment for each case of each switch, and one for each at which no case of it holds."""
    for node, decision in dated.items():
        days = (usual + timedelta(days=count) for count in range(FARTHEST))
        other = next((at for at in days if told_at(edition, node, decision.on, at) not in decision.cases), None)
        yield from (other,) if other else ()
        for case in sorted(decision.cases):
            yield from _when(edition, node, decision.on, case, usual)


def _is_dated(edition: Edition, node: str, name: str) -> bool:
    field = f"{node.partition('/')[0]}/{name}"
    return field not in edition.fields and (name in OF_THE_TIME or field in edition.days)


def _when(edition: Edition, node: str, name: str, case: str, usual: datetime) -> Iterator[datetime]:
    """The moment nearest to a case at which it holds, none where it never does."""
    try:
        written = as_datetime(case)
    except ValueError:
        return
    at = written if "T" in case else datetime.combine(written, usual.time())
    near = at.replace(tzinfo=ZoneInfo(edition.zone))
    far = sorted(range(-FARTHEST, FARTHEST + 1), key=abs)
    days = (near + timedelta(days=count) for count in far)
    found = next((at for at in days if told_at(edition, node, name, at) == case), None)
    yield from (found,) if found else ()
