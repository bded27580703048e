"""`ivr twilio`: the numbers at the carrier, made to ring here."""

import click
import requests

from ivr.app.fallback_documents import FOLDER
from ivr.app.installation import Installation
from ivr.app.numbers_before import NumberChange, NumbersBefore
from ivr.carrier.addresses import Addresses, addresses_under
from ivr.carrier.carriers import CARRIERS, Carrier
from ivr.carrier.connecting import answered_elsewhere, point, the_number
from ivr.carrier.fallback_document import fallback_document
from ivr.carrier.pointing import NAMES, differences, pointing_here, told, wrong_address
from ivr.carrier.rest.numbers import POST, CarrierNumber, numbers
from ivr.cli.asking_the_carrier import PUBLISH_FIRST, asked_with, served
from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import format_option, opened, print_rows, told_in
from ivr.cli.twilio_check import check_carrier
from ivr.engine.edition import Edition, Hotline
from ivr.errors import CarrierRefused
from ivr.storage.editions.shelf import served_edition
from ivr.translation import in_language, said
from ivr.words.telephones import as_dialled

NOBODY = said("nobody")


CONNECTED = said(
    "The carrier holds it: {number} rings the hotline {name}. Ring it, then: ivr calls show last\n"
    "To put it back: ivr twilio connect {number} --undo"
)
UNDONE = said("The carrier holds it: {number} points where it did before it was connected.")
NO_FALLBACK = said(
    "{carrier} takes no address for when this system does not answer: the call ends then. See "
    "docs/operators/carriers.md."
)
AS_IT_IS = said("{number} points there already; nothing is changed.")
CHANGES = said("{number}, {what}:\n  now   {before}\n  then  {after}")
HERE = said("here")
ADDRESSES = ("rings", "fallback", "status")


@click.group()
def twilio() -> None:
    """Connect telephone numbers at the carrier with the hotlines, and see whether they still are.

    IVR_TWILIO_ACCOUNT_SID and IVR_TWILIO_AUTH_TOKEN name the account, from the carrier's console; the settings of
    another carrier do where IVR_CARRIER names one.
    """


twilio.add_command(check_carrier)


@twilio.command(name="numbers")
@format_option
@lang_option
@click.pass_obj
def list_numbers(session: requests.Session | None, form: str, lang: str) -> None:
    """List the account's numbers, where each rings now, and the hotline it belongs to.

    \b
    Example:  ivr twilio numbers
    """
    with told_in(lang):
        installation, account = asked_with(session)
        edition = served_edition(installation.shelf)
        rows = [_row(each, account.carrier, edition, lang) for each in numbers(account)]
        if form == "text":
            ours = addresses_under(installation.settings.public_url, account.carrier)
            rows = [_shortened(row, ours, lang) for row in rows]
    empty = said(
        "The account has no numbers. Rent one in the carrier's console: Phone Numbers > Manage > Buy a number."
    )
    print_rows(rows, form, in_language(empty, lang))


@twilio.command()
@click.argument("number")
@click.option("--fallback", default="", metavar="URL", help="The address of the hotline's fallback document elsewhere.")
@click.option("--undo", is_flag=True, help="Put back where the number pointed before it was connected.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be changed.")
@lang_option
@click.pass_obj
def connect(session: requests.Session | None, number: str, fallback: str, undo: bool, dry: bool, lang: str) -> None:
    """Let NUMBER (or the hotline of that name) ring here: its voice, fallback and status addresses at the carrier.

    Where it pointed before is said and kept, and the carrier is asked afterwards whether it holds. With --fallback the
    carrier fetches that address when this system does not answer; `ivr twilio fallback` prints what belongs there.

    \b
    Example:  ivr twilio connect +85222200101 --dry-run
              ivr twilio connect transport --fallback https://pages.example.org/transport.xml
              ivr twilio connect +85222200101 --undo
    """
    if undo and fallback:
        raise click.UsageError("--undo puts the fallback back too; leave --fallback out")
    if fallback and (why := wrong_address(fallback)):
        raise click.UsageError(in_language(why, lang))
    with told_in(lang):
        installation, account = asked_with(session)
        if fallback and not account.carrier.rest.has_fallback:
            raise CarrierRefused(said(NO_FALLBACK, carrier=account.carrier.title))
        line = _hotline(served(installation), number)
        dialled = as_dialled(line.number, installation.shelf.country())
        found = the_number(numbers(account), dialled)
        notes = NumbersBefore(installation.settings.state / "numbers-before.json")
        change = _undone(found, notes) if undo else _wanted(installation, account.carrier, found, notes, fallback)
        if not _tell(change, found.number, lang) or dry:
            return
        if undo:
            point(account, found, change.after)
            notes.forget(found.number)
        else:
            notes.note(found.number, change)
            point(account, found, change.after)
        done = UNDONE if undo else CONNECTED
        click.echo(in_language(said(done, number=found.number, name=line.name), lang))


