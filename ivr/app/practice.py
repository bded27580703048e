"""A hotline to practise on: the site in a folder, a database of its own that is thrown away, any time, any failure."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.app import bare_app
from ivr.app.clock import SystemClock
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import own_line, recorded_words
from ivr.authoring.report import report_text
from ivr.engine.edition import Edition
from ivr.engine.ports import Enquiries, Ports, Rows, Unavailable
from ivr.errors import SiteRefused
from ivr.phone.line import Line
from ivr.settings import load_settings
from ivr.storage.enquiries import TableEnquiries
from ivr.storage.schema import upgrade


@dataclass
class PracticeClock:
    """Shows the time that a rehearsal says; the true time until one does."""

    at: datetime | None = None

    def now(self) -> datetime:
        """The pretended time."""
        return self.at or SystemClock().now()


@dataclass
class PracticeEnquiries:
    """Looks up in the practice database, unless the rehearsal pretends that it is away."""

    away: bool = False
    tables: TableEnquiries | None = None

    def for_edition(self, edition: Edition) -> Enquiries:
        """The look-ups of an edition's tables, or their failure."""
        return AwayEnquiries() if self.away or self.tables is None else self.tables.for_edition(edition)


class AwayEnquiries:
    """A database that does not answer."""

    def look_up(self, table: str, match: Mapping[str, str], most: int) -> Rows | Unavailable:
        """Nothing can be looked up."""
        return Unavailable("a rehearsal pretends that the database is away")


class PracticeReferences:
    """The same reference for every case, so that a recorded call can be run again."""

    def reference_for(self, call_sid: str, turn: int) -> str:
        """Ten digits, the last one the check digit of the others."""
        return "1234567894"


@dataclass
class Practice:
    """A hotline to practise on, with what a rehearsal may change between two calls."""

    installation: Installation
    clock: PracticeClock
    enquiries: PracticeEnquiries

    @property
    def edition(self) -> Edition:
        """The site's edition."""
        return self.installation.shelf.current()

    def line(self) -> Line:
        """A line into the hotline's own web application."""
        return own_line(bare_app(self.installation), self.installation.settings)

    def words(self) -> dict[str, str]:
        """What recordings say, by hash."""
        return recorded_words(self.installation)

    def ports(self) -> Ports:
        """What a turn may ask, for a caller in the engine."""
        board = self.installation.switchboard
        return Ports(self.clock, board.enquiries(self.edition), board.references)


@contextmanager
def practice(site: Path) -> Iterator[Practice]:
    """The site in a folder, published to practise on. Raises SiteRefused with the report when it has problems."""
    with TemporaryDirectory(prefix="ivr-practice-") as folder:
        settings = load_settings({"IVR_MODE": "demo", "IVR_SITE": str(site), "IVR_STATE": folder})
        clock, enquiries = PracticeClock(), PracticeEnquiries()
        installation = open_installation(
            settings, clock, lambda edition: enquiries.for_edition(edition), PracticeReferences()
        )
        enquiries.tables = TableEnquiries(installation.database, {})
        upgrade(installation.database)
        checked = installation.publish("practice").checked
        if checked.edition is None:
            raise SiteRefused(report_text(checked.problems, checked.counts, checked.files))
        try:
            yield Practice(installation, clock, enquiries)
        finally:
            installation.database.close()
