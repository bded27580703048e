"""Ratings as they stand, one a caller and place."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from ivr.storage.calls.tables import calls
from ivr.storage.database.transactions import Database
from ivr.storage.ratings.tables import ratings

RatingState = Literal["complete", "partial", "not answered"]


@dataclass(frozen=True)
class Rating:
    """That a caller was asked at a node: what was answered, by question, and whether that is `complete`.

    `edition` is the hash of the one in which the caller was asked, empty once the call is no longer on record.
    """

    call_sid: str
    node: str
    department: str
    hotline: str
    language: str
    offered_at: datetime
    answers: Mapping[str, str]
    complete: bool
    edition: str = ""

    @property
    def state(self) -> RatingState:
        """Whether every question was answered, some, or none."""
        if self.complete:
            return "complete"
        return "partial" if self.answers else "not answered"


@dataclass(frozen=True)
class RatingFilters:
    """What to list; None means any. From `since` on, before `until`; at most `limit`, the latest first."""

    since: datetime | None = None
    until: datetime | None = None
    hotlines: frozenset[str] | None = None
    departments: frozenset[str] | None = None
    limit: int | None = None


def list_ratings(database: Database, filters: RatingFilters) -> tuple[Rating, ...]:
    """Those that the filters choose. Raises StorageAway."""
    query = _asked().where(*_conditions(filters)).order_by(ratings.c.offered_at.desc(), ratings.c.id.desc())
    with database.caught_up() as connection:
        rows = connection.execute(query.limit(filters.limit) if filters.limit else query).mappings()
        return tuple(map(_rating, rows))


def ratings_of_call(database: Database, sid: str) -> tuple[Rating, ...]:
    """What its caller was asked in a call, in order. Raises StorageAway."""
    with database.caught_up() as connection:
        rows = connection.execute(_asked().where(ratings.c.call_sid == sid).order_by(ratings.c.id)).mappings()
        return tuple(map(_rating, rows))


def _asked() -> Select[Any]:
    edition = func.coalesce(calls.c.edition, "").label("edition")
    return select(ratings, edition).join_from(ratings, calls, calls.c.sid == ratings.c.call_sid, isouter=True)


def _rating(row: RowMapping) -> Rating:
    given = {field.name: row[field.name] for field in fields(Rating)}
    return Rating(**given | {"answers": json.loads(row["answers"])})


def _conditions(filters: RatingFilters) -> Iterator[ColumnElement[bool]]:
    if filters.since:
        yield ratings.c.offered_at >= filters.since
    if filters.until:
        yield ratings.c.offered_at < filters.until
    if filters.hotlines is not None:
        yield ratings.c.hotline.in_(sorted(filters.hotlines))
    if filters.departments is not None:
        yield ratings.c.department.in_(sorted(filters.departments))
