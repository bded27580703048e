"""What the pages of menus ask of the rooms beside them: comparing, publishing, deciding. Filled in `ivr.app`."""

from dataclasses import dataclass
from typing import Literal, Protocol

from ivr.authoring.checking.loading import Checked
from ivr.authoring.differing import Change
from ivr.authoring.walking.times import Reach
from ivr.engine.edition import Edition

Outcome = Literal["published", "proposed", "served already", "approved", "withdrawn", "cancelled"]


@dataclass(frozen=True)
class Done:
    """What became of a wish, and the edition it is about."""

    outcome: Outcome
    edition: str


class MenuWork(Protocol):
    """Everything here may raise StorageAway; what changes something raises PublishingRefused with the reason.

    `author` is the e-mail of whoever does it; the rules are those of the command line.
    """

    def compare(self, old: Edition, new: Edition) -> tuple[Change, ...]:
        """What callers of `new` notice who knew `old`."""
        ...

    def times(self, edition: Edition) -> tuple[Reach, ...]:
        """The quickest way to every node that answers."""
        ...

    def publish(self, checked: Checked, base: str, author: str, note: str) -> Done:
        """Publish (or propose) files in which nothing is wrong, if `base` is still served. Raises TableRefused too."""
        ...

    def files_aside(self) -> tuple[str, ...]:
        """The menus and phrases that differ between the site's folder on this machine and what is served."""
        ...

    def approve(self, edition: str, author: str) -> Done:
        """Publish what another person proposed."""
        ...

    def withdraw(self, edition: str, author: str) -> Done:
        """Take a proposal back."""
        ...

    def roll_back(self, edition: str, author: str, note: str) -> Done:
        """Serve an earlier edition again. Raises EditionMissing."""
        ...

    def cancel(self, edition: str, author: str) -> Done:
        """Take a scheduled edition out, or end one that has an end. Raises EditionMissing."""
        ...
