"""What somebody wrote into the form that corrects a row: what it changes, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.storage.filed.listing import FiledRow
from ivr.storage.filed.work import WhyRefused
from ivr.web.desk.filed.tables import FilledTable
from ivr.web.desk.frame.languages import told
from ivr.words import NotTaken, canonical

TO = "to_"
"""Before the name of a column: what is to stand in it."""
LONGEST = 5000
REFUSED: Mapping[WhyRefused, LazyString] = {
    "full": lazy_gettext("There is room for no more such entries."),
    "taken": lazy_gettext("Another entry has these already."),
    "withdrawn": lazy_gettext("It was taken back, so it cannot be corrected any more."),
    "sealed otherwise": lazy_gettext(
        "What is private in it was sealed with another key. Ask your operator to set IVR_HASH_KEY to the key of then."
    ),
    "wrong value": lazy_gettext("One of the values is none that its column can have."),
}
"""Why a row cannot be changed so, in the reader's words."""


@dataclass(frozen=True)
class Correction:
    """The values that are new, by column, and what is wrong (by the id of a field)."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def written_correction(table: FilledTable, row: FiledRow) -> Correction:
    """What the form of this request says. A field of a hidden cell that was left empty keeps what stands there."""
    correction = Correction()
    for column, said_as in table.formats.items():
        typed = request.form.get(f"{TO}{column}", "").strip()[:LONGEST]
        if table.shape is None or (table.hides(row, column) and not typed):
            continue
        try:
            value = canonical(typed, said_as, table.shape.home)
        except NotTaken as error:
            correction.errors[f"{TO}{column}"] = told(error.why)
            continue
        if table.hides(row, column) or value != row.cells.get(column, ""):
            correction.values[column] = value
    if not correction.values and not correction.errors:
        correction.errors["correct"] = gettext("Nothing is different from what stands there.")
    return correction
