"""Making calls on a running hotline, and remembering every byte of its answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from touching import let_the_record_be_touched
from whole.serving import NUMBERS, Server

from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.requesting import Reply, Request, Wire
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone
from ivr.phone.verbs import Record
from ivr.storage.journal.marks import rewind_marks

EVERYTHING = "3,1,12345674,1,01011980,9,4,1,record:45,3,1,#,0,officer:busy,officer:unanswered,record:15,3,1"
"""English: a status found, a complaint with its reference heard again, officers in vain, a message."""


@dataclass
class Remembering:
    """Passes requests on, and remembers them with their replies."""

    wire: Wire
    sent: list[tuple[Request, Reply]] = field(default_factory=list)

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply, as it came."""
        reply = self.wire.send(request, seconds)
        self.sent.append((request, reply))
        return reply

    @property
    def answers(self) -> list[tuple[int, str]]:
        """Status and body of each answer, what is inside a call's token left out: it holds the time of the call."""
        return [(reply.status, re.sub(r"call=[\w-]+", "call=TOKEN", reply.body.decode())) for _, reply in self.sent]

    @property
    def last_turn(self) -> Request:
        """The last request that was a turn."""
        return [request for request, _ in self.sent if "/voice/turn" in request.url][-1]


def call(
    server: Server,
    script: str,
    hotline: str = "transport",
    sid: str = "",
    wrap: Callable[[Wire], Wire] | None = None,
    habits: Habits | None = None,
) -> tuple[Telephone, Remembering, list[str]]:
    """Rings and plays a script: the telephone as it then stands, all answers, all words heard."""
    made: list[Remembering] = []

    def remembered(wire: Wire) -> Wire:
        made.append(Remembering(wrap(wire) if wrap else wire))
        return made[0]

    line = server.line(remembered)
    telephone = Telephone(line, new_call(NUMBERS[hotline], hong_kong(), habits, sid))
    heard = list(telephone.ring())
    for act in parse_script(script):
        heard += perform(telephone, act)
    return telephone, made[0], [one.text or one.url for one in heard]


def to_the_tone(telephone: Telephone, keys: str) -> None:
    """Press each of `keys`, then 1 until the caller is recorded."""
    for key in keys:
        telephone.press(key)
    for _ in range(5):
        if not isinstance(telephone.here, Record):
            telephone.press("1")
    assert isinstance(telephone.here, Record)


def forget(server: Server, sid: str) -> None:
    """Take a call off the record, so that another may bear its name."""
    with server.database() as opened, opened.writing() as connection:
        let_the_record_be_touched(connection)
        for table, column in (
            ("journal", "call_sid"),
            ("calls", "sid"),
            ("cases", "call_sid"),
            ("messages", "call_sid"),
        ):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = '{sid}'")  # noqa: S608 - names of our own
        rewind_marks(connection)
