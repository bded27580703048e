"""An edition as a key of what is remembered of it."""

from dataclasses import dataclass, field

from ivr.engine.edition import Edition

REMEMBERED = 16  # editions of which something is kept in memory


@dataclass(frozen=True)
class KnownEdition:
    """An edition known again by its hash alone: what was made of it once can be kept, for it never changes."""

    hash: str
    edition: Edition = field(compare=False)


def known(edition: Edition) -> KnownEdition:
    """The edition as a key."""
    return KnownEdition(edition.hash, edition)
