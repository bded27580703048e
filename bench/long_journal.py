"""Whether a turn costs more when the journal is long: a hotline on a year of calls beside one on an empty database.

Not part of `make bench`: it fills some ten gigabytes. Run `python -m bench.long_journal --help`. Both hotlines
run side by side and are loaded in turn; the figures of the one on the year are divided by the other's in each round.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import make_url

from bench.contestants import LAST, Contestant, hotline, new_database
from bench.long_filling import fill_long
from bench.webhooks import REQUESTS, ROUNDS, WARM_UP, Figures, check_record, measure, share


def main() -> None:
    """Fill if that is asked for, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "url", help="the year's database, sqlite:///… or postgresql+psycopg://…; a new one is made beside"
    )
    parser.add_argument("--fill", type=int, metavar="CALLS", help="put so many calls of ten entries into it first")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        if given.fill:
            (folder / "site").mkdir()
            fill_long(given.url, given.fill, folder / "site")
        with both(given.url, folder) as (empty, year):
            entries = year.ask(LAST)
            for contestant in (empty, year):
                measure(contestant, WARM_UP)
            rounds = [(measure(empty, REQUESTS), measure(year, REQUESTS)) for _ in range(ROUNDS)]
            for contestant in (empty, year):
                check_record(contestant, WARM_UP + ROUNDS * REQUESTS)
        print(table(entries, rounds))


@contextmanager
def both(url: str, folder: Path) -> Iterator[tuple[Contestant, Contestant]]:
    """A hotline on a database like the year's that is made here, and one on the year's."""
    with ExitStack() as stack:
        empty = stack.enter_context(hotline("empty", _beside(url, folder), folder / "state"))
        yield empty, stack.enter_context(hotline("year", url, folder / "state2"))


def _beside(url: str, folder: Path) -> str:
    if make_url(url).get_backend_name() == "sqlite":
        return f"sqlite:///{folder / 'empty.db'}"
    return new_database(url, f"empty_{folder.name}".lower())


def table(entries: int, rounds: Sequence[tuple[Figures, Figures]]) -> str:
    """What a turn on a journal of so many entries costs, by what it costs on an empty one."""
    speed = median(year.requests_a_second / empty.requests_a_second for empty, year in rounds)
    cost = median(year.cpu_microseconds / empty.cpu_microseconds for empty, year in rounds)
    half, most = (median(share(year, part) / share(empty, part) for empty, year in rounds) for part in (0.5, 0.99))
    return (
        "| × on an empty journal | requests/s | CPU a request | time to the answer, half within | 99 % within |\n"
        "| --- | --- | --- | --- | --- |\n"
        f"| on one of {entries:,} entries | {speed:.2f} | {cost:.2f} | {half:.2f} | {most:.2f} |"
    )


if __name__ == "__main__":
    main()
