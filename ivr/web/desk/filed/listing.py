"""Entries: what callers entered into one table, page by page, and as a file."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, abort, g, redirect, render_template
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity

from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.listing import FiledFilters, list_filed_rows
from ivr.storage.filed.work import FiledWork
from ivr.web.desk.filed.chosen import IN, RowsWanted, rows_chosen, rows_wanted
from ivr.web.desk.filed.tables import FilledTable
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import FORMS, Row, download
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import first_page, list_address, page_after
from ivr.web.desk.frame.sought_numbers import KEPT, SEALED

A_PAGE = 50
BUNCH = 500  # rows read at once for a file


@pages.get("/filed", role="viewer")
def filed() -> Page:
    """The list that the address asks for; what is private in it is asterisks, of a number only a part."""
    return _page(rows_wanted("viewer", A_PAGE + 1))


@pages.post("/filed", role="viewer")
def choose_rows() -> Page:
    """To the address of what the form asks for, in which a number stands encrypted."""
    wanted = rows_chosen("viewer")
    if wanted.errors:
        return _page(wanted)
    return redirect(list_address("desk.filed", wanted.address), 303)


def _page(wanted: RowsWanted) -> Page:
    if not wanted.errors:
        _audit_number(wanted)
    found = () if wanted.errors or not wanted.table else list_filed_rows(desk.filed, wanted.filters)
    rows, last = found[:A_PAGE], found[A_PAGE - 1] if len(found) > A_PAGE else None
    page = render_template(
        "desk/filed/listing.html",
        wanted=wanted,
        rows=rows,
        columns=wanted.table.columns_with(name for row in rows for name in row.cells) if wanted.table else (),
        first=first_page(),
        further=page_after(last.filed_at, last.id) if last else "",
        exports=_exports(wanted),
        before=IN,
        kept=KEPT,
        any_number=list_address("desk.filed", {name: text for name, text in wanted.address.items() if name != SEALED}),
    )
    return page, 422 if wanted.errors else 200


@pages.get("/filed.<form>", role="supervisor")
def filed_export(form: str) -> Response:
    """All that the list with the same address shows, on all its pages."""
    if form not in FORMS:
        abort(404)
    wanted = rows_wanted("supervisor", BUNCH)
    if wanted.errors:
        raise UnprocessableEntity
    if wanted.table is None:
        abort(404)
    _audit_number(wanted)
    audit("exported", f"filed.{form}", wanted.shown, department=wanted.table.department)
    filters = replace(wanted.filters, after=None)
    columns = wanted.table.columns_with(FiledWork(desk.filed).columns(wanted.table.name))
    headings = [gettext("Number"), gettext("Entered"), *columns, gettext("Taken back"), gettext("Call")]
    return download(form, "filed", headings, _rows(desk.filed, wanted.table, filters, columns), desk.zone)


def _audit_number(wanted: RowsWanted) -> None:
    if wanted.number and wanted.table:
        audit("looked for a number", wanted.number, wanted.shown, department=wanted.table.department)


def _rows(filed: FiledTables, table: FilledTable, filters: FiledFilters, columns: tuple[str, ...]) -> Iterator[Row]:
    """Every row that the filters choose, as the list shows it, a bunch read at a time."""
    while found := list_filed_rows(filed, filters):
        for row in found:
            cells = (table.told(row, column) for column in columns)
            yield (row.entry, row.filed_at, *cells, row.withdrawn_at, row.call_sid)
        filters = replace(filters, after=(found[-1].filed_at, found[-1].id))


def _exports(wanted: RowsWanted) -> dict[str, str]:
    """The addresses of the same choice as files, for whoever may export it."""
    if wanted.errors or wanted.table is None or not g.person.may("supervisor", wanted.table.department):
        return {}
    return {form: list_address("desk.filed_export", wanted.address, form=form) for form in FORMS}
