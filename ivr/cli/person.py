"""`ivr person`: all that is kept of one person, for who asks to see it, have it, have it put right, or have it gone."""

import getpass
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ivr.app.caller_recordings import caller_recordings
from ivr.app.installation import Installation
from ivr.cli.check import in_language as lang_option
from ivr.cli.correcting import correct
from ivr.cli.opening import format_option, local, opened, plain, print_rows, told_in
from ivr.errors import IvrError, RecordingAway, RecordMissing
from ivr.jobs.erasing import erase_calls
from ivr.logs import mask_number
from ivr.storage.disk.files import privately
from ivr.storage.nuisance.book import LimitedNumber
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.storage.retention.one_person import KeptOfCall, calls_of_case, calls_of_number, kept_of_call
from ivr.storage.retention.purging import OldRecording, recordings_of_calls
from ivr.translation import NOTHING, Sentence, as_it_stands, counted, in_language, said
from ivr.words.telephones import read_telephone

PATIENCE = 600  # seconds
REFERENCE_DIGITS = 10
NOT_ASKED = "-"
WHO = (
    "WHO is a telephone number as it is written or dialled, or the reference of a case; - asks for it, so that "
    "it is in no history of commands."
)
STANDS_AGAINST = {
    "goes on": said("it still goes on"),
    "open case": said("a case of it is open; close it, or add --open-too"),
}
ASKED_OF_ONE = said("Erase {number} call of {whom} and all that came of it, for good?")
ASKED = said("Erase {number} calls of {whom} and all that came of them, for good?")
NOBODYS = said("{given} is neither a telephone number nor the reference of a case on record")
author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


class NobodysNumber(IvrError):
    """What was given is neither a telephone number nor the reference of a case."""


@dataclass(frozen=True)
class PersonSought:
    """Whose data it is, as an audit may tell it, the calls that are theirs, and what was decided about the number."""

    told: Sentence
    sids: tuple[str, ...]
    limits: tuple[LimitedNumber, ...] = ()


@click.group(epilog=WHO)
def person() -> None:
    """Show, hand out, correct or erase all that is kept of one person."""


person.add_command(correct)


@person.command(epilog=WHO)
@click.argument("who")
@author_option
@format_option
@lang_option
def show(who: str, author: str, form: str, lang: str) -> None:
    """List the calls of WHO, and what came of each. That you looked is kept.

    \b
    Example:  ivr person show "2822 0111"
    """
    installation = opened()
    sought = _sought(installation, who, lang)
    _note(installation, author, "saw what is kept of a person", sought)
    zone = installation.shelf.zone()
    rows = [_in_short(kept, zone, lang) for kept in _kept(installation, sought)]
    for each in sought.limits:
        about = {"number": each.shown, "ends": local(each.lifted_at or each.ends, zone), "why": each.reason}
        _tell(said("From {number} officers take no calls until {ends}: {why}", **about), lang, err=True)
    print_rows(rows, form, in_language(said("Nothing is kept of {whom}.", whom=sought.told), lang))


