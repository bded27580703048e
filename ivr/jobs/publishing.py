"""Publishing a site: checked files become the current edition, and its tables are loaded where they have changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from ivr.authoring.loading import Checked, check_site
from ivr.authoring.report import headline
from ivr.authoring.site_files import bundle
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, StorageAway, TableRefused
from ivr.storage.editions import EditionShelf
from ivr.storage.locks import locked

log = structlog.get_logger(__name__)
PATIENCE = 30.0  # seconds to wait for another process that is publishing


class LoadTables(Protocol):
    """Loads the tables of an edition from the CSV files beside its menus."""

    def __call__(self, edition: Edition, site: Path) -> None:
        """Load those that have changed. Raises TableRefused naming every bad line, and StorageAway."""
        ...


@dataclass(frozen=True)
class Published:
    """What became of publishing: what was found, and whether callers now meet another edition than before."""

    checked: Checked
    changed: bool


def publish_site(
    site: Path, shelf: EditionShelf, lock: Path, load_tables: LoadTables | None, author: str, note: str = ""
) -> Published:
    """Check the site and make it the current edition; with errors nothing is changed.

    Tables are loaded first, so that no caller meets a menu whose table is not there yet. Without `load_tables` they
    are left alone. Raises StorageAway and TableRefused.
    """
    checked = check_site(site)
    if checked.edition is None:
        return Published(checked, changed=False)
    with locked(lock, seconds=PATIENCE) as mine:
        if not mine:
            raise StorageAway("another process is publishing and does not come to an end; try again")
        if load_tables:
            load_tables(checked.edition, site)
        changed = current_hash(shelf) != checked.edition.hash
        if changed:
            shelf.publish(bundle(checked.files), checked.edition.hash, author, note, checked.files.sounds)
    return Published(checked, changed)


def current_hash(shelf: EditionShelf) -> str:
    """The hash of the edition that is served, empty when there is none."""
    try:
        return shelf.current().hash
    except EditionMissing:
        return ""


class SiteWatch:
    """Publishes a site whenever its files have changed and are good: demo mode's "saving is publishing".

    `problems` are those of the files as they stand; they are shown to the operator and never reach a caller.
    """

    def __init__(self, site: Path, publish: Callable[[], Published], stamps: Callable[[Path], object]) -> None:
        self._site = site
        self._publish = publish
        self._stamps = stamps
        self._seen: object = None
        self.problems: tuple[str, ...] = ()

    def look(self) -> None:
        """Publish if anything was written since the last look."""
        now = self._stamps(self._site)
        if now == self._seen:
            return
        try:
            published = self._publish()
        except (StorageAway, TableRefused) as refused:
            self.problems = (str(refused),)
            log.error("the site was not published; the last good edition is served", why=str(refused))
            self._seen = now if isinstance(refused, TableRefused) else self._seen
            return
        self._seen = now
        self.problems = tuple(headline(problem) for problem in published.checked.problems if problem.level == "error")
        if self.problems:
            log.error("the site has problems; the last good edition is served", problems=self.problems)
        elif published.changed:
            log.info("a new edition is served", edition=current_name(published.checked))


def current_name(checked: Checked) -> str:
    """The first twelve digits of an edition's hash, which is how people speak of it."""
    return checked.edition.hash[:12] if checked.edition else ""
