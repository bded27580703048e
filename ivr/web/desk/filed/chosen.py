"""Which rows are asked for: the address of the list, read into what storage looks for.

Only what every eye may see stands in an address: nobody looks for what is private, nor for a telephone number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import get_args

from flask import request
from flask_babel import gettext

from ivr.storage.filed.listing import FiledFilters, RowState
from ivr.storage.people.accounts import Role
from ivr.web.desk.filed.tables import FilledTable, tables_of
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import told
from ivr.web.desk.frame.paging import after_of
from ivr.web.desk.frame.sought_numbers import (
    SEALED,
    number_for_address,
    number_in_address,
    number_in_form,
    number_shown,
)
from ivr.words import NotTaken, canonical, named

IN = "in_"
"""Before the name of a column: what is looked for in it."""
NAMES = ("table", "since", "until", "state", "entry")
ALL = "all"
LONGEST = 255
BEGUN = ("text", "moment")
"""Formats that are looked for by their beginning: a moment by its day."""


@dataclass
class RowsWanted:
    """What an address asks for, as written, among `tables`; what is wrong with it (by name), what to look for."""

    tables: Mapping[str, FilledTable]
    table: FilledTable | None
    asked: Mapping[str, str]
    filters: FiledFilters
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> dict[str, str]:
        """What an address says to ask for the same."""
        return self.shown | number_for_address(self.filters.number)

    @property
    def shown(self) -> dict[str, str]:
        """All of it but the number."""
        return {name: text for name, text in self.asked.items() if text}

    @property
    def number(self) -> str:
        """The number that is looked for, masked."""
        return number_shown(self.filters.number)

    @property
    def narrow(self) -> bool:
        """Whether anything but the table was chosen."""
        return bool(self.address.keys() - {"table"})


def rows_wanted(role: Role, limit: int) -> RowsWanted:
    """What the address of this request asks for in the tables for which the person holds a role."""
    errors: dict[str, str] = {}
    return _wanted(role, limit, request.args, number_in_address(request.args, errors), errors)


def rows_chosen(role: Role) -> RowsWanted:
    """What the form asks for, the number as it was typed, or else as it was before."""
    errors: dict[str, str] = {}
    return _wanted(role, 1, request.form, number_in_form(request.form, errors), errors)


def _wanted(role: Role, limit: int, sent: Mapping[str, str], number: str, errors: dict[str, str]) -> RowsWanted:
    """Whoever looks for a number must be a supervisor: hidden digits could be guessed otherwise."""
    tables = tables_of("supervisor" if number or SEALED in errors else role)
    table = tables.get(sent.get("table", "")) or next(iter(tables.values()), None)
    columns = [f"{IN}{column}" for column in (table.open_columns if table else ())]
    asked = {name: sent.get(name, "").strip()[:LONGEST] for name in (*NAMES, *columns)}
    asked["table"] = table.name if table else ""
    since, until = _days(asked, errors)
    equal, begins = _cells(table, asked, errors)
    after = after_of()
    filters = FiledFilters(
        asked["table"],
        entry="".join(letter for letter in asked["entry"] if letter.isalnum()),
        state=_state(asked["state"]),
        since=since,
        until=until,
        equal=equal,
        begins=begins,
        number=number,
        numbers=table.number_columns if table else frozenset(),
        after=(after.at, int(after.name)) if after and _is_id(after.name) else None,
        limit=limit,
    )
    return RowsWanted(tables, table, asked, filters, errors)


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 19


def _state(asked: str) -> RowState:
    if asked == ALL:
        return ""
    return next((state for state in get_args(RowState) if state and state == asked), "standing")


def _days(asked: Mapping[str, str], errors: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """From when on and before when, by the site's clock; both days are included."""
    found: list[datetime | None] = []
    for name, days in (("since", 0), ("until", 1)):
        try:
            day = date.fromisoformat(asked[name]) + timedelta(days) if asked[name] else None
            found.append(datetime.combine(day, time(), desk.zone) if day else None)
        except (ValueError, OverflowError):
            errors[name] = gettext("Write a day like 2026-11-23.")
            found.append(None)
    since, until = found
    if since and until and since >= until:
        errors["until"] = gettext("The end must be after the beginning.")
    return since, until


def _cells(
    table: FilledTable | None, asked: Mapping[str, str], errors: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The cells that are looked for as a whole, and those by their beginning."""
    equal: dict[str, str] = {}
    begins: dict[str, str] = {}
    for column, said_as in (table.open_columns if table else {}).items():
        text = asked[f"{IN}{column}"]
        if not text or table is None or table.shape is None:
            continue
        if named(said_as) in BEGUN:
            begins[column] = text
            continue
        try:
            equal[column] = canonical(text, said_as, table.shape.home)
        except NotTaken as error:
            errors[f"{IN}{column}"] = told(error.why)
    return equal, begins
