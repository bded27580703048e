"""`ivr person correct`: other values in what a case or a message holds of its caller."""

import getpass

import click

from ivr.app.installation import Installation
from ivr.cli.opening import opened
from ivr.errors import RecordMissing
from ivr.storage.cases.correcting import CALL_BACK
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import Case, find_cases
from ivr.storage.cases.work import CaseWork
from ivr.storage.messages.listing import Message, find_message
from ivr.storage.messages.work import MessageWork
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.words.telephones import read_telephone

LONGEST_TURN = 9  # digits
author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


@click.command()
@click.argument("which")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option("--why", required=True, help="Why, for the history and the audit.")
@author_option
def correct(which: str, changes: tuple[str, ...], why: str, author: str) -> None:
    """Put other values into what a case or a message (WHICH) holds of its caller. What stood there before is kept.

    WHICH is the reference of a case, or call/turn of a message as `ivr person export` tells it. FIELD is `call_back`,
    the number to ring back, or a field that the caller gave. For rows that callers entered: ivr filed correct. What
    was said and keyed in a call stays as it was; add a note to the case.

    \b
    Example:  ivr person correct 4152207716 call_back="2822 0111" --why "asked by letter of 30 November"
    """
    installation = opened()
    values = dict(change.split("=", 1) for change in changes if "=" in change)
    if len(values) < len(changes):
        raise click.UsageError('write each change as FIELD=VALUE, such as call_back="2822 0111"')
    left = _left(installation, which)
    work = _work_on(installation, left)
    for version, (field, value) in enumerate(values.items(), start=left.version):
        work.correct(left.key, version, author, field, _as_kept(installation, field, value), why)
    name = left.reference if isinstance(left, Case) else f"{left.call_sid}/{left.turn}"
    details = {"fields": ", ".join(values), "why": why}
    now = installation.switchboard.clock.now()
    record = AuditRecord(now, author, "", "corrected what is kept of a person", name, left.department, details)
    keep_audit(installation.database, record)
    click.echo(f"Corrected {', '.join(values)} of {name}.")


def _left(installation: Installation, which: str) -> Case | Message:
    """The case or message that is meant. Raises RecordMissing."""
    installation.load_spool()
    call, slash, turn = which.partition("/")
    if slash and turn.isdecimal() and len(turn) <= LONGEST_TURN:
        if message := find_message(installation.database, Key(call, int(turn))):
            return message
    elif len(found := find_cases(installation.database, "".join(which.split()))) == 1:
        return found[0]
    raise RecordMissing(f"no case or message is on record as {which}")


def _work_on(installation: Installation, left: Case | Message) -> CaseWork | MessageWork:
    database, now, promises = installation.database, installation.switchboard.clock.now, installation.promises
    if isinstance(left, Case):
        return CaseWork(database, now, promises)
    return MessageWork(database, installation.switchboard.references.reference_for, now, promises)


def _as_kept(installation: Installation, field: str, value: str) -> str:
    """A number as numbers are kept; empty for none."""
    if field != CALL_BACK or not value:
        return value
    try:
        return read_telephone(value, installation.shelf.current().home.country)
    except ValueError:
        raise click.UsageError(f"{value} is no telephone number") from None
