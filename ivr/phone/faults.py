"""Wires with something wrong: every webhook twice, at once or in turn; answers lost after the hotline made them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr.errors import PhoneFault
from ivr.phone.requesting import NotAnsweredError, Reply, Request, Wire


@dataclass(frozen=True)
class Doubled:
    """Sends every request `copies` times, one after another or all at once; the answers must be equal to the byte."""

    wire: Wire
    copies: int = 2
    at_once: bool = False

    def send(self, request: Request, seconds: float) -> Reply:
        """The one reply that all copies got. Raises PhoneFault when they differ."""
        workers = self.copies if self.at_once else 1
        with ThreadPoolExecutor(workers) as pool:
            replies = list(pool.map(lambda _: self.wire.send(request, seconds), range(self.copies)))
        for reply in replies[1:]:
            if (reply.status, reply.body) != (replies[0].status, replies[0].body):
                raise PhoneFault(f"{request.url} answers the same webhook in two ways:\n{_two(replies[0], reply)}")
        return replies[0]


@dataclass(frozen=True)
class AnswerLost:
    """Loses the first answer of every request after the hotline has made it, and asks again."""

    wire: Wire

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply to the second try."""
        self.wire.send(request, seconds)
        return self.wire.send(request, seconds)


@dataclass(frozen=True)
class AnswerGone:
    """Loses every answer to a turn after the hotline has made it, for good: only the fallback address is heard."""

    wire: Wire

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply of any other address. Raises NotAnsweredError for a turn."""
        reply = self.wire.send(request, seconds)
        if urlsplit(request.url).path.endswith(("/voice/answer", "/voice/turn")):
            raise NotAnsweredError("the answer was lost on its way")
        return reply


def _two(first: Reply, second: Reply) -> str:
    return "\n".join(f"  {reply.status} {reply.body.decode(errors='replace')}" for reply in (first, second))
