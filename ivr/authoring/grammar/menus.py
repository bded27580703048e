"""What a department's `menu.yaml` may say, apart from its nodes, whose kinds say it themselves.

```yaml
version: 1
title: {yue: 運輸服務, cmn: 运输服务, en: Transport services}
owner: Licensing Division          # who keeps it true
review: 2027-04-01                 # when it must be read again
reviews:                           # nodes with an owner or a day of their own
  main: {owner: Front Desk, review: 2026-12-01}
tasks:                             # how long callers may need to an answer, in seconds from the greeting
  fees: {within: 45}
start: main
tables:
  applications:
    file: applications.csv
    columns: {number: digits, birth: date, updated: date, status: text in languages}
  accounts:
    database: billing
    query: SELECT number, due, balance FROM accounts WHERE number = :number
    seconds: 2
    columns: {number: digits, due: date or empty, balance: money}
days:                              # days counted from the day of the call, usable like fields
  collect_from: {next open day: office}
nodes:
  main:
    kind: menu
```

A table's rows come from a CSV file beside the menu, or from a `query` of a `database` that the operator has named; a
query has a `:column` for each column an enquiry matches, and may have `:today` and all else that is known without
asking. A column is its name and its format (text, digits, reference, letters, code, phone, number, percent, money,
date, time, moment, duration); `money in USD` is in a currency that is none of the site's, `moment in Pacific/Guam` by
the clocks of another zone. One with the format `text in languages` is written in the CSV as a column a language:
`status.yue`, `status.cmn`, `status.en`. `or empty` behind a format lets cells be empty. `[open, locked]` is a text that
is one of these; `[open, locked, or empty]` may be nothing too.
A column that is told to its own caller alone is written `balance: {format: money, private: yes}`. What callers enter
goes into a table of `rows: filed`, or is what a `statement` does in a `database`. The cases that were left with the
department are a table too, with columns of its own: `cases`, or whatever is declared with `rows: cases`.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from ivr.authoring.grammar import (
    ColumnFormat,
    ColumnName,
    FilePart,
    Name,
    NodeName,
    Version,
    column_format,
    in_languages,
)
from ivr.authoring.grammar.days import DaySettings
from ivr.authoring.problems import did_you_mean
from ivr.engine.case_table import CASES, FOUND_BY, IN_WORDS, TOLD
from ivr.engine.edition import FiledShape, TableShape, taken_by
from ivr.engine.filing import ENTRY, OF_EVERY_ROW
from ivr.engine.grammar import Accepted, Names, Texts, mistake
from ivr.engine.seasonal import Day
from ivr.translation import said
from ivr.words import Format, Home, values_of


class MostSettings(FilePart):
    """How many rows callers may enter: so many together, or with the same values in the columns `per`."""

    rows: int = Field(ge=1, le=1_000_000)
    per: Names = ()


class ColumnSettings(FilePart):
    """A column of a table: a bare format, or its format and whether what it holds is for its own caller alone."""

    format: ColumnFormat
    private: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_format(cls, value: object) -> object:
        return {"format": value} if isinstance(value, str | list) else value


def _one_source(schema: dict[str, Any]) -> None:
    """A table has one source of its rows, and columns unless it is of cases."""
    schema["required"] = []
    schema["oneOf"] = [
        *(
            {"required": [*source, "columns"]}
            for source in (["file"], ["database", "query"], ["database", "statement"])
        ),
        {"required": ["rows", "columns"], "properties": {"rows": {"const": "filed"}}},
        {"required": ["rows"], "properties": {"rows": {"const": CASES}, "columns": False}},
    ]


class TableSettings(FilePart):
    """A table that enquiries look in, and where its rows come from."""

    model_config = ConfigDict(json_schema_extra=_one_source)

    columns: dict[ColumnName, ColumnSettings] = Field(min_length=1)
    file: str = ""
    database: str = ""
    query: str = ""
    statement: str = ""
    seconds: int = Field(default=2, ge=1, le=10)
    rows: Literal["", "filed", "cases"] = ""
    unique: Names = ()
    most: MostSettings | None = None
    as_of: str = ""

    @model_validator(mode="before")
    @classmethod
    def _has_the_columns_of_cases(cls, value: object) -> object:
        if not isinstance(value, Mapping) or value.get("rows") != CASES:
            return value
        if "columns" in value:
            message = said("the table of cases has columns of its own.")
            raise mistake("bad-table", message, hint=said("Leave `columns` out."), at=("columns",))
        return {**value, "columns": {**TOLD, **FOUND_BY}}

    @model_validator(mode="after")
    def _has_one_source(self) -> "TableSettings":
        if [bool(self.file), bool(self.database), bool(self.rows)].count(True) != 1:
            message = said(
                "a table has one source: a `file`, a `database`, "
                "what callers enter (`rows: filed`) or what they left (`rows: cases`)."
            )
            raise mistake("bad-table", message)
        if bool(self.database) != (bool(self.query) != bool(self.statement)):
            raise mistake("bad-table", said("a `database` and its `query`, or its `statement`, belong together."))
        if self.file and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv", self.file):
            message = said('"{given}" is not a CSV file beside the menu.', given=self.file)
            hint = said("Name a CSV file beside this menu, such as venues.csv.")
            raise mistake("bad-table", message, hint=hint, at=("file",))
        if self.query and (not re.match(r"(?i)\s*(select|with)\s", self.query) or ";" in self.query):
            raise mistake("bad-table", said("a query is one SELECT and nothing else."), at=("query",))
        if self.statement and (
            not re.match(r"(?i)\s*(insert|update|delete)\s", self.statement) or ";" in self.statement
        ):
            message = said("a statement is one INSERT, UPDATE or DELETE and nothing else.")
            raise mistake("bad-table", message, at=("statement",))
        self._is_filled_by_its_columns()
        self._is_as_of_a_day_or_moment()
        return self

    def _is_filled_by_its_columns(self) -> None:
        """What bounds a table that callers fill is about its columns, and every other table has no bounds."""
        bounds = (("unique", self.unique), ("most", self.most.per if self.most else ()))
        for setting, names in bounds:
            for name in names if self.filed else ():
                if name not in self.columns:
                    message = said('this table has no column "{column}".', column=name)
                    raise mistake("unknown-column", message, hint=said("Name it under `columns`."), at=(setting,))
        if not self.filed and (self.unique or self.most):
            raise mistake("bad-table", said("`unique` and `most` bound what callers enter: `rows: filed`."))
        of_every_row = OF_EVERY_ROW.keys() if self.filed else {ENTRY} if self.statement else frozenset()
        for name in sorted(of_every_row & self.columns.keys()):
            message = said('every row that callers enter has "{column}" already.', column=name)
            raise mistake("bad-table", message, hint=said("Give the column another name."), at=("columns", name))
        if self.filed and any(in_languages(each.format) for each in self.columns.values()):
            raise mistake("bad-table", said("what callers enter is in no language."), at=("columns",))

    def _is_as_of_a_day_or_moment(self) -> None:
        if self.as_of and self.as_of not in self.columns:
            message = said('this table has no column "{column}".', column=self.as_of)
            hint = did_you_mean(self.as_of, self.columns) or said("Name it under `columns`.")
            raise mistake("unknown-column", message, hint=hint, at=("as_of",))
        if self.as_of and self.columns[self.as_of].format not in ("date", "moment"):
            message = said('"{column}" does not say as of when a row is.', column=self.as_of)
            hint = said("Name a column of the format date or moment that is never empty.")
            raise mistake("bad-table", message, hint=hint, at=("as_of",))

    @property
    def takes(self) -> frozenset[str]:
        """The names in its query, or its statement, for which there must be values."""
        return taken_by(self.query or self.statement)

    def format_of(self, column: str) -> str:
        """The format of a column as it is written, empty for one that is not there."""
        return self.columns[column].format if column in self.columns else ""

    @property
    def formats(self) -> dict[str, Format]:
        """The format of each column."""
        return {column: column_format(each.format) for column, each in self.columns.items()}

    def shape(self, name: str, home: Home) -> TableShape:
        """The table as the engine knows it, under its full name; `home` is where its site is."""
        spread = frozenset(column for column, each in self.columns.items() if in_languages(each.format))
        private = frozenset(column for column, each in self.columns.items() if each.private)
        most, per = (self.most.rows, self.most.per) if self.most else (0, ())
        return TableShape(
            name,
            self.formats | dict(OF_EVERY_ROW if self.filed else {}),
            spread,
            self.file,
            self.database,
            self.query,
            self.seconds,
            home,
            private,
            filed=FiledShape(self.unique, most, per) if self.filed else None,
            statement=self.statement,
            cases=self.rows == CASES,
            as_of=self.as_of,
        )

    @property
    def filed(self) -> bool:
        """Whether the system keeps there what callers enter."""
        return self.rows == "filed"

    @property
    def filled(self) -> bool:
        """Whether callers enter something there."""
        return bool(self.filed or self.statement)

    @property
    def told(self) -> tuple[str, ...]:
        """The columns that texts may say."""
        return tuple(name for name in self.columns if self.rows != CASES or name in TOLD)

    def values_of(self, column: str) -> frozenset[str]:
        """All that a column can hold by which calls are decided; empty where it may be anything."""
        if self.rows == CASES:
            return frozenset(IN_WORDS.get(column, ()))
        return frozenset(values_of(self.formats[column])) if column in self.columns else frozenset()


class ReviewSettings(FilePart):
    """Who keeps one node true, and when it must be read again; what is not written is the department's."""

    owner: str = ""
    review: Day = ""


