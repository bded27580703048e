"""Callers who ring the same hotline again within seven days: what the first call did not settle."""

import hashlib
import hmac
from dataclasses import dataclass

from ivr.reports.rates import Rate, rate
from ivr.storage.database.transactions import Database
from ivr.storage.figures.reading import FigureChoice
from ivr.storage.figures.repeats import DAYS, read_repeats
from ivr.storage.figures.rollups import mark_near_the_end

SHOWN = 16  # characters of a caller's key
MOST_CALLERS = 10


@dataclass(frozen=True)
class Repeats:
    """`rate` is of the calls whose number was shown. `often` is who rang most: a key, no number, and calls."""

    rate: Rate
    days: int
    often: tuple[tuple[str, int], ...]


def repeats(database: Database, choice: FigureChoice, key: bytes, most: int = MOST_CALLERS) -> Repeats:
    """Repeat calls; callers are told apart by a hash with the secret `key`."""
    with database.snapshot() as connection:
        found = read_repeats(connection, choice, mark_near_the_end(connection), most)
    counts = found.counts
    withheld = (("number withheld", counts.withheld),)
    share = rate(f"rang again within {DAYS} days", counts.repeated, counts.shown, withheld)
    return Repeats(share, DAYS, tuple((caller_key(number, key), calls) for number, calls in found.often))


def caller_key(number: str, key: bytes) -> str:
    """What stands for a caller where the number is not to be seen."""
    return hmac.digest(key, number.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()[:SHOWN]
