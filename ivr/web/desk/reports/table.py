"""A table of a report, the same on the page and in its file: figures, each perhaps a link to the list of just that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext

from ivr.reports.rates import Rate
from ivr.web.desk.frame.exporting import Cell, Row
from ivr.web.desk.reports.words import REASONS

STEPS = 5  # shades of a coloured cell, besides none
PLACES = 1  # decimals of a share or a mean


@dataclass(frozen=True)
class Figure:
    """One cell. `address` is of the list of just what it counts, empty for none; `step` how dark it is, 0 for not.

    A `signed` number is told with its plus or minus. `words` are what the page tells instead, where it tells more.
    """

    value: Cell
    address: str = ""
    step: int = 0
    signed: bool = False
    words: str = ""

    @property
    def shown(self) -> str:
        """As the page tells it."""
        if self.words:
            return self.words
        if self.value is None:
            return "–"
        if isinstance(self.value, float | int):
            form = f"{'+' if self.signed and self.value else ''},{'.1f' if isinstance(self.value, float) else 'd'}"
            return format(self.value, form).replace("-", "−")
        return str(self.value)


@dataclass(frozen=True)
class Table:
    """`name` is its part of an address, `title` its caption. The first of each row is what the row is about.

    `words` are the columns of words, the others being of numbers. `chart` is how the column `drawn` is drawn: bars,
    rows (bars from the left), most (only the first few, as rows), or empty for not at all. The last row of a table
    that is `summed` is the sum. `note` explains headings that do not explain themselves.
    """

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Figure]]
    chart: str = ""
    drawn: int = 1
    words: Sequence[int] = (0,)
    summed: bool = False
    note: str = ""

    @property
    def numeric(self) -> tuple[int, ...]:
        """The columns of numbers."""
        return tuple(number for number in range(len(self.headings)) if number not in self.words)

    def plain(self) -> Iterator[Row]:
        """The rows of its file."""
        yield from ([each.value for each in row] for row in self.rows)


@dataclass(frozen=True)
class Section:
    """Tables under one heading; `words` say what is counted."""

    name: str
    title: str
    words: str
    tables: Sequence[Table]


def link(page: str, asked: Mapping[str, str]) -> str:
    """The address of a page that is asked something. By hand: a report has many, and `url_for` takes its time."""
    return f"{page}?{urlencode(asked)}"


def number(value: float | None) -> float | None:
    """With the decimals that are told."""
    return None if value is None else round(float(value), PLACES) + 0.0  # and never less than nothing by nothing


def percent(share: float | None) -> float | None:
    """A share as it is told."""
    return None if share is None else number(share * 100)


def share(part: int, whole: int) -> float | None:
    """A part of a whole as it is told, None of nothing."""
    return percent(part / whole if whole else None)


def step_of(value: float | None, most: float) -> int:
    """How dark a cell is among cells of which `most` is the darkest."""
    if not value or not most:
        return 0
    return min(STEPS, 1 + int(STEPS * value / most * 0.999))


def rate_headings(about: str) -> list[str]:
    """Those of a table of rates."""
    return [about, gettext("Hits"), gettext("Of"), gettext("Share (%)"), gettext("Left out"), gettext("Strict (%)")]


RATE_WORDS = (0, 4)


def rate_note() -> str:
    """What the headings of a table of rates mean."""
    return str(
        gettext(
            "Hits: how many it is true of. Of: how many can be judged. Left out: how many cannot, and why. "
            "Strict: the share if all that is left out counted as missed."
        )
    )


def rate_row(words: str, rate: Rate, address: str = "") -> tuple[Figure, ...]:
    """A rate with what it counts, what it leaves out and why, and the strict figure."""
    return (
        Figure(words),
        Figure(rate.hits, address),
        Figure(rate.counted),
        Figure(percent(rate.value)),
        Figure(left_out(rate)),
        Figure(percent(rate.strict)),
    )


def left_out(rate: Rate) -> str:
    """What a rate does not count, in words."""
    told = [f"{count:,} {REASONS.get(why, why)}" for why, count in rate.excluded]
    return gettext("; ").join(told) or str(gettext("nothing"))
