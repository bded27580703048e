"""Measures what the desk's pages cost on a year of calls, over HTTP to the first byte, and prints it as a table.

Not part of `make bench`: it fills some fifteen gigabytes. Run `python -m bench.desk --help`.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from sqlalchemy import text

from bench.desk_filling import fill, fill_repeats
from bench.desk_pages import Page, pages
from bench.desk_plans import print_plans
from bench.desk_serving import Taken, Year, year
from bench.desk_site import write_site
from ivr.app.application import bare_app
from ivr.authoring.checking.loading import load_site
from ivr.storage.database.schema import upgrade
from ivr.storage.database.transactions import open_database

ROUNDS = 20
WARM_UP = 4  # so that every worker has made each page once


def main() -> None:
    """Fill, measure or explain, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="an empty database, or one filled before: sqlite:///… or postgresql+psycopg://…")
    parser.add_argument("--fill", type=int, metavar="CALLS", help="put so many calls into it first")
    parser.add_argument("--plans", action="store_true", help="print query plans instead of times")
    parser.add_argument("--only", default="", metavar="NAME", help="only the pages whose names begin so")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        if given.fill:
            fill_database(given.url, given.fill, folder)
        elif given.plans:
            print_plans(given.url, folder, given.only)
        else:
            measure(given.url, folder, given.only)


def fill_database(url: str, count: int, site: Path) -> None:
    """Make the tables and put so many calls to the site into them."""
    write_site(site)
    database = open_database(url, 600, lock_folder=site)
    upgrade(database)
    fill(database, count, load_site(site).hash)
    fill_repeats(database)
    if database.kind == "postgresql":  # which does so by itself in time; nothing does it on SQLite
        with database.writing() as connection:
            connection.execute(text("ANALYZE"))


def measure(url: str, folder: Path, wanted: str) -> None:
    """Print what each page took to its first byte."""
    print("| page | who | median ms | p95 ms | first ms | KiB | |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with year(url, folder) as desk:
        for page in pages(desk.installation.database, bare_app(desk.installation)):
            if page.name.startswith(wanted):
                print(row(page, desk), flush=True)


def row(page: Page, desk: Year) -> str:
    """What a page took, as a line of the table; marked where it is over its budget, and where it was no page."""
    first = [desk.ask(page.who, page.path) for _ in range(WARM_UP)]
    taken = [desk.ask(page.who, page.path) for _ in range(ROUNDS)]
    times = sorted(each.first for each in taken)
    p95 = times[round(ROUNDS * 0.95) - 1]
    marks = [str(taken[0].status)] * (taken[0].status != 200) + ["OVER"] * (p95 > page.budget)
    figures = (f"{seconds * 1000:.0f}" for seconds in (statistics.median(times), p95, slowest(first)))
    return f"| {page.name} | {page.who} | {' | '.join(figures)} | {taken[0].size / 1024:.0f} | {' '.join(marks)} |"


def slowest(taken: list[Taken]) -> float:
    """The longest time to a first byte."""
    return max(each.first for each in taken)


if __name__ == "__main__":
    main()