class TaskSettings(FilePart):
    """What callers should be able to do within so many seconds of the greeting, in every language."""

    within: int = Field(ge=1, le=600)


class MenuFile(FilePart):
    """All of a `menu.yaml`; the nodes are read by their kinds."""

    version: Version
    title: Texts
    owner: str
    review: Day
    reviews: dict[str, ReviewSettings] = Field(default={})
    tasks: dict[str, TaskSettings] = Field(default={})
    start: str
    tables: dict[Name, TableSettings] = Field(default={})
    days: dict[Name, DaySettings] = Field(default={})
    fields: dict[Name, Texts] = Field(default={})
    accepted: Accepted = Field(default={})
    nodes: dict[NodeName, object] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _knows_its_cases(cls, value: object) -> object:
        """Where a node looks in `cases`, and no table of its own is called so, they are the department's."""
        nodes, tables = (
            (value.get(part) for part in ("nodes", "tables")) if isinstance(value, Mapping) else (None, None)
        )
        asked = isinstance(nodes, Mapping) and any(
            isinstance(node, Mapping) and node.get("from") == CASES for node in nodes.values()
        )
        if not asked or not isinstance(value, Mapping) or not isinstance(tables or {}, Mapping):
            return value
        return {**value, "tables": {CASES: {"rows": CASES}, **(tables or {})}}