@person.command(epilog=WHO)
@click.argument("who")
@click.option("--output", type=click.Path(dir_okay=False, writable=True), required=True, help="The ZIP file to write.")
@author_option
@lang_option
def export(who: str, output: str, author: str, lang: str) -> None:
    """Write all that is kept of WHO into a ZIP file: one JSON file, and each recording that can still be had.

    It tells everything, telephone numbers and what is private too: give it to nobody else. That you took it is kept.

    \b
    Example:  ivr person export 4152207716 --output mine.zip
    """
    installation = opened()
    sought = _sought(installation, who, lang)
    if not (sought.sids or sought.limits):
        with told_in(lang):
            raise RecordMissing(said("nothing is kept of {whom}", whom=sought.told))
    _note(installation, author, "exported what is kept of a person", sought)
    recordings = recordings_of_calls(installation.database, sought.sids)
    with open(output, "wb", opener=privately) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        calls = [plain(kept) for kept in _kept(installation, sought)]
        told = {"calls": calls, "limits": [plain(each) for each in sought.limits]}
        archive.writestr("kept.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        missing = [each for each in recordings if not _pack(archive, installation, each)]
    written = {"calls": len(calls), "recordings": len(recordings) - len(missing), "file": output}
    _tell(said("Written to {file}: calls {calls}, recordings {recordings}.", **written), lang)
    for each in missing:
        about = {"recording": each.recording, "call": each.call_sid}
        _tell(said("Recording {recording} could not be had; its call is {call}.", **about), lang, err=True)


@person.command(epilog=WHO)
@click.argument("who")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be erased.")
@click.option("--open-too", is_flag=True, help="Erase calls with an open case, too.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@author_option
@lang_option
def erase(who: str, dry: bool, open_too: bool, yes: bool, author: str, lang: str) -> None:
    """Erase all that is kept of WHO: calls, cases, messages, ratings, entered rows, what was sent, and recordings.

    It cannot be taken back. Figures, which name nobody, keep counting these calls. A call that still goes on stays,
    and so does one whose recording the carrier does not delete now: run it again later (exit status 1).

    \b
    Example:  ivr person erase "2822 0111" --dry-run
              ivr person erase "2822 0111"
    """
    installation = opened()
    sought = _sought(installation, who, lang)
    kept = list(_kept(installation, sought))
    stays = {each.call.sid: why for each in kept if (why := _why_it_stays(each, open_too))}
    for sid, why in stays.items():
        _tell(said("The call {call} stays: {why}.", call=sid, why=why), lang, err=True)
    going = tuple(sid for sid in sought.sids if sid not in stays)
    if dry or not going:
        _tell(_would_be_erased(len(going), sought) if dry else said("Nothing was erased."), lang)
        raise click.exceptions.Exit(1 if stays else 0)
    if not yes:
        asked = ASKED if len(going) > 1 else ASKED_OF_ONE
        click.confirm(in_language(said(asked, number=len(going), whom=sought.told), lang), abort=True)
    _note(installation, author, "erased what is kept of a person", PersonSought(sought.told, going))
    left = _erase(installation, going, lang)
    raise click.exceptions.Exit(1 if left or stays else 0)


def _erase(installation: Installation, sids: tuple[str, ...], lang: str) -> int:
    """Erase calls, and say what came of it; how many stayed."""
    now, zone = installation.switchboard.clock.now(), installation.shelf.zone()
    patient = installation.database.patient(PATIENCE)
    try:
        sounds = caller_recordings(installation.settings)
        done = erase_calls(patient, installation.journal, sounds, sids, now, zone)
    finally:
        patient.close()
    _tell(counted(len(done.calls), "{number} call was erased.", "{number} calls were erased."), lang)
    left = len(sids) - len(done.calls)
    if left:
        unlet = said("recordings that the carrier did not delete: {number}", number=done.recordings_left)
        why = unlet if done.recordings_left else said("something of them is still to come in or to be deleted")
        _tell(said("Not erased yet: calls {number}; {why}. Run it again.", number=left, why=why), lang, err=True)
    return left


def _would_be_erased(number: int, sought: PersonSought) -> Sentence:
    if number == 1:
        return said("{number} call of {whom} would be erased.", number=number, whom=sought.told)
    return said("{number} calls of {whom} would be erased.", number=number, whom=sought.told)


def _why_it_stays(kept: KeptOfCall, open_too: bool) -> Sentence:
    why = kept.why_not_forgotten
    return NOTHING if open_too and why == "open case" else STANDS_AGAINST.get(why, NOTHING)


def _sought(installation: Installation, who: str, lang: str) -> PersonSought:
    """Whose data is asked for. Raises NobodysNumber."""
    who = click.prompt(in_language(said("Number or reference"), lang)) if who == NOT_ASKED else who
    installation.load_spool()
    digits = "".join(who.split())
    if len(digits) == REFERENCE_DIGITS and (found := calls_of_case(installation.database, digits)):
        return PersonSought(said("case {reference}", reference=digits), found)
    try:
        number = read_telephone(who, installation.shelf.current().home.country)
    except ValueError:
        with told_in(lang):
            raise NobodysNumber(said(NOBODYS, given=who)) from None
    limits = installation.nuisance.book.of_number(number)
    return PersonSought(as_it_stands(mask_number(number)), calls_of_number(installation.database, number), limits)


def _kept(installation: Installation, sought: PersonSought) -> Iterator[KeptOfCall]:
    yield from filter(None, (kept_of_call(installation.filed, sid) for sid in sought.sids))


def _in_short(kept: KeptOfCall, zone: ZoneInfo, lang: str) -> dict[str, object]:
    return {
        "call": kept.call.sid,
        "started": local(kept.call.started_at, zone),
        "hotline": kept.call.hotline,
        "from": kept.call.caller,
        "outcome": kept.call.outcome,
        "cases": _joined(case.reference for case in kept.cases),
        "messages": len(kept.messages),
        "entries": _joined(row.entry for row in kept.filed),
        "ratings": len(kept.ratings),
        "sent": len(kept.sent),
        "stays": in_language(STANDS_AGAINST.get(kept.why_not_forgotten, NOTHING), lang),
    }


def _tell(sentence: Sentence, lang: str, *, err: bool = False) -> None:
    click.echo(in_language(sentence, lang), err=err)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _pack(archive: zipfile.ZipFile, installation: Installation, recording: OldRecording) -> bool:
    """Put a recording into the archive; False where it cannot be had."""
    try:
        sound: Path = caller_recordings(installation.settings).sound(recording.recording, recording.url)
        archive.write(sound, f"recordings/{recording.recording}.wav")
    except (RecordingAway, OSError):
        return False
    return True


def _note(installation: Installation, author: str, action: str, sought: PersonSought) -> None:
    """Put a deed on record before it is done, without the number. Raises StorageAway; then it must not be done."""
    now = installation.switchboard.clock.now()
    details = {"calls": len(sought.sids)}
    keep_audit(installation.database, AuditRecord(now, author, "", action, str(sought.told), "", details))
