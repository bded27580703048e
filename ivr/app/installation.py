"""One installation, opened from its settings: every part, wired to the others, and nothing running yet.

What only publishing needs is loaded when somebody publishes: callers wait for a server that starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ivr import __version__
from ivr.app.clock import StartedClock, SystemClock
from ivr.app.text_messages import text_messages_of
from ivr.app.unpublished import Unpublished
from ivr.carrier.carriers import CARRIERS
from ivr.engine.edition import Edition
from ivr.engine.ports import CeilingName, Ceilings, Chances, Clock, Closures, Enquiries, Limits, References
from ivr.jobs.spool_loader import LoadedLog, load_log, load_spool
from ivr.settings import Settings
from ivr.storage.cases.due import Promises
from ivr.storage.cases.references import CaseReferences
from ivr.storage.cases.told import CasesTold
from ivr.storage.closures.announced import ClosureBook
from ivr.storage.closures.known import KnownClosures
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.files import PRIVATE_FOLDER, write_whole
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.editions.publications import AT_ONCE, ServingSpan
from ivr.storage.editions.shelf import EditionShelf, served_edition
from ivr.storage.editions.transcripts import Transcripts
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.statements import Statements
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.last_place import EntrySeal, LastPlace
from ivr.storage.journal.spool import Spool
from ivr.storage.nuisance.book import NuisanceBook
from ivr.storage.nuisance.known import KnownNuisance
from ivr.storage.tables.look_ups import TableEnquiries
from ivr.storage.traffic.answer_times import AnswerTimes
from ivr.storage.traffic.ceilings import CountedCeilings
from ivr.storage.traffic.webhooks import WebhookFaults
from ivr.switchboard.chances import KeyedChances
from ivr.switchboard.filing import Decides
from ivr.switchboard.switchboard import Switchboard
from ivr.switchboard.tokens import CallTokens

if TYPE_CHECKING:
    from ivr.app.refused_folder import RefusedFolder
    from ivr.publishing.publish import LoadTables, Published, Wish


@dataclass(frozen=True)
class Installation:
    """The parts of a running system."""

    settings: Settings
    database: Database
    shelf: EditionShelf
    journal: DatabaseJournal
    spool: Spool
    switchboard: Switchboard
    closures: KnownClosures
    nuisance: KnownNuisance
    promises: Promises
    faults: WebhookFaults
    filed: FiledTables
    files: LateFiles
    answer_times: AnswerTimes

    def publish(
        self, author: str, note: str = "", *, tables: bool = True, span: ServingSpan = AT_ONCE, ruled: bool = True
    ) -> "Published":
        """Publish the site folder; see `publish_site`. Raises StorageAway, TableRefused and PublishingRefused."""
        from ivr.publishing.publish import Wish

        return self._publish(Wish(author, note, span, ruled), self._load_tables if tables else None)

    def follow_folder(self, author: str, note: str) -> "Published":
        """Publish the site folder if anything was written in it since it was published last, asking nobody.

        So what was published or taken back elsewhere, as on the desk, stays when the server is started again. What
        this version of the program has proven is not proven again.
        """
        from ivr.authoring.walking.proving import known_good
        from ivr.publishing.publish import Wish

        before, proven_by = self._folder_before()
        if proven_by == __version__:
            known_good(before)
        return self._publish(Wish(author, note, ruled=False, unless=before), self._load_tables)

    def _publish(self, wish: "Wish", load: "LoadTables | None") -> "Published":
        from ivr.publishing.publish import publish_site

        carrier = CARRIERS[self.settings.carrier].can
        done = publish_site(self.settings.site, self.shelf, self.publishing_lock, load, wish, carrier)
        self.refused_folder.note(done.checked)
        if done.checked.edition:
            write_whole(self._folder_note, f"{done.checked.edition.hash} {__version__}".encode())
        self.write_fallbacks()
        return done

    def write_fallbacks(self) -> None:
        """Have the fallback documents of what is served on disk; a disk that does not take them is only logged."""
        from ivr.app.fallback_documents import try_to_write_fallbacks

        try_to_write_fallbacks(served_edition(self.shelf), self.settings.state, CARRIERS[self.settings.carrier])

    def _folder_before(self) -> tuple[str, str]:
        """The edition that the folder held when it was published last, and the version that proved it; empty: none."""
        note = self._folder_note.read_text("ascii") if self.folder_was_published else ""
        edition_hash, _, version = note.partition(" ")
        return edition_hash, version

    @property
    def folder_was_published(self) -> bool:
        """Whether the site folder was ever published with this state."""
        return self._folder_note.exists()

    @property
    def refused_folder(self) -> "RefusedFolder":
        """Why the site's folder was not published, if it was not."""
        from ivr.app.refused_folder import RefusedFolder

        return RefusedFolder(self.settings.state / "refused-folder.json")

    @property
    def _folder_note(self) -> Path:
        return self.settings.state / "published-folder"

    @property
    def publishing_lock(self) -> Path:
        """The file that whoever publishes on this machine holds."""
        return self.settings.state / "publishing.lock"

    def _load_tables(self, edition: Edition, site: Path) -> tuple[str, ...]:
        from ivr.storage.tables.importing import load_site_tables

        return load_site_tables(self.database, edition, site)

    def load_spool(self) -> int:
        """Load what waits in the spool; how many entries were loaded."""
        return load_spool(self.journal, self.spool, self.switchboard.take_late_recordings)

    def load_log(self, lines: Iterable[str]) -> LoadedLog:
        """Load what stands sealed in a log. Raises StorageAway."""
        seal = EntrySeal(self.settings.secret_keys)
        return load_log(self.journal, seal, lines, self.switchboard.take_late_recordings)


