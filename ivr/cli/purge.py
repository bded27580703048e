"""`ivr purge`: deletes by rule what callers left and who they were."""

import getpass
from zoneinfo import ZoneInfo

import click

from ivr.app.caller_recordings import caller_recordings
from ivr.app.installation import Installation
from ivr.cli.opening import format_option, local, opened, print_rows
from ivr.jobs import purging
from ivr.jobs.purging import Purged, Rules
from ivr.storage.people.audit import AuditRecord, keep_audit

NO_RULE = "Nothing is purged: set IVR_KEEP_RECORDINGS, _NUMBERS, _CALLS, _FILED or _SENT to a number of days."
PATIENCE = 600  # seconds


@click.command()
@click.option("--dry-run", "dry", is_flag=True, help="Only count what would be deleted.")
@format_option
def purge(dry: bool, form: str) -> None:
    """Delete old recordings, numbers, calls and rows that callers entered, as IVR_KEEP_RECORDINGS and the like say.

    What callers recorded and did not keep (they recorded it anew, or left by a key) goes at once, whatever these say.
    Nothing else that belongs to an open case is touched, but for rows that callers entered: these go by their own age,
    and what they took is free then. Recordings are deleted at the carrier too; those that it does not let us delete now
    are told (exit status 1), and deleted the next time.

    \b
    Example:  ivr purge --dry-run
              ivr purge
    """
    installation = opened()
    settings = installation.settings
    keep = ("recordings", "numbers", "calls", "filed", "sent")
    rules = Rules(*(getattr(settings, f"keep_{what}") for what in keep))
    idle = rules == Rules() and not _purge(installation, rules, dry=True)
    done = () if idle else _purge(installation, rules, dry)
    print_rows([_shown(each, dry, installation.shelf.zone()) for each in done], form, NO_RULE)
    if any(each.left for each in done):
        raise click.exceptions.Exit(1)


def _purge(installation: Installation, rules: Rules, dry: bool) -> tuple[Purged, ...]:
    now = installation.switchboard.clock.now()
    if not dry:
        details = {name: days for name, days in vars(rules).items() if days}
        keep_audit(installation.database, AuditRecord(now, getpass.getuser(), "", "purged", "by rule", "", details))
    patient = installation.database.patient(PATIENCE)
    try:
        sounds = caller_recordings(installation.settings)
        return purging.purge(patient, installation.journal, sounds, rules, now, installation.shelf.zone(), dry=dry)
    finally:
        patient.close()


def _shown(done: Purged, dry: bool, zone: ZoneInfo) -> dict[str, object]:
    number = "would be deleted" if dry else "deleted"
    before = local(done.before, zone)
    return {"what": done.what, "from before": before, number: done.deleted, "not deleted yet": done.left}
