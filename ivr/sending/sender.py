"""What every way out has in common: what it is given, what it says, and how long it may take."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

STEP_SECONDS = 10.0  # for each answer of the other side
ALL_SECONDS = 45.0  # for everything together; a small part of the outbox's lease


@dataclass(frozen=True)
class Errand:
    """One thing to send: to whom, what, and the `key` that the other side knows it by if it comes twice.

    `made_at` is when it was put into the outbox, `number` which attempt this is, `call_sid` the call whose caller it is
    about, if it is.
    """

    key: str
    destination: str
    content: Mapping[str, Any]
    made_at: datetime
    number: int = 1
    call_sid: str = ""


class Sender(Protocol):
    """A way out. `tells_repeats`: the other side can tell a second one from another, so that it may be sent again."""

    tells_repeats: bool

    def send(self, errand: Errand) -> str:
        """Send it, within ALL_SECONDS; what the other side answered, in a line.

        Raises SendingFailed (later, perhaps), SendingRefused (never) and SendingUnclear (it may have been sent), saying
        why without a secret.
        """
        ...


@contextmanager
def broken_off(connection: Callable[[], socket.socket | None], seconds: float = ALL_SECONDS) -> Iterator[None]:
    """Break a connection off that is still in use after so long: the other side may answer a letter at a time."""

    def give_up() -> None:
        with suppress(OSError):  # it may be closed already
            if its := connection():
                its.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, give_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def one_line(answer: object, most: int = 300) -> str:
    """What the other side answered, on one line and no longer than is worth reading."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]
