"""Publishing a site: checked files become the current edition, and its tables are loaded where they have changed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from ivr.authoring.checking.loading import Checked, check_site
from ivr.authoring.differing import touched
from ivr.authoring.site.files import bundle, stamps, unbundle
from ivr.authoring.site.permission import may_publish
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.engine.edition import Edition
from ivr.errors import PublishingRefused, StorageAway
from ivr.storage.disk.locks import locked
from ivr.storage.editions.approvals import Proposal
from ivr.storage.editions.bundles import MOVED
from ivr.storage.editions.publications import AT_ONCE, Publication, ServingSpan, in_the_way, served_at
from ivr.storage.editions.shelf import EditionShelf, served_edition

PATIENCE = 30.0  # seconds to wait for another process that is publishing
QUIET = 0.2  # seconds for which nothing may have been written, so that no file is taken half-saved
LONGEST_SAVING = 10.0


class LoadTables(Protocol):
    """Loads the tables of an edition from the CSV files beside its menus."""

    def __call__(self, edition: Edition, site: Path) -> tuple[str, ...]:
        """Load those that have changed; their names. Raises TableRefused naming every bad line, and StorageAway."""
        ...


@dataclass(frozen=True)
class Published:
    """What became of publishing: what was found, and whether callers now meet another edition than before.

    `before` is the edition served until then. `proposal` waits for a second person; `begins` is when a scheduled
    edition goes live. `later` are scheduled editions that do not hold what was published now. `loaded` are the tables
    whose rows were loaded anew.
    """

    checked: Checked
    changed: bool
    before: str = ""
    proposal: Proposal | None = None
    begins: datetime | None = None
    later: tuple[Publication, ...] = ()
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What someone wants to publish: the author, a note, for how long (times without a zone are the site's).

    `ruled` is False where nobody is asked who may publish what: in the demo, and for a first edition. `unless` is an
    edition that is not to be published: what the folder held before, so that only what was written since counts.
    """

    author: str
    note: str = ""
    span: ServingSpan = AT_ONCE
    ruled: bool = True
    unless: str = ""


def publish_site(
    site: Path,
    shelf: EditionShelf,
    lock: Path,
    load_tables: LoadTables | None,
    wish: Wish,
    carrier: Abilities = EVERYTHING,
) -> Published:
    """Check the site and make it the current edition; with errors nothing is changed.

    Tables are loaded first, so that no caller meets a menu whose table is not there yet. Without `load_tables` they
    are left alone. Where the edition that is served asks for two people, a proposal is made instead. Raises
    StorageAway, TableRefused and PublishingRefused.
    """
    return publish_checked(check_saved(site, carrier), site, shelf, lock, load_tables, wish)


def publish_checked(
    checked: Checked,
    site: Path,
    shelf: EditionShelf,
    lock: Path,
    load_tables: LoadTables | None,
    wish: Wish,
    base: str | None = None,
) -> Published:
    """Publish files that were checked already, wherever they are kept; `site` is where their tables are.

    With `base` given, only when that edition is still served. Raises like `publish_site`, and ValueError for files
    whose paths were not walked.
    """
    if not checked.walked:
        raise ValueError("these files were only looked over; walk every path before they are published")
    if checked.edition is None:
        return Published(checked, changed=False)
    with locked(lock, seconds=PATIENCE) as mine:
        if not mine:
            raise StorageAway("another process is publishing and does not come to an end; try again")
        if base is not None:
            shelf.look_again()
            if current_hash(shelf) != base:
                raise PublishingRefused(MOVED)
        wish = replace(wish, span=_in_zone(wish.span, checked.edition.zone))
        return _Publishing(site, shelf, load_tables, wish, checked, checked.edition).done()


def check_saved(site: Path, carrier: Abilities = EVERYTHING) -> Checked:
    """The site checked as it was saved: nothing in its folder was written shortly before, or meanwhile.

    Raises PublishingRefused when the writing never ends.
    """
    end = time.monotonic() + LONGEST_SAVING
    while time.monotonic() < end:
        seen, newest = _written(site)
        age = time.time() - newest
        if abs(age) < QUIET:
            time.sleep(QUIET - max(age, 0))
            continue
        checked = check_site(site, carrier=carrier)
        if checked.edition is None:
            time.sleep(QUIET)  # a file that is just being emptied may keep its old time: a mistake counts when it stays
        if _written(site)[0] == seen:
            return checked
    raise PublishingRefused("the site's files are being written all the time; publish when they are saved")


def _written(site: Path) -> tuple[dict[str, tuple[int, int]], float]:
    found = stamps(site.resolve())
    return found, max((at for at, _ in found.values()), default=0) / 1e9


