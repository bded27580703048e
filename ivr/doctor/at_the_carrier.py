"""What the carrier says when it is asked: of the account, of each number, of fallbacks elsewhere and of recordings."""

from collections.abc import Iterator, Sequence

from ivr.carrier.addresses import addresses_under
from ivr.carrier.carriers import Carrier
from ivr.carrier.connecting import answered_elsewhere
from ivr.carrier.fallback_document import fallback_document
from ivr.carrier.pointing import NAMES, differences, pointing_here, without_password
from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.numbers import CarrierNumber, numbers
from ivr.carrier.rest.standing import account_standing, recordings_guarded
from ivr.doctor.diagnosis import good, unknown, warning, wrong
from ivr.doctor.voices import Finding, of_voices
from ivr.engine.edition import Edition, Hotline
from ivr.errors import CarrierFault
from ivr.plain_xml import Element, XmlRefused, read_xml
from ivr.translation import said
from ivr.words.telephones import as_dialled

ACCOUNT, RECORDINGS = said("the account"), said("the recordings")
MOST_BYTES = 128 * 1024  # of a fallback document kept elsewhere


def findings(account: TwilioAccount, edition: Edition, public_url: str) -> Iterator[Finding]:
    """All that is found; asks the carrier as it goes. Raises CarrierFault, and SettingsRefused as `pointing_here`."""
    yield of_account(account)
    known = tuple(numbers(account))
    for line, dialled, number in numbers_of_hotlines(edition, known):
        yield from of_number(line, dialled, number, public_url, account.carrier)
        if number and (elsewhere := _fallback_elsewhere(number, public_url, account.carrier)):
            yield _of_fallback(account, edition, line, dialled, elsewhere)
    yield from _of_others(edition, known, public_url)
    yield from of_voices(edition)
    yield of_recordings(account)


def of_account(account: TwilioAccount) -> Finding:
    """Whether the account may make and take calls. Raises CarrierFault."""
    status, kind = account_standing(account)
    if status != "active":
        what = said("The account is {status}: it takes no calls.", status=status or "?")
        return ACCOUNT, wrong(what, said("See the console: {place}.", place=account.carrier.console.billing))
    if kind == "Trial":
        what = said(
            "It is a trial account: callers hear the carrier's notice first, and officers must be verified numbers."
        )
        return ACCOUNT, warning(
            what, said("Upgrade it in the console: {place}.", place=account.carrier.console.billing)
        )
    return ACCOUNT, good(said("The account is active."))


def of_recordings(account: TwilioAccount) -> Finding:
    """Whether the carrier gives callers' recordings to nobody but the account. Raises CarrierFault."""
    guarded = recordings_guarded(account)
    if guarded == "guarded":
        return RECORDINGS, good(said("The carrier gives a recording to nobody without the account's token."))
    if guarded == "always open":
        what = said(
            "At {carrier} whoever has the address of a recording can hear it, and that cannot be switched off.",
            carrier=account.carrier.title,
        )
        return RECORDINGS, warning(what, said("Let its addresses be known to nobody; see docs/operators/carriers.md."))
    place = account.carrier.console.recordings
    switch = said("In the console, {place}, enable “Enforce HTTP Auth on Media URLs”.", place=place)
    if guarded == "open":
        what = said("Whoever has the address of a recording can hear it: the carrier asks for no token.")
        return RECORDINGS, wrong(what, switch)
    what = said("There is no recording yet to try whether the carrier asks for a token.")
    return RECORDINGS, unknown(what, switch)


def numbers_of_hotlines(
    edition: Edition, known: Sequence[CarrierNumber]
) -> Iterator[tuple[Hotline, str, CarrierNumber | None]]:
    """Each hotline, its number as it is dialled, and that number of the account; None where the account has none."""
    by_number = {number.number: number for number in known}
    for line in edition.hotlines.values():
        dialled = as_dialled(line.number, edition.home.country)
        yield line, dialled, by_number.get(dialled)


