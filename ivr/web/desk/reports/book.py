"""The report as a workbook: a first sheet that says what it is, then a sheet for each table."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext

from ivr.web.desk.calls.words import titles
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import Row, Sheet
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.frame.person import person
from ivr.web.desk.reports.asked import AskedReport
from ivr.web.desk.reports.table import Section, Table


def sheets_of(asked: AskedReport, sections: Iterable[Section]) -> Iterator[Sheet]:
    """All sheets, in the order of the page."""
    told = list(sections)
    tables = [table for section in told for table in section.tables]
    title = gettext("Calls from {first} to {last}", first=asked.span.first, last=asked.span.last)
    facts = [*_facts(asked), *_meanings(told), *_list_of(tables)]
    yield gettext("About this report"), [gettext("Report"), title], facts
    yield from ((table.title, table.headings, table.plain()) for table in tables)


def counted(asked: AskedReport) -> str:
    """Which calls are counted, in a line."""
    if asked.hotlines is None:
        return str(gettext("Calls that rang any hotline"))
    if not asked.hotlines:
        return str(gettext("No hotline begins in these departments: only their menus, officers and cases are counted."))
    words, named = gettext("Calls that rang:"), titles()
    return f"{words} " + " · ".join(sorted(named.get(name, name) for name in asked.hotlines))


def _facts(asked: AskedReport) -> Iterator[Row]:
    """Whose report it is, of what, made when and by whom."""
    department = desk.edition.departments.get(asked.written["department"])
    yield gettext("Organisation"), in_readers_language(desk.edition.site)
    yield gettext("Days"), f"{asked.span.first} – {asked.span.last}"
    yield gettext("Counted"), counted(asked)
    yield gettext("Hotline"), titles().get(asked.written["hotline"], gettext("all"))
    yield gettext("Department"), in_readers_language(department.title) if department else gettext("all")
    yield gettext("Officers' pledge (s)"), asked.within
    yield gettext("As of"), desk.now()
    yield gettext("Made by"), person().email


def _meanings(sections: Iterable[Section]) -> Iterator[Row]:
    """What the figures mean, as the page says it, each sentence once."""
    said: set[str] = set()
    for section in sections:
        for words in (section.words, *(table.note for table in section.tables)):
            if words and words not in said:
                said.add(words)
                yield section.title, words


def _list_of(tables: Iterable[Table]) -> Iterator[Row]:
    """Which sheet holds what: the names of sheets are short."""
    for number, table in enumerate(tables, start=2):
        yield gettext("Sheet {number}", number=number), table.title
