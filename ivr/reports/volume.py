"""How many calls, when, in which language, and what they came to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from ivr.journal.outcome import OUTCOMES
from ivr.reports.rates import Rate, rate
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import CallCounts, FigureChoice, read_calls, read_outcomes

NO_LANGUAGE = ""  # the caller hung up before choosing one
BY_SYSTEM = "answered by the system"
BY_OFFICERS = "reached an officer"
GAVE_WHAT_WAS_ASKED = "gave what was asked for"
LEFT_SOMETHING = "left a message or a case"
GAVE_UP = "gave up"


@dataclass(frozen=True)
class Volume:
    """Calls of a choice. `week` is calls by (weekday, hour): Monday is 0, by the site's clock.

    `seconds` is a call's mean. `complete` is False when the last few calls are not counted in yet.
    """

    calls: int
    days: Mapping[date, int]
    week: Mapping[tuple[int, int], int]
    hotlines: Mapping[str, int]
    languages: Mapping[str, int]
    outcomes: Mapping[str, int]
    endings: Mapping[str, int]
    seconds: float | None
    rates: tuple[Rate, ...]
    complete: bool


def volume(database: Database, choice: FigureChoice) -> Volume:
    """Volume, languages and outcomes."""
    return volume_of(read_calls(database, choice), choice.zone)


def volume_in_short(database: Database, choice: FigureChoice) -> Volume:
    """The same without days and hours, in half the time."""
    return volume_of(read_outcomes(database, choice), choice.zone)


def volume_of(counts: CallCounts, zone: ZoneInfo) -> Volume:
    """The same of figures that were read already, by the days and hours of a zone."""
    days: Counter[date] = Counter()
    week: Counter[tuple[int, int]] = Counter()
    for (hour, column), count in counts.hours.items():
        if column == "calls":
            local = hour.astimezone(zone)
            days[local.date()] += count
            week[local.weekday(), local.hour] += count
    measured, seconds = _total(counts, "measured"), _total(counts, "seconds")
    return Volume(
        calls=_total(counts, "calls"),
        days=dict(sorted(days.items())),
        week=dict(sorted(week.items())),
        hotlines=_by(counts, 0),
        languages=_by(counts, 1),
        outcomes=_by(counts, 2),
        endings=_by(counts, 3),
        seconds=seconds / measured if measured else None,
        rates=tuple(_rates(counts)),
        complete=counts.complete,
    )


def _total(counts: CallCounts, column: str) -> int:
    return sum(count for (*_, name), count in counts.calls.items() if name == column)


def _by(counts: CallCounts, place: int) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for key, count in counts.calls.items():
        if key[4] == "calls":
            found[key[place]] += count
    return {name: count for name, count in found.most_common() if count}


def _rates(counts: CallCounts) -> list[Rate]:
    """Shares of the calls whose end is known; lost ones and those before any language are told apart, not hidden."""
    known: Counter[str] = Counter()
    unknown = early = gave_up = 0
    for (_, language, outcome, ending, column), count in counts.calls.items():
        if column != "calls":
            continue
        if outcome == OUTCOMES[0] and ending in ("", "lost"):
            unknown += count
        elif outcome == OUTCOMES[0] and language == NO_LANGUAGE:
            early += count
        else:
            known[outcome] += count
            gave_up += count if outcome == OUTCOMES[0] and ending == "caller hung up" else 0
    counted, left_out = sum(known.values()), (("hung up before choosing a language", early), ("end not known", unknown))
    hits = {
        BY_SYSTEM: known["answered"],
        BY_OFFICERS: known["officer"],
        GAVE_WHAT_WAS_ASKED: known["given"],
        LEFT_SOMETHING: known["message"] + known["case"],
        GAVE_UP: gave_up,
    }
    return [rate(name, number, counted, left_out) for name, number in hits.items()]