def of_number(
    line: Hotline, dialled: str, number: CarrierNumber | None, public_url: str, carrier: Carrier
) -> Iterator[Finding]:
    """Whether a hotline's number is ours, and rings here; nobody is asked."""
    if number is None:
        what = said(
            "The account has no number {number}, so the hotline {name} cannot be rung there.",
            number=dialled,
            name=line.name,
        )
        place = carrier.console.numbers
        mend = said("Rent or port it ({place}), or take it out of flows.yaml and publish.", place=place)
        yield dialled, wrong(what, mend)
        return
    if why := answered_elsewhere(number, carrier):
        yield dialled, wrong(said("The hotline {name} is not rung.", name=line.name), why)
        return
    elsewhere = _fallback_elsewhere(number, public_url, carrier)
    found = list(differences(number.pointing, pointing_here(public_url, elsewhere, carrier)))
    for name, is_now, _ in found:
        yield _points_elsewhere(dialled, name, is_now, elsewhere)
    if not found:
        yield dialled, good(said("It rings the hotline {name}.", name=line.name))


def _fallback_elsewhere(number: CarrierNumber, public_url: str, carrier: Carrier) -> str:
    """The address of a fallback that needs no server of ours; empty for none, or where it is not asked."""
    fallback = "" if answered_elsewhere(number, carrier) else number.pointing.fallback
    return fallback if fallback != pointing_here(public_url, carrier=carrier).fallback else ""


def _points_elsewhere(dialled: str, name: str, is_now: str, fallback: str) -> Finding:
    kept = f" --fallback {without_password(fallback)}" if fallback else ""
    mend = said("Run: {command}", command=f"ivr twilio connect {dialled}{kept}")
    if not is_now:
        return dialled, wrong(said("Nobody is asked when {what}.", what=NAMES[name]), mend)
    return dialled, wrong(said("When {what}, this is asked: {address}", what=NAMES[name], address=is_now), mend)


def _of_fallback(account: TwilioAccount, edition: Edition, line: Hotline, dialled: str, address: str) -> Finding:
    """Whether what lies at the address of the fallback is the document of the edition that is served."""
    shown = without_password(address)
    command = said("Put there what this prints: {command}", command=f"ivr twilio fallback {line.name}")
    try:
        status, body = account.shown_to_anybody(address, MOST_BYTES)
    except CarrierFault:
        what = said("Nothing answers at the fallback {url}, as seen from this machine.", url=shown)
        return dialled, wrong(what, command)
    if status != 200:
        what = said("The fallback {url} answers {status}, as seen from this machine.", url=shown, status=status)
        return dialled, wrong(what, command)
    if _same_document(body, fallback_document(edition, line, account.carrier)):
        return dialled, good(said("The fallback {url} is the one of the edition that is served.", url=shown))
    what = said("The fallback {url} is not the one of the edition that is served.", url=shown)
    return dialled, wrong(what, command)


def _same_document(found: bytes, wanted: bytes) -> bool:
    """Whether two documents say the same, however they are laid out."""
    try:
        return _shape(read_xml(found.strip())) == _shape(read_xml(wanted))
    except XmlRefused:
        return False


def _shape(element: Element) -> tuple[object, ...]:
    return element.name, element.attributes, element.text, [_shape(child) for child in element.children]


def _of_others(edition: Edition, known: Sequence[CarrierNumber], public_url: str) -> Iterator[Finding]:
    """Numbers that ring here and are no hotline's."""
    here = addresses_under(public_url).root
    for number in known:
        if edition.hotline_at(number.number) is None and number.pointing.voice.startswith(f"{here}/"):
            what = said("It rings here and is no hotline's: callers hear that it is not in service.")
            mend = said(
                "Write it into flows.yaml and publish, or run: {command}",
                command=f"ivr twilio connect {number.number} --undo",
            )
            yield number.number, wrong(what, mend)
