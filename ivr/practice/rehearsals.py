"""Running rehearsed calls: in the engine, or over webhooks and TwiML; what is heard must be the same."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from ivr.engine.edition import Edition, Hotline
from ivr.engine.events import TextPromised
from ivr.errors import SiteRefused
from ivr.phone.in_the_engine import InTheEngine
from ivr.phone.line import Line
from ivr.phone.origins import hong_kong
from ivr.phone.rehearsal import RehearsedCall, read_rehearsals
from ivr.phone.rehearsing import OnTheLine, Rehearsal, rehearse
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice
from ivr.words.telephones import called_number

CALLER = "+85255501234"


def rehearsals_in(site: Path, departments: tuple[str, ...] = ()) -> tuple[RehearsedCall, ...]:
    """The rehearsed calls of a site, or of some departments. Raises SiteRefused for a file that cannot be read."""
    files = sorted(site.glob("menus/*/calls.yaml"))
    chosen = [file for file in files if not departments or file.parent.name in departments]
    return tuple(call for file in chosen for call in read_rehearsals(file))


def rehearse_in_the_engine(hotline: Practice, call: RehearsedCall, sid: str = InTheEngine.sid) -> Rehearsal:
    """One call without webhooks. Raises SiteRefused for a hotline or a time that makes no sense."""
    called, call = prepare(hotline, call)
    caller = InTheEngine(hotline.edition, called, hotline.ports(), call.caller or CALLER, sid)
    return rehearse(call, caller, hotline.pretend_away)


def rehearse_on_the_line(
    hotline: Practice, call: RehearsedCall, line: Line, words: dict[str, str], sid: str = ""
) -> Rehearsal:
    """One call over webhooks and TwiML. Raises SiteRefused for a hotline or a time that makes no sense.

    References follow from `sid`; a new one is made up when it is empty.
    """
    called, call = prepare(hotline, call)
    state = new_call(called.number, hong_kong(call.caller or CALLER), call_sid=sid)
    caller = OnTheLine(Telephone(line, state, words), partial(_promised, hotline))
    return rehearse(call, caller, hotline.pretend_away)


def _promised(hotline: Practice, call_sid: str) -> list[str]:
    """The text messages that were promised in a call, as its journal has them."""
    entries = sorted(hotline.switchboard.journal.of_call(call_sid), key=lambda entry: entry.turn or 0)
    return [event.text for entry in entries for event in entry.events if isinstance(event, TextPromised)]


def prepare(hotline: Practice, call: RehearsedCall) -> tuple[Hotline, RehearsedCall]:
    """Let the hotline stand as a call begins: the line that is rung, and what its failure means for the officers.

    Raises SiteRefused for a hotline, a time or a lock that makes no sense.
    """
    hotline.begin_afresh()
    hotline.clock.at = _moment(call, hotline.edition)
    hotline.pretend_away(call.fails == "database")
    country = hotline.edition.home.country
    hotline.rows.cases = tuple(replace(case, caller=called_number(case.caller, country)) for case in call.cases)
    hotline.closures.reason = call.closure
    hotline.limits.limited = call.limited
    hotline.ceilings.locked = _locked(hotline.edition, call)
    for line in hotline.edition.hotlines.values():
        if call.hotline in (line.name, line.number):
            return line, replace(call, officers=("unanswered",)) if call.fails == "officers" else call
    names = ", ".join(line.name for line in hotline.edition.hotlines.values())
    raise SiteRefused(f'{call.where}: no hotline is called "{call.hotline}". There are: {names}.')


def _locked(edition: Edition, call: RehearsedCall) -> Mapping[str, str]:
    """What is locked from the beginning, by field. Raises SiteRefused for a field that no lock names."""
    locks = {node.enquiry.locked_by for node in edition.nodes.values() if node.enquiry} if call.locked else set[str]()
    for field in call.locked.keys() - locks:
        known = ", ".join(sorted(filter(None, locks))) or "none"
        raise SiteRefused(f'{call.where}: no lock has the key "{field}". There are: {known}.')
    return call.locked


def _moment(call: RehearsedCall, edition: Edition) -> datetime | None:
    if not call.at:
        return None
    try:
        return datetime.fromisoformat(call.at).replace(tzinfo=ZoneInfo(edition.zone))
    except ValueError:
        raise SiteRefused(f'{call.where}: "{call.at}" is no time; write it like 2026-12-25 10:00') from None
