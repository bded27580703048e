"""What became of pledges, kept as it was counted last: pages, callers and alerts read it and count nothing."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, select

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.transactions import Database
from ivr.storage.figures.tables import pledge_results


class KeptResult(NamedTuple):
    """What came of a pledge over some days, as of a moment; `left_out` is why, and how many.

    `complete` tells whether all that had happened by then was counted.
    """

    department: str
    year: int
    pledge: str
    first: date
    last: date
    hits: int
    counted: int
    left_out: tuple[tuple[str, int], ...]
    complete: bool
    as_of: datetime


def keep_results(database: Database, results: Iterable[KeptResult]) -> int:
    """Keep them in the place of those kept before; how many. Raises StorageAway."""
    rows = [{**each._asdict(), "left_out": json.dumps(each.left_out)} for each in results]
    if rows:
        with database.writing() as connection:
            insert = INSERTS[connection.dialect.name](pledge_results)
            keys = [column.name for column in pledge_results.primary_key]
            new = {name: insert.excluded[name] for name in rows[0] if name not in keys}
            connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=new), rows)
    return len(rows)


def kept_results(database: Database, department: str, year: int) -> tuple[KeptResult, ...]:
    """Those of a department and a year, in the order of their days. Raises StorageAway."""
    c = pledge_results.c
    mine = select(pledge_results).where(c.department == department, c.year == year)
    with database.reading() as connection:
        found = connection.execute(mine.order_by(c.first, c.last, c.pledge)).mappings()
        return tuple(_result(row) for row in found)


def _result(row: RowMapping) -> KeptResult:
    told: dict[str, Any] = dict(row)
    told["left_out"] = tuple((str(why), int(count)) for why, count in json.loads(row["left_out"]))
    return KeptResult(**told)
