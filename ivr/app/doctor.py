"""The doctor, wired: an installation as it is looked at."""

from typing import TYPE_CHECKING

from ivr.app.carrier_account import carrier_account
from ivr.app.installation import Installation
from ivr.doctor.checks import SLOW, examine
from ivr.doctor.kept_looks import KeptLooks
from ivr.doctor.premises import Premises
from ivr.jobs.record import JobsRecord
from ivr.logs import logger
from ivr.phone.imitations import IMITATIONS
from ivr.phone.line import Line
from ivr.phone.requesting import Reply, Request
from ivr.settings import Settings
from ivr.storage.traffic.webhooks import WebhookFaults

if TYPE_CHECKING:
    from ivr.sending.mail import MailSender

log = logger(__name__)
PATIENCE = 5.0  # seconds for a statement, and for an answer of the public address


class LateWire:
    """HTTP, its client loaded when something is sent: every worker has a line to itself, and hardly any uses it."""

    def send(self, request: Request, seconds: float) -> Reply:
        """As HttpWire does."""
        from ivr.phone.http_wire import HttpWire

        return HttpWire().send(request, seconds)


def premises_of(installation: Installation) -> Premises:
    """The installation, with a line to its public address; nothing is asked yet."""
    settings = installation.settings
    return Premises(
        settings=settings,
        database=installation.database.beside(max(PATIENCE, settings.database_timeout)),
        shelf=installation.shelf,
        spool=installation.spool,
        jobs=JobsRecord(settings.state),
        kept=KeptLooks(settings.state),
        line=_line_to(settings),
        account=lambda: carrier_account(settings),
        mail=lambda: _mail(settings),
        opens=installation.switchboard.tokens.open,
        refused_folder=installation.refused_folder.problems,
    )


def _line_to(settings: Settings) -> Line:
    account = settings.account
    carrier = IMITATIONS[account.carrier]
    return Line(settings.public_url, account.signing_keys[0], account.sid, LateWire(), PATIENCE, carrier)


def _mail(settings: Settings) -> "MailSender":
    from ivr.app.sending import mail_of

    return mail_of(settings)


def look_outside(premises: Premises) -> None:
    """Look at what is slow, and keep what was found for the page. Raises OSError."""
    premises.kept.keep_look(examine(premises, SLOW))


def try_every_line(premises: Premises, faults: WebhookFaults) -> None:
    """Ring every hotline over the public address, keep how that went, and note those that do not answer.

    Raises EditionMissing, OSError and StorageAway.
    """
    made = premises.try_lines()
    premises.kept.keep_trials(made)
    if failed := [each for each in made if each.why]:
        log.error("lines do not answer", hotlines=[each.hotline for each in failed], why=str(failed[0].why))
    for _ in failed:
        faults.note("silent")
    faults.write()
