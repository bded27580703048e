"""The part of a report that is about menus and officers: where callers gave up, what was not answered, who answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from ivr.authoring.drawing.names import drawn_name
from ivr.engine.edition import Edition
from ivr.reports.month import Report
from ivr.reports.nodes import NodeUse
from ivr.reports.officers import OfficerAnswers
from ivr.reports.repeats import Repeats
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.reports.asked import AskedReport
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
)

BANDS = (5, 20, 30, 60)  # seconds, beside those of the pledge
OUTCOMES_OF_RINGING = ("answered", "unanswered", "busy", "gave up", "failed", "closed")


@dataclass(frozen=True)
class MenuTables:
    """Makes the tables of nodes and officers from a report; titles and `places` are words of the edition served now."""

    asked: AskedReport
    report: Report
    edition: Edition
    places: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        """All of them, in the order of the page."""
        whichever = gettext("Counted in the menus of these departments, whichever hotline callers rang.")
        yield Section("gave-up", gettext("Where callers gave up (abandoned calls)"), whichever, [self.gave_up()])
        yield Section("unanswered", gettext("Questions not answered"), whichever, [self.unanswered()])
        officers = [self.officers(), self.ringing(), self.waits()]
        yield Section("officers", gettext("How officers answered"), whichever, officers)
        again = gettext("The same number rang the same hotline within seven times 24 hours before.")
        yield Section("repeats", gettext("Who rang again"), again, list(_repeats(self.report.repeats)))

    def gave_up(self) -> Table:
        """Every place, the one where most gave up first."""
        uses = sorted(self.report.nodes.values(), key=lambda use: (-use.gave_up, -use.reached, use.node))
        headings = [
            gettext("Place"), gettext("Gave up here"), gettext("Calls that came here"), gettext("Share (%)"),
            gettext("Asked for an officer"), gettext("Share of those (%)"), gettext("Mean stay (s)"),
        ]  # fmt: skip
        rows = [self._place(use) for use in uses if use.reached or use.gave_up]
        return Table("gave-up", gettext("Places, where most gave up first"), headings, rows, "most")

    def _place(self, use: NodeUse) -> tuple[Figure, ...]:
        return (
            self._named(use.node),
            Figure(use.gave_up, self.asked.menus_list(gave_up=use.node)),
            Figure(use.reached, self.asked.menus_list(node=use.node)),
            Figure(percent(use.gave_up_rate.value)),
            Figure(use.asked),
            Figure(percent(use.asked_rate.value)),
            Figure(number(use.seconds)),
        )

    def unanswered(self) -> Table:
        """The look-ups that found nothing."""
        headings = [
            gettext("Place"), gettext("Asked"), gettext("Not found"), gettext("Table away"), gettext("Found"),
            gettext("Of"), gettext("Share (%)"), gettext("Left out"), gettext("Strict (%)"),
        ]  # fmt: skip
        rows = [
            (
                self._named(each.node),
                Figure(each.asked),
                Figure(each.none),
                Figure(each.unavailable),
                *rate_row("", each.found)[1:],
            )
            for each in self.report.unanswered
        ]
        title = gettext("Look-ups that did not always find an answer, the worst first")
        return Table("unanswered", title, headings, rows, words=(0, 7), note=rate_note())

    def officers(self) -> Table:
        """Whether they answered, and in time."""
        within = gettext("answered within {seconds} seconds", seconds=self.asked.within)
        at_all = gettext("answered at all")
        rows = []
        for each in self._rung():
            rows.append(rate_row(gettext("{what}: {text}", what=self._called(each), text=within), each.in_time))
            rows.append(rate_row(gettext("{what}: {text}", what=self._called(each), text=at_all), each.reached))
        title = gettext("Each time officers were rung, all telephones of one transfer together")
        return Table("officers", title, rate_headings(gettext("Officers")), rows, words=RATE_WORDS, note=rate_note())

    def ringing(self) -> Table:
        """What came of ringing them, and how long callers waited."""
        words: Mapping[str, str] = {
            "answered": gettext("Answered"),
            "unanswered": gettext("No answer"),
            "busy": gettext("Busy"),
            "gave up": gettext("Caller hung up"),
            "failed": gettext("Failed"),
            "closed": gettext("Office closed"),
        }
        headings = [
            gettext("Officers"), gettext("Telephones"), gettext("Asked for"),
            *(words[name] for name in OUTCOMES_OF_RINGING), gettext("Median wait (s)"), gettext("Slowest tenth (s)"),
        ]  # fmt: skip
        rows = [
            (
                Figure(self._called(each)),
                Figure(self._telephones(each.officers)),
                Figure(each.asked),
                *(Figure(each.outcomes.get(name, 0)) for name in OUTCOMES_OF_RINGING),
                Figure(each.median),
                Figure(each.slowest_tenth),
            )
            for each in self._rung()
        ]
        title = gettext("What came of asking for officers; waits are of the answered")
        return Table("ringing", title, headings, rows, words=(0, 1))

    def waits(self) -> Table:
        """How long those waited who were answered, in bands; the pledge is the end of one."""
        waits = self.report.officers[0].waits
        answered, so_far, rows = sum(waits.values()), 0, []
        bands = sorted({*BANDS, self.asked.within})
        for since, until in zip((-1, *bands), (*bands, None), strict=True):
            calls = sum(count for wait, count in waits.items() if wait > since and (until is None or wait <= until))
            so_far += calls
            words = f"{since + 1}–{until}" if until is not None else f"> {since}"
            rows.append((Figure(words), Figure(calls), Figure(share(so_far, answered))))
        headings = [gettext("Seconds"), gettext("Answered"), gettext("Share up to here (%)")]
        return Table("waits", gettext("How long callers waited who were answered"), headings, rows, "bars")

    def _rung(self) -> Iterator[OfficerAnswers]:
        """Everyone who was asked for; all together first, where they are several."""
        together, *each = self.report.officers
        yield from (together, *each) if len(each) > 1 else each or [together]

    def _called(self, one: OfficerAnswers) -> str:
        known = self.edition.officers.get(one.officers)
        return in_readers_language(known.title) if known else one.officers or gettext("All officers")

    def _telephones(self, officers: str) -> str:
        known = self.edition.officers.get(officers)
        return ", ".join(known.numbers) if known else ""

    def _named(self, node: str) -> Figure:
        """A place in the words of its menu, with its name behind them for editors."""
        words = self.places.get(node)
        return Figure(f"{words} ({node})" if words else node, self._tree(node))

    def _tree(self, node: str) -> str:
        """The node in the tree of its department, if it is still there."""
        department, slash, _ = node.partition("/")
        if node not in self.edition.nodes or not slash:
            return ""
        return url_for("desk.menu_tree", department=department, _anchor=drawn_name(node))


def _repeats(found: Repeats) -> Iterator[Table]:
    words = gettext("rang again within {days} days", days=found.days)
    row = rate_row(words, found.rate)
    yield Table("repeats", gettext("Calls of callers who had rung before"), rate_headings(gettext("Figure")), [row],
                words=RATE_WORDS, note=rate_note())  # fmt: skip
    if found.often:
        rows = [(Figure(key), Figure(calls)) for key, calls in found.often]
        title = gettext("Who rang most in this period; a key stands for a number")
        yield Table("callers", title, [gettext("Caller"), gettext("Calls")], rows)