def open_installation(
    settings: Settings,
    clock: Clock | None = None,
    enquiries: Callable[[Edition], Enquiries] | None = None,
    references: References | None = None,
    build: Callable[[bytes], Edition] | None = None,
    closures: Closures | None = None,
    ceilings: Ceilings | None = None,
    chances: Chances | None = None,
    filing: Callable[[Edition], Decides] | None = None,
    limits: Limits | None = None,
) -> Installation:
    """Wire the parts together; what is given stands in for the real one in rehearsals. Opens nothing yet."""
    state = settings.state
    state.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    database = open_database(_database_url(settings), settings.database_timeout, lock_folder=state)
    files = LateFiles()
    shelf = EditionShelf(database, state, build or Transcripts(state / "editions", files).edition, files=files)
    promises = Promises(zone=shelf.zone, country=shelf.country, edition=partial(served_edition, shelf))
    filed = FiledTables(database, settings.key_of_hashes)
    journal, spool = DatabaseJournal(database, promises, filed), Spool(state / "spool")
    own = {name: url.get_secret_value() for name, url in settings.databases.items()}
    clock = clock or (StartedClock(settings.now, state).going_on() if settings.now else SystemClock())
    known = KnownClosures(ClosureBook(database, clock.now), state / "closures.json")
    nuisance = KnownNuisance(NuisanceBook(database, settings.key_of_hashes, clock.now))
    faults = WebhookFaults(database, clock.now, shelf.zone)
    counted = CountedCeilings(database, settings.key_of_hashes, clock.now, _most(settings), faults.note)
    last_place = LastPlace(EntrySeal(settings.secret_keys), partial(faults.note, "unkept"))
    switchboard = Switchboard(
        editions=shelf,
        journal=DurableJournal(journal, spool, last_place.take),
        tokens=CallTokens(settings.secret_keys),
        clock=clock,
        references=references or CaseReferences(database, settings.secret_keys[0].encode()),
        enquiries=enquiries or TableEnquiries(database, own, filed, CasesTold(database, clock.now)).for_edition,
        unpublished=Unpublished(settings.site).answer,
        closures=closures or known,
        ceilings=ceilings or counted,
        chances=chances or KeyedChances(settings.key_of_hashes),
        filing=filing or Statements(own).for_edition,
        limits=limits or nuisance,
        text_messages=text_messages_of(settings),
    )
    return Installation(
        settings,
        database,
        shelf,
        journal,
        spool,
        switchboard,
        known,
        nuisance,
        promises,
        faults,
        filed,
        files,
        AnswerTimes(state),
    )


def _most(settings: Settings) -> Mapping[CeilingName, int]:
    """How often what may be done only so often may be done."""
    guesses, messages, texts = settings.most_guesses, settings.most_messages, settings.most_texts
    return {
        "guesses in a call": guesses["call"],
        "guesses by a caller": guesses["caller"],
        "guesses at a key": guesses["key"],
        "guesses in all": guesses["all"],
        "messages by a caller": messages["caller"],
        "messages to a number": messages["number"],
        "messages on a line": messages["line"],
        "messages of withheld numbers": max(1, messages["line"] // 2),
        "texts for a caller": texts["caller"],
        "texts to a number": texts["number"],
        "texts on a line": texts["line"],
        "texts for withheld numbers": max(1, texts["line"] // 2),
    }


def _database_url(settings: Settings) -> str:
    return settings.database_url.get_secret_value() or f"sqlite:///{Path(settings.state) / 'ivr.db'}"
