"""The telephone as a page uses it: a call goes in and comes out as plain JSON, and faults as a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.errors import PhoneFault
from ivr.phone.acts import parse_act, perform
from ivr.phone.line import Line
from ivr.phone.origins import ORIGINS
from ivr.phone.state import CallState, Heard, new_call
from ivr.phone.telephone import Telephone
from ivr.phone.verbs import Dial, Gather, Record


@dataclass(frozen=True)
class PageTelephones:
    """Makes calls for a page on `line`; `words` tells what recordings say, by file name without ending.

    What is given back: `state` to hand in again, `heard` (at, text, language, url, officer), `waits` (for, and what
    the page needs to know about it), `clock` in seconds, `ended_by`, and `fault`, empty when all went well.
    """

    line: Line
    words: Mapping[str, str] | None = None

    def ring(self, number: str, origin: str) -> dict[str, Any]:
        """Rings a hotline's number as one of the known kinds of caller. Raises KeyError for another kind."""
        telephone = Telephone(self.line, new_call(number, ORIGINS[origin]()), self.words)
        return _told(telephone, telephone.ring)

    def act(self, state: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Does one act, written as in a script; `tap:1` is a key after which more may come.

        Raises PhoneFault for an act that means nothing, KeyError or TypeError for a state that is none.
        """
        telephone = Telephone(self.line, CallState.from_json(state), self.words)
        kind, _, key = act.partition(":")
        if kind == "tap" and len(key) == 1:
            return _told(telephone, lambda: telephone.tap(key))
        parsed = parse_act(act)
        return _told(telephone, lambda: perform(telephone, parsed))


def _told(telephone: Telephone, act: Callable[[], tuple[Heard, ...]]) -> dict[str, Any]:
    fault = ""
    heard: tuple[Heard, ...] = ()
    try:
        heard = act()
    except PhoneFault as refused:
        fault = str(refused)
    return {
        "state": telephone.state.to_json(),
        "heard": [_heard(one) for one in heard],
        "waits": _waits(telephone),
        "clock": telephone.state.clock,
        "ended_by": telephone.state.ended_by,
        "fault": fault,
    }


def _heard(heard: Heard) -> dict[str, Any]:
    return {
        "at": heard.at_seconds,
        "text": heard.text,
        "language": heard.language,
        "url": heard.url,
        "officer": heard.officer,
    }


def _waits(telephone: Telephone) -> dict[str, Any]:
    here = telephone.here
    waits: dict[str, Any] = {"for": telephone.waits or "ended"}
    if isinstance(here, Gather):
        waits |= {"seconds": here.timeout, "speech": here.speech, "typed": telephone.state.typed}
    if isinstance(here, Record):
        waits |= {"seconds": here.longest}
    if isinstance(here, Dial):
        waits |= {"numbers": [number.number for number in here.numbers]}
    return waits
