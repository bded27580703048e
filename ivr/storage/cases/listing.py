"""The list of cases that a supervisor sees, and one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select, true

from ivr.storage.cases.given import given_from_text
from ivr.storage.cases.history import Key
from ivr.storage.cases.order import CasePlace, Order, comes_after, in_order, next_due
from ivr.storage.cases.tables import cases, history
from ivr.storage.database.transactions import Database
from ivr.storage.messages.transcripts import says_in_transcript

NO_CAUSE = "none found"  # the cause of a case for which officers looked and found none


@dataclass(frozen=True)
class Case:
    """A case as it stands. `recording_status` is the carrier's word: completed, absent, failed, or nothing yet.

    `came_from` is call or message; `outcome`, `cause` and `remedy` are what officers wrote. `given` are the fields that
    came with it; an `anonymous` caller wished to stay unknown.

    `version` is what `CaseWork` wants to be told. The due dates are empty for cases from before they were kept.
    """

    reference: str
    kind: str
    department: str
    hotline: str
    call_sid: str
    turn: int
    opened_at: datetime
    recording: str
    url: str
    seconds: int
    call_back: str
    recording_status: str
    state: str
    came_from: str
    acknowledge_due: datetime | None
    reply_due: datetime | None
    version: int
    owner: str
    acknowledged_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    outcome: str
    cause: str
    remedy: str
    given: Mapping[str, str]
    anonymous: bool

    @property
    def key(self) -> Key:
        """Which case this is, for `CaseWork`."""
        return Key(self.call_sid, self.turn)

    @property
    def next_due(self) -> datetime | None:
        """When something must be done next for the caller; None when nothing must."""
        if self.state != "open":
            return None
        if self.acknowledged_at is None:
            return self.acknowledge_due
        return self.reply_due if self.replied_at is None else None

    @property
    def may_close(self) -> bool:
        """Whether what closing needs is written: of a complaint what came of it, why it happened, and the remedy."""
        settled = self.outcome and self.cause and (self.remedy or self.cause == NO_CAUSE)
        return self.kind != "complaint" or bool(settled)

    def place(self, order: Order) -> CasePlace:
        """Where it stands in a list of that order."""
        value = {"due": self.next_due, "newest": None, "oldest": None}.get(order, getattr(self, order, ""))
        return CasePlace(value, self.opened_at, *self.key)


@dataclass(frozen=True)
class CaseFilters:
    """What to list; empty means any. `departments` is what the person asking may see, None for everything.

    `owner` "-" means nobody, `cause` "-" none written yet. `due_before`: open and to be acknowledged or replied to
    before then; `due_from`: then or later. `text` is looked for in what officers wrote, and in the transcripts of the
    departments that are `read_in` (None: of all). `after` is the place of the last case of the page before.
    """

    kind: str = ""
    department: str = ""
    state: str = ""
    owner: str = ""
    reference: str = ""
    cause: str = ""
    text: str = ""
    read_in: frozenset[str] | None = frozenset()
    hotline: str = ""
    since: datetime | None = None
    until: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    departments: frozenset[str] | None = None
    order: Order = "newest"
    after: CasePlace | None = None
    limit: int = 50


def list_desk_cases(database: Database, filters: CaseFilters) -> tuple[Case, ...]:
    """A page of cases, in the order of the filters. Raises StorageAway."""
    query = select(cases).where(*_conditions(filters)).order_by(*in_order(filters.order)).limit(filters.limit)
    with database.caught_up() as connection:
        return tuple(_case(row) for row in connection.execute(query).mappings())


def count_desk_cases(database: Database, filters: CaseFilters) -> int:
    """How many cases there are. Raises StorageAway."""
    with database.caught_up() as connection:
        query = select(func.count()).select_from(cases).where(*_conditions(filters))
        return int(connection.execute(query).scalar_one())


def count_cases_by_kind(database: Database, filters: CaseFilters) -> dict[str, int]:
    """How many cases there are of each kind. Raises StorageAway."""
    query = select(cases.c.kind, func.count()).where(*_conditions(filters)).group_by(cases.c.kind)
    with database.caught_up() as connection:
        return {kind: int(count) for kind, count in connection.execute(query)}


def find_cases(database: Database, reference: str) -> tuple[Case, ...]:
    """The case of that reference; in the rare event that two were given the same, both. Raises StorageAway."""
    return list_desk_cases(database, CaseFilters(reference=reference))


def cases_of_call(database: Database, sid: str) -> tuple[Case, ...]:
    """The cases that came of a call. Raises StorageAway."""
    with database.caught_up() as connection:
        found = connection.execute(select(cases).where(cases.c.call_sid == sid).order_by(cases.c.turn))
        return tuple(_case(row) for row in found.mappings())


def _conditions(filters: CaseFilters) -> Iterator[ColumnElement[bool]]:
    for name in ("kind", "department", "state", "reference", "hotline"):
        if value := getattr(filters, name):
            yield cases.c[name] == value
    if filters.departments is not None:
        yield cases.c.department.in_(sorted(filters.departments))
    if filters.owner:
        yield cases.c.owner == ("" if filters.owner == "-" else filters.owner)
    if filters.cause:
        yield cases.c.cause == ("" if filters.cause == "-" else filters.cause)
    if filters.text:
        yield or_(_says(filters.text), _reads(filters))
    yield from _of_time(filters)


def _of_time(filters: CaseFilters) -> Iterator[ColumnElement[bool]]:
    if filters.since:
        yield cases.c.opened_at >= filters.since
    if filters.until:
        yield cases.c.opened_at < filters.until
    if filters.due_from:
        yield next_due() >= filters.due_from
    if filters.due_before:
        yield next_due() < filters.due_before
    if filters.after:
        yield comes_after(filters.order, filters.after)


def _says(text: str) -> ColumnElement[bool]:
    written = select(1).where(
        history.c.subject == "case",
        history.c.call_sid == cases.c.call_sid,
        history.c.turn == cases.c.turn,
        history.c.details.icontains(text, autoescape=True),
    )
    return written.exists()


def _reads(filters: CaseFilters) -> ColumnElement[bool]:
    mine = true() if filters.read_in is None else cases.c.department.in_(sorted(filters.read_in))
    return and_(mine, says_in_transcript(cases.c.recording, filters.text))


def _case(row: RowMapping) -> Case:
    return Case(**{each.name: row[each.name] for each in fields(Case)} | {"given": given_from_text(row["given"])})
