"""The part of a report that is about pledges: what was promised, and what became of it as it was counted last."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.reports.pledges import PledgeResult, known_results
from ivr.storage.database.transactions import Database
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.table import Figure, Section, Table, left_out, percent, rate_note

OVER: Mapping[bool | None, LazyString] = {
    True: lazy_gettext("kept"),
    False: lazy_gettext("missed"),
    None: lazy_gettext("not measured"),
}
RUNNING: Mapping[bool | None, LazyString] = {
    True: lazy_gettext("on course"),
    False: lazy_gettext("slipping"),
    None: lazy_gettext("not measured"),
}


def pledges_section(database: Database, asked: AskedReport) -> Iterator[Section]:
    """The pledges of the departments, in the windows that the report has days of; nothing where there are none."""
    found = [each for name in _departments(asked) for each in _of(database, asked, name)]
    if not found:
        return
    last = max((each.as_of for each in found if each.as_of), default=None)
    words = gettext(
        "What these departments promise in public, in the months, quarters and years of which the report has days, as "
        "it was counted last ({moment}). What was not measured is neither kept nor missed.",
        moment=last.astimezone(asked.zone).strftime("%Y-%m-%d %H:%M") if last else "–",
    )
    yield Section("pledges", gettext("Pledges"), words, [_table(found)])


def _departments(asked: AskedReport) -> Iterator[str]:
    for name in desk.edition.departments:
        if asked.departments is None or name in asked.departments:
            yield name


def _of(database: Database, asked: AskedReport, department: str) -> Iterator[PledgeResult]:
    pledges = desk.edition.departments[department].pledges
    years = (pledges.year_of(asked.span.first), pledges.year_of(asked.span.last)) if pledges.years else ()
    for year in dict.fromkeys(years):
        for each in known_results(database, desk.edition, department, year, asked.today):
            if each.first <= asked.span.last and asked.span.first <= each.last:
                yield each


def _table(found: Sequence[PledgeResult]) -> Table:
    headings = [
        gettext("Department"), gettext("Pledge"), gettext("Who answers for it"), gettext("From"), gettext("Until"),
        gettext("Target (%)"), gettext("Share (%)"), gettext("Hits"), gettext("Of"), gettext("Left out"),
        gettext("Strict (%)"), gettext("from (%)"), gettext("to (%)"), gettext("State"),
    ]  # fmt: skip
    rows = [_row(each) for each in found]
    note = " ".join((rate_note(), gettext("From and to: of a sample, between which the true share lies (Wilson).")))
    return Table("pledges", gettext("Pledges"), headings, rows, words=(0, 1, 2, 3, 4, 9, 13), note=note)


def _row(result: PledgeResult) -> tuple[Figure, ...]:
    pledge, share = result.pledge, result.rate
    low, high = result.interval or (None, None)
    states = RUNNING if result.running else OVER
    target = float(pledge.target)
    return (
        Figure(in_readers_language(desk.edition.departments[result.department].title)),
        Figure(in_readers_language(pledge.say)),
        Figure(pledge.owner),
        Figure(result.first, words=result.first.isoformat()),
        Figure(result.last, words=result.last.isoformat()),
        Figure(target, words=gettext("at most {number}", number=target) if pledge.at_most else ""),
        Figure(percent(share.value)),
        Figure(share.hits),
        Figure(share.counted),
        Figure(left_out(share)),
        Figure(percent(share.strict)),
        Figure(percent(low)),
        Figure(percent(high)),
        Figure(str(states[result.kept])),
    )
