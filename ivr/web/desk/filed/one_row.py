"""One entry: its cells, the call it came of, what was done to it, and the forms that correct it and take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ivr.errors import RecordMissing, WorkConflict
from ivr.storage.calls.listing import call_in_scope
from ivr.storage.calls.reading import find_call
from ivr.storage.filed.listing import FiledRow
from ivr.storage.filed.work import FiledChange, FiledWork, RowRefused, version_of
from ivr.storage.people.accounts import Role
from ivr.web.desk.calls.chosen import scope_of
from ivr.web.desk.cases.forms import seen_version
from ivr.web.desk.filed.correcting import REFUSED, TO, written_correction
from ivr.web.desk.filed.tables import FilledTable, table_named
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import must, person

DEEDS = ("correct", "withdraw")


@dataclass(frozen=True)
class RowPage:
    """A row as its page shows it, what is not for every eye shown `whole` or hidden.

    After a form that was not kept, with `errors`, or with what others did since it had the version `seen`.
    """

    row: FiledRow
    errors: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None
    whole: bool = False

    def html(self) -> str:
        """The page."""
        return render_template("desk/filed/one_row.html", page=self, to=TO)

    @cached_property
    def table(self) -> FilledTable:
        """Its table."""
        return table_named(desk.edition, self.row.table)

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns and those of its table."""
        return self.table.columns_with(self.row.cells)

    @property
    def hidden(self) -> bool:
        """Whether any cell is not for every eye."""
        return any(self.table.hides(self.row, column) for column in self.columns)

    @property
    def works(self) -> bool:
        """Whether the person may see what is hidden, correct the row and take it back."""
        return person().may("supervisor", self.table.department)

    @cached_property
    def history(self) -> Sequence[FiledChange]:
        """All that was done to it, and who saw what is private."""
        return FiledWork(desk.filed).history(self.row)

    @property
    def version(self) -> int:
        """The version that it has now."""
        return version_of(self.history)

    @property
    def meanwhile(self) -> Sequence[FiledChange] | None:
        """What was changed since the form was opened; None where that is not asked."""
        if self.seen is None:
            return None
        changes = [change for change in self.history if version_of([change])]
        return changes[self.seen :] if self.seen >= 0 else []

    @property
    def call_is_theirs(self) -> bool:
        """Whether the call is on record and the person may see it."""
        return call_in_scope(desk.database, self.row.call_sid, scope_of("viewer"))

    @property
    def call_is_gone(self) -> bool:
        """Whether the call is not on record any more: rows outlive their calls."""
        return find_call(desk.database, self.row.call_sid) is None

    def written(self, column: str) -> str:
        """What stands in the field of a column: what was typed, or the cell, unless that is hidden."""
        kept = "" if self.table.hides(self.row, column) else self.row.cells.get(column, "")
        return request.form.get(f"{TO}{column}", kept)

    def said(self, change: FiledChange, text: str) -> str:
        """What stood in a cell before a change or after it."""
        row = FiledRow(0, "", "", "", change.at, None, {change.column: text}, self.row.private)
        return self.table.told(row, change.column)


@pages.get("/filed/<entry>", role="viewer")
def filed_row(entry: str) -> Page:
    """The row, hidden cells hidden."""
    return RowPage(_found(entry, "viewer")).html()


@pages.post("/filed/<entry>/private", role="supervisor")
def filed_row_private(entry: str) -> Page:
    """The same page with everything in it; a GET hides it again."""
    row = _found(entry, "supervisor")
    if not RowPage(row).hidden:
        return RowPage(row).html()
    _audit("saw what is private", row)
    try:
        shown = FiledWork(desk.filed).unseal(entry, person().email, desk.now()) if row.private else row
    except RecordMissing:  # deleted by rule meanwhile
        abort(404)
    return RowPage(shown, whole=True).html()


@pages.post("/filed/<entry>/<deed>", role="supervisor")
def work_on_row(entry: str, deed: str) -> Page:
    """Correct the row as it was seen, or take it back; 409, with what others did, when it is not so any more."""
    row = _found(entry, "supervisor")
    if deed not in DEEDS:
        abort(404)
    page = RowPage(row)
    if seen_version() != page.version:
        return RowPage(row, seen=seen_version()).html(), 409
    try:
        return _withdraw(row) if deed == "withdraw" else _correct(page)
    except WorkConflict:
        return RowPage(_found(entry, "supervisor"), seen=seen_version()).html(), 409
    except RowRefused as error:
        return RowPage(row, {"correct": str(REFUSED[error.why])}).html(), 422
    except RecordMissing:  # deleted by rule meanwhile
        abort(404)


def _correct(page: RowPage) -> Page:
    row, shape = page.row, page.table.shape
    if shape is None:
        abort(404)
    correction = written_correction(page.table, row)
    if correction.errors:
        return RowPage(row, correction.errors).html(), 422
    work = FiledWork(desk.filed)
    work.correct(shape, row.entry, correction.values, person().email, desk.now(), seen_version())
    _audit("corrected an entry", row, {"columns": ", ".join(correction.values)})
    flash(gettext("It is corrected. What stood there before is in its history."), "success")
    return redirect(url_for("desk.filed_row", entry=row.entry))


def _withdraw(row: FiledRow) -> Page:
    FiledWork(desk.filed).withdraw(row.entry, person().email, desk.now(), seen_version())
    _audit("withdrew an entry", row)
    flash(gettext("It is taken back. What it took is free."), "success")
    return redirect(url_for("desk.filed_row", entry=row.entry))


def _audit(action: str, row: FiledRow, details: Mapping[str, object] | None = None) -> None:
    audit(action, row.entry, {"table": row.table, **(details or {})}, department=row.table.partition("/")[0])


def _found(entry: str, role: Role) -> FiledRow:
    """The row, if the person holds the role in its department; otherwise it is as if it were not there."""
    try:
        row = FiledWork(desk.filed).row(entry)
    except RecordMissing:
        abort(404)
    must(role, row.table.partition("/")[0])
    return row
