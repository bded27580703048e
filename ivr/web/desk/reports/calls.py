"""The part of a report that is about calls: how many, when, in which language, what came of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from ivr.reports.rates import Rate
from ivr.reports.volume import BY_OFFICERS, BY_SYSTEM, GAVE_UP, GAVE_WHAT_WAS_ASKED, NO_LANGUAGE, Volume
from ivr.web.desk.calls.words import ENDINGS, OUTCOMES
from ivr.web.desk.frame.menu_words import code
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.spans import DAY, DaySpan
from ivr.web.desk.reports.table import (
    RATE_WORDS,
    Figure,
    Section,
    Table,
    number,
    percent,
    rate_headings,
    rate_note,
    rate_row,
    share,
    step_of,
)
from ivr.web.desk.reports.words import RATES, WEEKDAYS

LISTED_OUTCOMES = {BY_SYSTEM: "answered", BY_OFFICERS: "officer", GAVE_WHAT_WAS_ASKED: "given"}
"""The rates whose hits are just the calls of one outcome."""


@dataclass(frozen=True)
class CallTables:
    """Makes the tables of calls; `titles` and `languages` are how hotlines and callers' languages are called."""

    asked: AskedReport
    volume: Volume
    before: Volume
    titles: Mapping[str, str]
    languages: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        """All of them, in the order of the page."""
        yield Section("summary", gettext("In short"), "", [self.summary()])
        yield Section("volume", gettext("How many calls"), "", [self.days(), *self.hotlines()])
        counted = gettext("Every call counts once, by the most that was done for the caller.")
        yield Section("outcome", gettext("What came of them"), counted, [self.outcomes(), self.rates(), self.endings()])
        yield Section("language", gettext("In which language"), "", [self.spoken()])
        yield Section("week", gettext("At what time"), self._weeks(), [self.hours()])

    def summary(self) -> Table:
        """The figures everybody asks for, beside those of the span before."""
        earlier = self.asked.before
        days_before = f"{earlier.first} – {earlier.last}"
        headings = [gettext("Figure"), gettext("This period"), days_before, gettext("Change"), gettext("Change (%)")]
        length = gettext("mean length of a call (s)")
        rows = [
            _compared(gettext("calls"), self.volume.calls, self.before.calls, self.asked.calls_list(), relative=True),
            *(
                _compared(gettext("{what} (%)", what=RATES[rate.name]), percent(rate.value), percent(earlier.value))
                for rate, earlier in zip(self.volume.rates, self.before.rates, strict=True)
            ),
            _compared(length, number(self.volume.seconds), number(self.before.seconds), relative=True),
        ]
        title = gettext("This period and the one before")
        return Table("summary", title, headings, rows)

    def days(self) -> Table:
        """Calls by day, or by month where the days are many."""
        rows, parts = [], list(self.asked.span.parts())
        by_day = len(parts) == self.asked.span.days
        for part in parts:
            calls = sum(self.volume.days.get(day, 0) for day in part.all_days())
            words = f"{part.first} {WEEKDAYS[part.first.weekday()]}" if by_day else _month(part)
            day = part.first if by_day else words
            rows.append((Figure(day, words=words), Figure(calls, self.asked.calls_list(**part.address()))))
        rows.append((Figure(gettext("together")), Figure(self.volume.calls, self.asked.calls_list())))
        title = gettext("Calls by day") if by_day else gettext("Calls by month")
        return Table(
            "days", title, [gettext("Day") if by_day else gettext("Month"), gettext("Calls")], rows, "bars", summed=True
        )

    def hotlines(self) -> Iterator[Table]:
        """Calls by the hotline that was rung; none where there is but one."""
        if self.asked.hotlines is not None and len(self.asked.hotlines) == 1:
            return
        rows = [
            (
                Figure(self.titles.get(name, name)),
                Figure(calls, self.asked.calls_list(hotline=name)),
                Figure(share(calls, self.volume.calls)),
            )
            for name, calls in self.volume.hotlines.items()
        ]
        headings = [gettext("Hotline"), gettext("Calls"), gettext("Share (%)")]
        title = gettext("Calls by hotline")
        yield Table("hotlines", title, headings, [*rows, self._together()], "rows", summed=True)

    def outcomes(self) -> Table:
        """Every call once."""
        rows = [
            (
                Figure(str(words)),
                Figure(self.volume.outcomes.get(name, 0), self.asked.calls_list(outcome=name)),
                Figure(share(self.volume.outcomes.get(name, 0), self.volume.calls)),
            )
            for name, (words, _) in sorted(OUTCOMES.items(), key=lambda pair: pair[0] == "nothing")
        ]
        headings = [gettext("Outcome"), gettext("Calls"), gettext("Share (%)")]
        title = gettext("All calls by outcome")
        return Table("outcomes", title, headings, [*rows, self._together()], "rows", summed=True)

    def rates(self) -> Table:
        """Shares of the calls that can be judged."""
        rows = [rate_row(str(RATES[rate.name]), rate, self._of_rate(rate)) for rate in self.volume.rates]
        title = gettext("Shares of the calls whose end is known and that chose a language")
        return Table("rates", title, rate_headings(gettext("Outcome")), rows, words=RATE_WORDS, note=rate_note())

    def endings(self) -> Table:
        """How calls ended."""
        known = [*ENDINGS, *sorted(self.volume.endings.keys() - {*ENDINGS, ""})]
        rows = [
            (
                Figure(code(name)),
                Figure(calls, self.asked.calls_list(ending=name)),
                Figure(share(calls, self.volume.calls)),
            )
            for name in known
            if (calls := self.volume.endings.get(name, 0))
        ]
        if unknown := self.volume.endings.get("", 0):
            rows.append(
                (Figure(gettext("not reported yet")), Figure(unknown), Figure(share(unknown, self.volume.calls)))
            )
        headings = [gettext("Ending"), gettext("Calls"), gettext("Share (%)")]
        return Table("endings", gettext("All calls by ending"), headings, [*rows, self._together()], summed=True)

    def spoken(self) -> Table:
        """Calls by the language that the caller chose."""
        rows = [
            (
                Figure(self.languages.get(name, name) if name else gettext("hung up before choosing a language")),
                Figure(calls, self.asked.calls_list(language=name) if name else ""),
                Figure(share(calls, self.volume.calls)),
            )
            for name, calls in self.volume.languages.items()
        ]
        headings = [gettext("Language"), gettext("Calls"), gettext("Share (%)")]
        return Table(
            "languages", gettext("Calls by language"), headings, [*rows, self._together()], "rows", summed=True
        )

    def hours(self) -> Table:
        """Calls by hour and weekday: the mean of such weekdays in the span."""
        such = Counter(day.weekday() for day in self.asked.span.all_days())
        means = {
            (day, hour): self.volume.week.get((day, hour), 0) / such[day]
            for day in range(7)
            for hour in range(24)
            if such[day]
        }
        most = max(means.values(), default=0)
        rows = [
            [
                Figure(f"{hour:02}:00"),
                *(
                    Figure(number(means.get((day, hour))), step=step_of(means.get((day, hour)), most))
                    for day in range(7)
                ),
            ]
            for hour in range(24)
        ]
        whole = [sum(self.volume.week.get((day, hour), 0) for hour in range(24)) for day in range(7)]
        rows.append(
            [
                Figure(gettext("whole day")),
                *(Figure(number(calls / such[day]) if such[day] else None) for day, calls in enumerate(whole)),
            ]
        )
        title = gettext("Calls by hour and weekday, the mean of such weekdays")
        return Table("hours", title, [gettext("Hour"), *map(str, WEEKDAYS)], rows)

    def _weeks(self) -> str:
        return str(
            gettext(
                "Each figure is the mean number of calls that began in that hour on such a weekday of this period; "
                "general holidays count as the weekday they fall on. The darker, the more calls."
            )
        )

    def _together(self) -> tuple[Figure, ...]:
        calls = self.volume.calls
        return (Figure(gettext("together")), Figure(calls, self.asked.calls_list()), Figure(share(calls, calls)))

    def _of_rate(self, rate: Rate) -> str:
        if rate.name == GAVE_UP and not self.volume.languages.get(NO_LANGUAGE):  # the list holds those without one too
            return self.asked.calls_list(outcome="nothing", ending="caller hung up")
        outcome = LISTED_OUTCOMES.get(rate.name)
        return self.asked.calls_list(outcome=outcome) if outcome else ""


def _compared(
    words: str, now: float | None, before: float | None, address: str = "", relative: bool = False
) -> tuple[Figure, ...]:
    """A figure beside the one before; a share changes by points only."""
    known = now is not None and before is not None
    change = now - before if now is not None and before is not None else None
    change = number(change) if isinstance(now, float) else change
    part = number(100 * (now - before) / before) if relative and known and now is not None and before else None
    return (Figure(words), Figure(now, address), Figure(before), Figure(change, signed=True), Figure(part, signed=True))


def _month(part: DaySpan) -> str:
    """A month, or the days of it that are asked for."""
    whole = part.first.day == 1 and (part.last + DAY).day == 1
    return f"{part.first:%Y-%m}" if whole else f"{part.first} – {part.last}"
