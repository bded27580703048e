"""The document that answers a hotline's callers when none of our servers does: kept by the carrier or any web host.

It is made once for all hours, so it says only what always holds. It speaks every language of the site, rings the
officers of the hotline all at once or one after another as the site has it, and then ends the call. No address of ours
is in it, and so no recording, no key to press and no note of the call.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from twilio.twiml.voice_response import Dial, VoiceResponse

from ivr.carrier.addresses import addresses_under
from ivr.carrier.carriers import TWILIO, Carrier
from ivr.carrier.fitting import fit
from ivr.carrier.pronouncing import pronounced
from ivr.carrier.verbs import LEAST_RINGING, MOST_OFFICERS, MOST_RINGING, Verbs
from ivr.engine.edition import Edition, Hotline, Officers
from ivr.engine.grammar import full_name, mentions
from ivr.engine.instructions import Say
from ivr.words.telephones import as_dialled

OFFICER = "officer"  # the node of each department to which the key for an officer leads
RINGING, NO_OFFICERS, AT_LAST = "line_down", "line_down_no_officers", "line_down_at_last"
INSTEAD: Mapping[str, tuple[str, ...]] = {
    RINGING: ("apology", "transferring"),
    NO_OFFICERS: ("apology", "no_officers", "goodbye"),
    AT_LAST: ("goodbye",),
}
"""What is said, phrase after phrase, in a language whose phrases do not have these: every site has most of them."""


def fallback_document(edition: Edition, line: Hotline, carrier: Carrier = TWILIO) -> bytes:
    """The TwiML for the callers of one hotline."""
    officers = officers_of(edition, line)
    response = VoiceResponse()
    _say(response, edition, carrier, _at_first(edition, line, rung=officers is not None))
    if officers:
        response.append(_dial(edition, officers, carrier))
        at_last = (Say(_words(edition, line, AT_LAST, code), code) for code in edition.languages)
        _say(response, edition, carrier, at_last)
    response.hangup()
    return bytes(response.to_xml().encode())


def officers_of(edition: Edition, line: Hotline) -> Officers | None:
    """The officers whom the key for an officer rings where the hotline begins; None where nobody can be rung.

    Where that key leads through other nodes first, the nearest officers behind them; else the first of the department.
    """
    if not line.officers:
        return None
    department = line.start.partition("/")[0]
    nodes = edition.nodes_of(department)
    ways = (*_onward(edition, department), *nodes)
    names = (name for way in ways for _, name in mentions(nodes[way], "officers"))
    return next((edition.officers[name] for name in names if name in edition.officers), None)


def _onward(edition: Edition, department: str) -> Iterator[str]:
    """The nodes of a department behind the key for an officer, the nearest first."""
    nodes = edition.nodes_of(department)
    waiting, seen = deque([full_name(OFFICER, department)]), set[str]()
    while waiting:
        name = waiting.popleft()
        if name in seen or name not in nodes:
            continue
        seen.add(name)
        yield name
        waiting.extend(full_name(to, department) for to in nodes[name].leads_to)


def _say(response: VoiceResponse, edition: Edition, carrier: Carrier, says: Iterable[Say]) -> None:
    voices = tuple(edition.languages.values())
    verbs = Verbs(voices, addresses_under(""), carrier)
    for say in fit(pronounced((each for each in says if each.text.strip()), voices)):
        response.append(verbs.of(say))


def _at_first(edition: Edition, line: Hotline, *, rung: bool) -> Iterator[Say]:
    """Language by language: what is always said on this line, and that it is out of order."""
    for code in edition.languages:
        yield from (Say(notice.say.get(code, ""), code) for notice in line.notices if notice.season.always)
        if rung:
            yield Say(_words(edition, line, RINGING, code), code)
        else:
            yield Say(line.instead_of_officers.get(code, ""), code)
            yield Say(_words(edition, line, NO_OFFICERS, code), code)


def _words(edition: Edition, line: Hotline, phrase: str, code: str) -> str:
    phrases = edition.phrases.get(code, {})
    own = phrases.get(phrase, "").replace("{title}", line.title.get(code, ""))
    return own.strip() or " ".join(filter(None, (phrases.get(name, "") for name in INSTEAD[phrase])))


def _dial(edition: Edition, officers: Officers, carrier: Carrier) -> Dial:
    """Without an `action` the carrier goes on in the document when it rang in vain, and also after the officer.

    So officers have to ring in one Dial, and all together where that rings nobody after another.
    """
    seconds = min(max(LEAST_RINGING, officers.seconds), MOST_RINGING)
    dial = Dial(timeout=seconds, sequential=True if carrier.rings_in_order and not officers.together else None)
    for number in officers.numbers[:MOST_OFFICERS]:
        dial.number(as_dialled(number, edition.home.country))
    return dial
