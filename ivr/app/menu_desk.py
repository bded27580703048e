"""What the desk does with editions, wired: compared and timed once, published and decided by the rules of the jobs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ivr.app.installation import Installation
from ivr.authoring.checking.loading import Checked
from ivr.authoring.differing import Change
from ivr.authoring.site.files import differing_from, unbundle
from ivr.authoring.walking.times import Reach, times_to_answer
from ivr.engine.edition import Edition, TableShape
from ivr.publishing.comparing import compare
from ivr.publishing.deciding import approve, cancel, roll_back, withdraw
from ivr.publishing.publish import Wish, publish_checked, served_edition
from ivr.storage.tables.importing import load_site_tables, matched_columns
from ivr.web.desk.frame.known_edition import REMEMBERED, KnownEdition, known
from ivr.web.desk.menus.ports import Done


@lru_cache(REMEMBERED)
def _times(edition: KnownEdition) -> tuple[Reach, ...]:
    return times_to_answer(edition.edition)


@lru_cache(REMEMBERED)
def _changes(old: KnownEdition, new: KnownEdition) -> tuple[Change, ...]:
    return compare(old.edition, new.edition)


@dataclass(frozen=True)
class MenuDesk:
    """The work of `ivr.web.desk.menus.ports.MenuWork` on one installation."""

    installation: Installation

    def compare(self, old: Edition, new: Edition) -> tuple[Change, ...]:
        """What callers of `new` notice who knew `old`."""
        return _changes(known(old), known(new))

    def times(self, edition: Edition) -> tuple[Reach, ...]:
        """The quickest way to every node that answers."""
        return _times(known(edition))

    def publish(self, checked: Checked, base: str, author: str, note: str) -> Done:
        """Publish or propose the files; only tables that are new or changed in shape are loaded, from the site."""
        parts = self.installation
        done = publish_checked(
            checked, parts.settings.site, parts.shelf, parts.publishing_lock, self._load, Wish(author, note), base
        )
        name = checked.edition.hash if checked.edition else ""
        return Done("proposed" if done.proposal else "published" if done.changed else "served already", name)

    def approve(self, edition: str, author: str) -> Done:
        """Publish what another person proposed."""
        approved = approve(self.installation.shelf, edition, author)
        return Done("approved", approved.edition)

    def withdraw(self, edition: str, author: str) -> Done:
        """Take a proposal back."""
        return Done("withdrawn", withdraw(self.installation.shelf, edition, author).edition)

    def roll_back(self, edition: str, author: str, note: str) -> Done:
        """Serve an earlier edition again, or propose to."""
        back = roll_back(self.installation.shelf, edition, author, note)
        return Done("proposed" if back.proposal else "published", back.edition)

    def cancel(self, edition: str, author: str) -> Done:
        """Take a scheduled edition out."""
        return Done("cancelled", cancel(self.installation.shelf, edition, author).edition)

    def files_aside(self) -> tuple[str, ...]:
        """The menus and phrases that differ between the site's folder on this machine and what is served."""
        served = unbundle(self.installation.shelf.bundle(self.installation.shelf.current().hash))
        return differing_from(self.installation.settings.site, served)

    def _load(self, edition: Edition, site: Path) -> tuple[str, ...]:
        changed = _changed_tables(served_edition(self.installation.shelf), edition)
        return load_site_tables(self.installation.database, replace(edition, tables=changed), site) if changed else ()


def _changed_tables(served: Edition | None, edition: Edition) -> Mapping[str, TableShape]:
    """The tables that are new, of another shape, or looked up by other columns than in what is served."""
    if served is None:
        return edition.tables
    return {
        name: shape
        for name, shape in edition.tables.items()
        if served.tables.get(name) != shape or matched_columns(served, name) != matched_columns(edition, name)
    }