@dataclass(frozen=True)
class _Publishing:
    """One checked site on its way to callers, nobody else on this machine publishing meanwhile."""

    site: Path
    shelf: EditionShelf
    load_tables: LoadTables | None
    wish: Wish
    checked: Checked
    edition: Edition

    def done(self) -> Published:
        """Publish, schedule or propose it."""
        self.shelf.look_again()
        served = served_edition(self.shelf)
        before, span = served.hash if served else "", self.wish.span
        plan = self.shelf.bundles.plan()
        standing = served_at(plan, self.shelf.clock())
        if served and standing and self._changes_nothing(standing):
            loaded = self.load_tables(served, self.site) if self.load_tables else ()
            return Published(self.checked, changed=False, before=before, loaded=loaded)
        if served and self.wish.ruled:
            see_that_allowed(self.shelf, served, self.wish.author, bundle(self.checked.files))
        see_that_it_fits(span, plan, self.shelf.clock())
        base = standing.edition if standing else ""
        proposing = bool(served and self.wish.ruled and served.publishing.two_people)
        loaded = self._load(served, later=proposing or span.begins is not None)
        if proposing:
            return Published(self.checked, changed=False, before=before, proposal=self._propose(base), loaded=loaded)
        self._publish(base)
        later = tuple(each for each in plan if each.waits(self.shelf.clock()))
        return Published(self.checked, span.begins is None, before, begins=span.begins, later=later, loaded=loaded)

    def _changes_nothing(self, standing: Publication) -> bool:
        """Whether it is what was published already: the folder as it was then, or the edition that stands for good."""
        if self.edition.hash == self.wish.unless:
            return True
        return self.wish.span == AT_ONCE and standing.edition == self.edition.hash and standing.ends is None

    def _propose(self, base: str) -> Proposal:
        wish, files = self.wish, self.checked.files
        return self.shelf.propose(
            bundle(files), self.edition.hash, wish.author, wish.note, files.sounds, wish.span, base
        )

    def _publish(self, base: str) -> None:
        wish, files = self.wish, self.checked.files
        expected = base if wish.ruled else None
        self.shelf.publish(bundle(files), self.edition.hash, wish.author, wish.note, files.sounds, wish.span, expected)

    def _load(self, served: Edition | None, *, later: bool) -> tuple[str, ...]:
        """Load the tables; for an edition that comes later, only those that no caller looks in yet. Which they were."""
        if self.load_tables is None:
            return ()
        if not later or served is None:
            return self.load_tables(self.edition, self.site)
        for name, shape in self.edition.tables.items():
            if name in served.tables and served.tables[name].columns != shape.columns:
                raise PublishingRefused(
                    f"the columns of {name} change, and callers look in it now; give the table another name, "
                    "or publish at once"
                )
        new = {name: shape for name, shape in self.edition.tables.items() if name not in served.tables}
        return self.load_tables(replace(self.edition, tables=new), self.site)


def see_that_allowed(shelf: EditionShelf, served: Edition, author: str, new: bytes) -> None:
    """Raise PublishingRefused when the author may not make the edition in the bundle `new` the one served."""
    old = shelf.bundle(served.hash)
    refusal = may_publish(served, author, touched(unbundle(old), unbundle(new)))
    if refusal:
        raise PublishingRefused(f"{refusal.words}.")


def see_that_it_fits(span: ServingSpan, plan: Sequence[Publication], now: datetime) -> None:
    """Raise PublishingRefused for a span that is over, leaves nothing, or runs into that of another timed edition."""
    if span.begins and span.begins <= now:
        raise PublishingRefused("that time is over; leave --from out to publish at once")
    if span.ends and span.ends <= (span.begins or now):
        raise PublishingRefused("an edition ends after it begins; look at --from and --until")
    if span.ends and not served_at(plan, span.ends):
        raise PublishingRefused("no edition is published that could come back then; leave --until out")
    other = in_the_way(span, plan, now) if span != AT_ONCE else None
    if other:
        raise PublishingRefused(
            f"edition {other.edition[:12]} is scheduled for that time; take it out first: "
            f"ivr editions cancel {other.edition[:12]}"
        )


def current_hash(shelf: EditionShelf) -> str:
    """The hash of the edition that is served, empty when there is none."""
    served = served_edition(shelf)
    return served.hash if served else ""


def _in_zone(span: ServingSpan, zone: str) -> ServingSpan:
    def placed(moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=ZoneInfo(zone)) if moment and moment.tzinfo is None else moment

    return ServingSpan(placed(span.begins), placed(span.ends))
