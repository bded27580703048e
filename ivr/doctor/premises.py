"""What is looked at: one installation, and the ways by which it can be asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ivr.doctor.kept_looks import KeptLooks
from ivr.doctor.trial_call import Opens, TrialCall, try_lines
from ivr.errors import EditionMissing
from ivr.jobs.record import JobsRecord
from ivr.phone.line import Line
from ivr.settings import Settings
from ivr.storage.database.transactions import Database
from ivr.storage.editions.shelf import EditionShelf
from ivr.storage.journal.spool import Spool

if TYPE_CHECKING:
    from ivr.carrier.rest.account import TwilioAccount  # its HTTP client is 4 MB that most workers never need
    from ivr.sending.mail import MailSender


@dataclass(frozen=True)
class Premises:
    """An installation as it is looked at.

    `database` is one over which a statement has an end; `line` leads to the public address as the carrier's does;
    `account` is ours there, and raises SettingsRefused where there is none; `mail` makes who sends mail.
    `opens` opens the call tokens of this installation; `refused_folder` says since when the site's folder has problems
    that keep it from being published, and which.
    """

    settings: Settings
    database: Database
    shelf: EditionShelf
    spool: Spool
    jobs: JobsRecord
    kept: KeptLooks
    line: Line
    account: "Callable[[], TwilioAccount]"
    mail: "Callable[[], MailSender]"
    opens: Opens
    refused_folder: Callable[[], tuple[datetime | None, tuple[str, ...]]]

    @property
    def is_demo(self) -> bool:
        """Whether this is a demo, which need not have all that a service has."""
        return self.settings.mode == "demo"

    def now(self) -> datetime:
        """The true time, whatever the hotline's clock pretends."""
        return datetime.now(UTC)

    def by_the_sites_clock(self, moment: datetime) -> str:
        """A moment as people at the site read it, to the second."""
        return f"{moment.astimezone(self.shelf.zone()):%Y-%m-%d %H:%M:%S}"

    def hotlines(self) -> tuple[tuple[str, str], ...]:
        """The name and the number of each hotline served. Raises EditionMissing."""
        return tuple((line.name, line.number) for line in self.shelf.current().hotlines.values())

    def offers_texts(self) -> bool:
        """Whether a menu that is served offers answers by text message."""
        try:
            return any(node.texts_callers for node in self.shelf.current().nodes.values())
        except EditionMissing:
            return False

    def try_lines(self, hotlines: Iterable[tuple[str, str]] | None = None) -> tuple[TrialCall, ...]:
        """Ring hotlines over the public address, all unless told which. Raises EditionMissing."""
        return try_lines(self.line, self.hotlines() if hotlines is None else hotlines, self.opens)
