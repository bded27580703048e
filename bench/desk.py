"""Measures what the desk's pages ask of a database that holds a year of calls, and prints it as a table.

Not part of `make bench`: it fills several gigabytes. Run `python -m bench.desk --help`.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, text
from sqlalchemy.dialects import postgresql, sqlite

from bench.desk_calls import FIRST
from bench.desk_filling import fill, fill_repeats
from ivr.reports.month import report
from ivr.reports.nodes import node_uses
from ivr.reports.one_call import tell_call
from ivr.reports.today import today
from ivr.reports.volume import volume
from ivr.storage.database import Database, open_database
from ivr.storage.desk_calls import CallFilters, Scope, list_desk_calls
from ivr.storage.desk_conditions import page_of, sources
from ivr.storage.figures import Choice
from ivr.storage.schema import upgrade

ROUNDS = 15
MONTH = Choice(date(2026, 6, 1), date(2026, 6, 30))
NOW = FIRST + timedelta(days=364, hours=12)


def filters(database: Database) -> dict[str, CallFilters]:
    """Every single filter, common and rare values."""
    some = list_desk_calls(database, CallFilters(since=FIRST, until=FIRST + timedelta(days=90), limit=1))[0]
    gave_up = list_desk_calls(database, CallFilters(outcome="nothing", limit=1))[0].last_node
    june = FIRST + timedelta(days=151)
    return {
        "none": CallFilters(),
        "none, page after June": CallFilters(after=(june, "CA")),
        "hotline": CallFilters(hotline="dept07"),
        "a day in June": CallFilters(since=june, until=june + timedelta(days=1)),
        "language, 5 % of calls": CallFilters(language="en"),
        "outcome, common": CallFilters(outcome="answered"),
        "outcome, 0.05 %": CallFilters(outcome="case"),
        "outcome, none": CallFilters(outcome="refused"),
        "node reached, common": CallFilters(node="dept03/main"),
        "node reached, rare": CallFilters(node="dept03/node45"),
        "gave up at": CallFilters(gave_up_at=gave_up),
        "number": CallFilters(number=some.caller),
        "last four digits": CallFilters(number=some.caller[-4:]),
        "topic, 20 nodes": CallFilters(topic="dept05/node0"),
        "topic, a department": CallFilters(topic="dept05"),
        "at least 60 s": CallFilters(shortest=60),
        "at least 330 s": CallFilters(shortest=330),
        "one department's": CallFilters(scope=Scope(frozenset({"dept09"}), frozenset({"dept09"}))),
        "three departments'": CallFilters(scope=Scope(frozenset({"dept01", "dept02", "dept11"}))),
        "a department's, outcome": CallFilters(outcome="case", scope=Scope(frozenset({"dept00"}))),
        "on the line": CallFilters(on_the_line=True, since=NOW - timedelta(hours=4)),
    }


def measures(database: Database) -> dict[str, Callable[[], Any]]:
    """All that is measured, by name."""
    listed: dict[str, Callable[[], Any]] = {
        f"calls: {name}": lambda wanted=wanted: list_desk_calls(database, wanted)
        for name, wanted in filters(database).items()
    }
    sid = list_desk_calls(database, CallFilters(hotline="dept07", limit=1))[0].sid
    own = frozenset({"dept07"})
    return listed | {
        "one call": lambda: tell_call(database, sid),
        "today": lambda: today(database, NOW),
        "tree of a department, 30 days": lambda: node_uses(database, Choice(MONTH.first, MONTH.last, None, own)),
        "volume of a month": lambda: volume(database, MONTH),
        "month's report, one hotline": lambda: report(database, Choice(MONTH.first, MONTH.last, own, own), b"key"),
        "month's report, all": lambda: report(database, MONTH, b"key"),
    }


def measure(database: Database) -> None:
    """Print the median and the slowest of some rounds of each, in milliseconds."""
    for name, ask in measures(database).items():
        ask()
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            ask()
            times.append((time.perf_counter() - began) * 1000)
        print(f"| {name} | {statistics.median(times):.1f} | {max(times):.1f} |", flush=True)


def plans(database: Database) -> None:
    """Print how the database finds each list."""
    dialect = sqlite.dialect() if database.kind == "sqlite" else postgresql.dialect()
    for name, wanted in filters(database).items():
        with database.reading() as connection:
            query = page_of(wanted, sources(connection, wanted))
            print(f"\n-- {name}")
            for row in connection.execute(text(_explained(query, database.kind, dialect))):
                print(row[-1])


def _explained(query: Select[Any], kind: str, dialect: Any) -> str:
    statement = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")
    return ("EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF) ") + statement.replace(
        ":", r"\:"
    )


def main() -> None:
    """Fill, measure or explain, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="an empty database, or one filled before: sqlite:///… or postgresql+psycopg://…")
    parser.add_argument("--fill", type=int, metavar="CALLS", help="put so many calls into it first")
    parser.add_argument("--plans", action="store_true", help="print query plans instead of times")
    given = parser.parse_args()
    database = open_database(given.url, 600, lock_folder=Path("/tmp"))  # noqa: S108 (nobody else writes to it)
    if given.fill:
        upgrade(database)
        fill(database, given.fill)
        fill_repeats(database)
        with database.writing() as connection:
            connection.execute(text("ANALYZE"))
    plans(database) if given.plans else measure(database)


if __name__ == "__main__":
    main()
