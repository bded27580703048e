"""A rate that shows its denominator: what it counts, what it leaves out and why, and the strict figure beside it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`value` is `hits` of `counted` (0 to 1, None when nothing was counted).

    `excluded` is what is not counted and why. `strict` is the rate with all of that counted, as if missed.
    """

    name: str
    value: float | None
    hits: int
    counted: int
    excluded: tuple[tuple[str, int], ...]
    strict: float | None


def rate(name: str, hits: int, counted: int, excluded: Iterable[tuple[str, int]] = ()) -> Rate:
    """The rate of `hits` among `counted`; reasons that exclude nothing are dropped."""
    left_out = tuple((why, count) for why, count in excluded if count)
    return Rate(
        name, _share(hits, counted), hits, counted, left_out, _share(hits, counted + sum(n for _, n in left_out))
    )


def _share(hits: int, counted: int) -> float | None:
    return hits / counted if counted else None