@twilio.command()
@click.argument("hotline", required=False, default="")
@lang_option
def fallback(hotline: str, lang: str) -> None:
    """Print the document that answers the callers of HOTLINE when no server of yours does; list them all without.

    It speaks all languages of the site, rings the officers and needs nothing of yours. Keep it at the carrier (a TwiML
    Bin) or with any web host, and connect the number with its address. It is made anew at each publish.

    \b
    Example:  ivr twilio fallback transport > transport.xml
              ivr twilio connect transport --fallback https://pages.example.org/transport.xml
    """
    with told_in(lang):
        installation = opened()
        carrier = CARRIERS[installation.settings.carrier]
        if not carrier.rest.has_fallback:
            raise CarrierRefused(said(NO_FALLBACK, carrier=carrier.title))
        installation.write_fallbacks()
        if hotline:
            edition = served(installation)
            click.echo(fallback_document(edition, _hotline(edition, hotline), carrier).decode())
            return
        folder = installation.settings.state / FOLDER
        rows = [{"hotline": path.stem, "file": str(path)} for path in sorted(folder.glob("*.xml"))]
    print_rows(rows, "text", in_language(PUBLISH_FIRST, lang))


def _row(number: CarrierNumber, carrier: Carrier, edition: Edition | None, lang: str) -> dict[str, str]:
    line = edition.hotline_at(number.number) if edition else None
    elsewhere = answered_elsewhere(number, carrier)
    return {
        "number": number.number,
        "hotline": line.name if line else "",
        "rings": in_language(elsewhere, lang) if elsewhere else told(number.pointing, "voice"),
        "fallback": told(number.pointing, "fallback"),
        "status": told(number.pointing, "status"),
    }


def _shortened(row: dict[str, str], ours: Addresses, lang: str) -> dict[str, str]:
    """The row as people read it: an address of this system is only said to be here."""
    here = {f"{POST} {address}": in_language(HERE, lang) for address in (ours.answer, ours.fallback, ours.status)}
    addresses = {name: here.get(row[name], row[name]) or in_language(NOBODY, lang) for name in ADDRESSES}
    return {**row, **addresses}


def _hotline(edition: Edition, number: str) -> Hotline:
    named = {line.name: line for line in edition.hotlines.values()}
    line = named.get(number) or edition.hotline_at(number)
    if line is None:
        raise CarrierRefused(
            said(
                "{number} is no hotline's: there are {names}. Write it into flows.yaml and publish, then connect it.",
                number=number,
                names=", ".join(f"{each.name} ({each.number})" for each in edition.hotlines.values()),
            )
        )
    return line


def _wanted(
    installation: Installation, carrier: Carrier, number: CarrierNumber, notes: NumbersBefore, fallback: str
) -> NumberChange:
    if why := answered_elsewhere(number, carrier):
        raise CarrierRefused(why)
    known = notes.change_of(number.number)
    if not fallback and known and known.after.fallback == number.pointing.fallback:
        fallback = known.after.fallback  # the one that it was connected with
    return NumberChange(number.pointing, pointing_here(installation.settings.public_url, fallback, carrier))


def _undone(number: CarrierNumber, notes: NumbersBefore) -> NumberChange:
    known = notes.change_of(number.number)
    if known is None:
        raise CarrierRefused(
            said("{number} was not connected from here, so nothing is known to put back.", number=number.number)
        )
    if list(differences(number.pointing, known.after)) and list(differences(number.pointing, known.before)):
        raise CarrierRefused(
            said(
                "{number} was changed elsewhere since it was connected, so it is left as it is: {now}",
                number=number.number,
                now=told(number.pointing, "voice") or NOBODY,
            )
        )
    return NumberChange(number.pointing, known.before)


def _tell(change: NumberChange, number: str, lang: str) -> bool:
    """Say what changes; whether anything does."""
    found = list(differences(change.before, change.after))
    for name, now, then in found:
        sentence = said(CHANGES, number=number, what=NAMES[name], before=now or NOBODY, after=then or NOBODY)
        click.echo(in_language(sentence, lang))
    if not found:
        click.echo(in_language(said(AS_IT_IS, number=number), lang))
    return bool(found)
