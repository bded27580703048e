"""Editions as they are served: from memory, else the local disk, else the database."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, StorageAway
from ivr.logs import logger
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.database.transactions import Database
from ivr.storage.disk.files import is_hash
from ivr.storage.disk.freshness import Freshness
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.editions.approvals import Approvals, Proposal
from ivr.storage.editions.bundles import Bundles, Sounds, true_time
from ivr.storage.editions.disk import ShelfDisk
from ivr.storage.editions.publications import AT_ONCE, Publication, ServingSpan, served_at
from ivr.words import HONG_KONG as HOME

log = logger(__name__)
NOTHING_PUBLISHED = "nothing was published yet; run `ivr publish`"
FRESH_FOR = 1.5  # seconds for which a call trusts what its worker knows; more than a worker takes to `follow`
REMEMBERED = 8  # editions kept ready in memory; calls end on the edition they began with


class EditionShelf:
    """Keeps editions in the database and on the local disk, so that calls go on when either is away.

    An edition's bundle is bytes that `build` turns into an Edition; its hash is their SHA-256. Recordings are kept
    beside it under theirs. `folder` holds `editions/` and `recordings/`. Which edition is current follows from the
    publications in the database and the time, from nothing else: what lies in the folder was not published for that.
    While the database is away, it follows from the publications last known.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        build: Callable[[bytes], Edition],
        clock: Callable[[], datetime] = true_time,
        files: LateFiles | None = None,
    ) -> None:
        self.bundles = Bundles(database, clock)
        self.approvals = Approvals(database, clock)
        self.disk = ShelfDisk(folder, files)
        self.clock = clock
        self._build = build
        self._ready: OrderedDict[str, Edition] = OrderedDict()
        self._guard = threading.Lock()
        self._current = ""
        self._plan: tuple[Publication, ...] | None = None
        self._plan_is_noted = False
        self._freshness = Freshness(self._follow)
        self.not_served = ""  # why what was published last is not what is served; empty when it is

    def current(self) -> Edition:
        """The edition new calls begin with. Raises EditionMissing, saying what to do, when there is none."""
        self._freshness.keep(FRESH_FOR)
        if not self._current:
            raise EditionMissing(self.not_served)
        return self.by_hash(self._current)

    def follow(self) -> Edition:
        """Find out which edition is current, and have it ready before a call needs it: `current`, asked anew.

        A worker does so every second beside its calls, so that no caller waits while a new edition is read through.
        """
        self.look_again()
        return self.current()

    def published(self) -> str:
        """The edition that the database says is to be served now, empty when none is. Raises StorageAway.

        Whoever publishes or decides builds on this, and never on what this machine serves or keeps.
        """
        return self._named_by(self.bundles.plan())

    def zone(self) -> ZoneInfo:
        """The site's time zone, in which people read days and hours; Hong Kong's until an edition says otherwise."""
        try:
            return ZoneInfo(self.current().zone)
        except EditionMissing:
            return HONG_KONG

    def country(self) -> str:
        """The site's country (ISO 3166), whose holidays are no working days; Hong Kong until an edition says more."""
        try:
            return self.current().home.country
        except EditionMissing:
            return HOME.country

    def by_hash(self, edition_hash: str) -> Edition:
        """The edition under that hash. Raises EditionMissing when it is not kept anywhere."""
        with self._guard:
            if edition_hash in self._ready:
                self._ready.move_to_end(edition_hash)
                return self._ready[edition_hash]
        edition = self._made(edition_hash)
        with self._guard:
            self._ready[edition_hash] = edition
            if len(self._ready) > REMEMBERED:
                self._ready.popitem(last=False)
        return edition

    def publish(
        self,
        bundle: bytes,
        edition_hash: str,
        author: str,
        note: str,
        recordings: Sounds,
        span: ServingSpan = AT_ONCE,
        base: str | None = None,
    ) -> None:
        """Keep an edition with its recordings and serve it for `span`.

        Raises StorageAway, ValueError for a hash that is not the SHA-256 of its bytes, and PublishingRefused when
        another edition than `base` is served by now.
        """
        _see_that_names_fit(bundle, edition_hash, recordings)
        self.bundles.publish(bundle, edition_hash, author, note, recordings, span, base)
        self._put(bundle, edition_hash, recordings)
        self.look_again()

    def propose(
        self, bundle: bytes, edition_hash: str, author: str, note: str, recordings: Sounds, span: ServingSpan, base: str
    ) -> Proposal:
        """Keep an edition for a second person to approve. Raises like `publish`."""
        _see_that_names_fit(bundle, edition_hash, recordings)
        proposal = self.approvals.propose(bundle, edition_hash, base, author, note, recordings, span)
        self._put(bundle, edition_hash, recordings)
        return proposal

    def serve_from_disk(self, bundle: bytes, edition_hash: str, recordings: Sounds) -> None:
        """Serve an edition that the database does not know yet, until it is back and says otherwise."""
        _see_that_names_fit(bundle, edition_hash, recordings)
        self._put(bundle, edition_hash, recordings)
        self.disk.point_to(edition_hash)
        self.look_again()

    def roll_back_to(self, edition_hash: str, author: str, note: str, base: str | None = None) -> None:
        """Make an edition that is kept the current one again. Raises EditionMissing, PublishingRefused, StorageAway."""
        self.by_hash(edition_hash)
        self.bundles.point_to(edition_hash, author, note, base)
        self.look_again()

    def look_again(self) -> None:
        """Find out at once which edition is current."""
        self._freshness.look_again()

    def history(self, limit: int = 50) -> tuple[Publication, ...]:
        """What was published, the latest first. Raises StorageAway."""
        return self.bundles.history(limit)

    def bundle(self, edition_hash: str) -> bytes:
        """The bundle under that hash. Raises EditionMissing when it is not kept anywhere."""
        content = self.disk.content(self.disk.edition_path(edition_hash), self.bundles.bundle)
        if content is None:
            raise EditionMissing(f"edition {edition_hash[:12]} is kept neither on disk nor in the database")
        return content

    def recording(self, recording_hash: str) -> bytes | None:
        """The recorded prompt under that hash, None when it is not kept anywhere."""
        if not is_hash(recording_hash):
            return None
        return self.disk.content(self.disk.recording_path(recording_hash), self.bundles.recording)

    def _put(self, bundle: bytes, edition_hash: str, recordings: Sounds) -> None:
        for name, sound in recordings.items():
            self.disk.put(self.disk.recording_path(name), sound)
        self.disk.put(self.disk.edition_path(edition_hash), bundle)

    def _made(self, edition_hash: str) -> Edition:
        bundle = self.bundle(edition_hash)
        try:
            return self._build(bundle)
        except Exception as error:  # a damaged one fails anywhere, and those served stay
            raise EditionMissing(f"edition {edition_hash[:12]} cannot be read: {error}") from error

    def _follow(self) -> None:
        """Find out which edition is current; where that one cannot be had, stay with what is served."""
        try:
            plan = self.bundles.plan()
        except StorageAway as away:
            self._turn_to(self._last_known(), f"{NOTHING_PUBLISHED} (unless the database is only away: {away})")
        else:
            self._note_plan(plan)
            self._turn_to(self._named_by(plan), NOTHING_PUBLISHED)

    def _last_known(self) -> str:
        """The edition that was to be served now, as far as this machine knows without the database."""
        plan = self.disk.plan() if self._plan is None else self._plan
        return self._named_by(plan) or self._current or self.disk.pointer()

    def _named_by(self, plan: tuple[Publication, ...]) -> str:
        served = served_at(plan, self.clock())
        return served.edition if served else ""

    def _turn_to(self, named: str, otherwise: str) -> None:
        """Serve the edition `named`; where none is, `otherwise` says why."""
        before = self._current or self.disk.pointer()
        why_not = self._why_not(named) if named else otherwise
        if why_not and why_not != self.not_served and (named or before):
            log.error("published edition not served" if named else "no edition is served", why=why_not)
        self.not_served = why_not
        self._current = before if named and why_not else named
        self.disk.point_to(self._current)

    def _why_not(self, edition_hash: str) -> str:
        try:
            self.by_hash(edition_hash)
        except EditionMissing as missing:
            return str(missing)
        return ""

    def _note_plan(self, plan: tuple[Publication, ...]) -> None:
        """Remember what is to come, and have its editions at hand before their time."""
        if plan == self._plan and self._plan_is_noted:
            return
        for publication in plan if plan != self._plan else ():
            self.disk.content(self.disk.edition_path(publication.edition), self.bundles.bundle)
        self._plan, self._plan_is_noted = plan, self.disk.note_plan(plan)


def _see_that_names_fit(bundle: bytes, edition_hash: str, recordings: Sounds) -> None:
    for name, content in {edition_hash: bundle, **recordings}.items():
        if hashlib.sha256(content).hexdigest() != name:
            raise ValueError(f"{name} is not the hash of what was to be published under it")


def served_edition(shelf: EditionShelf) -> Edition | None:
    """The edition that is served, None when there is none."""
    try:
        return shelf.current()
    except EditionMissing:
        return None
