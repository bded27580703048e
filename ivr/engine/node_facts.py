"""What a node tells of itself to those who must know before a call: what it decides by, looks up, files and asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from ivr.engine.grammar import Path
from ivr.engine.ports import Bound, Order


class Whispered(NamedTuple):
    """A `setting` by which an officer hears something before the caller is put through; `asked`: and presses a key."""

    setting: str
    asked: bool = False


@dataclass(frozen=True)
class Decision:
    """A way chosen unasked: by the field `on` (or `language`, or `hotline`), in the `cases` that are told apart.

    Of an enquiry `on` is a column. Where `empty` is told apart too, that is a case of its own.
    """

    on: str
    cases: frozenset[str]
    empty: bool = False

    @property
    def told_apart(self) -> frozenset[str]:
        """The values that lead different ways; all others lead one way together."""
        return self.cases | {""} if self.empty else self.cases


@dataclass(frozen=True)
class Enquiry:
    """A look-up in `table` (full name), for the rows whose columns equal the fields that `match` names.

    Besides, `bounds` hold for them; of those that are left only the first by `first_of` is found, where that is given.
    `on_none` is where the call goes on after nothing was found, empty where it stays. The texts at the settings `rows`
    have columns of a row in their places, those at the settings `counts` how many rows there are: `{count}`. Of a row
    found, the columns in `keeps` become fields (the columns by field), and `decides` tells how the call goes on by one.
    Too many wrong tries at the field `locked_by` lock it, empty where it has no lock of its own. Rows told `in_pages`
    are looked up anew for each; `chosen` are those of `keeps` that are kept of a row which the caller chose. The texts
    at `rows` may say as of when they are, and those at the settings `dated` as of when the whole table is: `{as_of}`.
    Rows may be told as they are while they are no older than `fresh_for`, of any age where that is None; the texts at
    `told_of_age` say that they are older. Where it `waits`, callers are asked to hold before it is looked up, with all
    that was kept of a row before.
    """

    table: str
    match: Mapping[str, str]
    on_none: str = ""
    rows: tuple[Path, ...] = ()
    counts: tuple[Path, ...] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    decides: Decision | None = None
    locked_by: str = ""
    bounds: tuple[Bound, ...] = ()
    first_of: Order | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    in_pages: bool = False
    dated: tuple[Path, ...] = ()
    waits: bool = False
    fresh_for: timedelta | None = None
    told_of_age: tuple[Path, ...] = ()

    @property
    def fields_read(self) -> frozenset[str]:
        """The fields that a row is looked for by, by short name."""
        return frozenset((*self.match.values(), *(bound.wanted for bound in self.bounds)))


@dataclass(frozen=True)
class Filed:
    """A row that is filed into `table` (full name): the fields by column.

    The texts at the settings `numbers` have the row's number in their places: `{entry}`.
    """

    table: str
    values: Mapping[str, str]
    numbers: tuple[Path, ...] = ()


@dataclass(frozen=True)
class RatedQuestion:
    """A question about the call: whether its answers lie on a `scale`, of which there is a mean.

    Else the `labels` of its keys, if any; each is a text by language.
    """

    scale: bool = False
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
