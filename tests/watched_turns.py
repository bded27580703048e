"""What the program does in one turn of a call: the statements it asks, the lines it passes, the TwiML it gives."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from sqlalchemy.engine.default import DefaultDialect

from ivr.phone.line import Line
from ivr.phone.requesting import Reply, Request, Wire
from ivr.storage.closures import known
from ivr.storage.database.kept_connections import KeptConnections
from ivr.storage.editions import shelf

PROGRAM = Path(__file__).parents[1] / "ivr"
DECIDING = ("engine", "nodes", "storage/tables", "storage/cases", "storage/traffic/ceilings.py")
ROOMS = tuple(str(PROGRAM / room) for room in DECIDING)  # elsewhere it matters what time it is
ASKED = {KeptConnections.run.__code__: "text", DefaultDialect.do_execute.__code__: "statement"}
"""Where every statement of a turn passes, and what it is called there."""
A_DAY = 86_400.0  # seconds
TOKEN = re.compile(rb"call=[^\"&<]+")


@dataclass
class Turn:
    """What the program did in one turn: the statements it asked, the lines it passed, and the TwiML it gave."""

    statements: list[str] = field(default_factory=list)
    lines: set[tuple[str, int]] = field(default_factory=set)
    twiml: list[bytes] = field(default_factory=list)

    @property
    def without_token(self) -> list[bytes]:
        return [TOKEN.sub(b"call=", each) for each in self.twiml]

    def send(self, wire: Wire, request: Request, seconds: float) -> Reply:
        """The reply, and how it was made."""
        with (
            patch.object(known, "FRESH_FOR", A_DAY),
            patch.object(shelf, "FRESH_FOR", A_DAY),
        ):  # what a worker asks anew by the second, whoever calls, says nothing of the call
            sys.settrace(self._enters)
            try:
                reply = wire.send(request, seconds)
            finally:
                sys.settrace(None)
        self.twiml.append(reply.body)
        return reply

    def _enters(self, frame: FrameType, event: str, told: object) -> Any:
        if frame.f_code in ASKED:
            self.statements.append(frame.f_locals[ASKED[frame.f_code]])
        return self._passes if frame.f_code.co_filename.startswith(ROOMS) else None

    def _passes(self, frame: FrameType, event: str, told: object) -> Any:
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._passes


@dataclass
class Watching:
    """A wire that notes what the program does with the next request."""

    wire: Wire
    turn: Turn | None = None

    def send(self, request: Request, seconds: float) -> Reply:
        return self.turn.send(self.wire, request, seconds) if self.turn else self.wire.send(request, seconds)


def watched(line: Line) -> tuple[Line, Watching]:
    """The line, watched while its `turn` is set."""
    watching = Watching(line.wire)
    return Line(line.url, line.auth_token, line.account_sid, watching), watching


def assert_alike(one: Turn, other: Turn) -> None:
    """They did the same, but for the call that the token in the address holds."""
    assert one.statements == other.statements
    assert sorted(one.lines ^ other.lines) == []
    assert one.without_token == other.without_token
