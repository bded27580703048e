"""What a webhook does itself: it asks the database, and opens no connection to anybody else, the carrier included."""

import sys
from typing import Any

from ivr.phone.acts import parse_script, perform
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

SCRIPTS = (
    "3,4,1,record:20,3,1,hangup",
    "3,0,officer:busy,officer:unanswered,record:9,3,1",
    "3,1,12345674,1,01011980,hangup",
)
ASKED: list[object] = []
WATCHING: list[bool] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if WATCHING and event in ("socket.connect", "socket.getaddrinfo"):
        ASKED.append(arguments)


def test_no_webhook_waits_for_the_carrier_or_anybody_else(hotline: Practice) -> None:
    sys.addaudithook(_note)  # cannot be taken away again, and does nothing while nobody watches
    WATCHING.append(True)
    try:
        for script in SCRIPTS:
            telephone = Telephone(hotline.line(), new_call("+85222200101"), hotline.words())
            telephone.ring()
            for act in parse_script(script):
                if telephone.waits != "ended" and (act.kind != "officer" or telephone.waits == "officers"):
                    perform(telephone, act)
            assert telephone.state.clock > 0
    finally:
        WATCHING.clear()
    assert ASKED == []
