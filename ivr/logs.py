"""How the system writes its log: one line an event, callers' numbers masked, and never at the cost of a call.

On a terminal `key=value`, otherwise JSON, both to standard error. Values come from callers: control characters are
taken out, so that nobody can write a line of their own or take over an operator's terminal.
"""

import io
import logging
import os
import re
import select
import sys
import threading
import traceback
from typing import Any, Protocol, TextIO

import phonenumbers

_RICH = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]  # else it brings pygments along, 3 MB, for colours not used here
import structlog  # noqa: E402 - after the line above
from structlog.typing import EventDict, Processor, WrappedLogger  # noqa: E402 - likewise

if _RICH:
    sys.modules["rich"] = _RICH
else:
    del sys.modules["rich"]

MASKED = ("caller", "from_", "called_back")
HIDDEN = "••••"
NO_NUMBER = ("", "anonymous", "restricted", "unavailable", "unknown")
LONGEST_VALUE = 4000
PATIENCE_MS = 50
LAST_PATIENCE_MS = 1000  # for what is kept nowhere else
QUIET = ("alembic", "werkzeug")  # tell nothing an operator could act on
PIPE_TAKES = 4096  # what a pipe that is ready takes at once without blocking (PIPE_BUF)
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


class CallInHand(Protocol):
    """What the log tells of a call."""

    @property
    def sid(self) -> str:
        """Its name at the carrier."""
        ...

    @property
    def hotline(self) -> str:
        """The hotline that was rung."""
        ...

    @property
    def node(self) -> str:
        """Where in the menu it is."""
        ...


class _Thread(threading.local):
    """The call whose turn a thread takes; to set it costs a turn no function call, which a context variable would."""

    call: CallInHand | None = None


IN_HAND = _Thread()
"""`IN_HAND.call = call`: until the next, every line of this thread's log tells of the call where it does not itself."""


class PatientStream(io.TextIOBase):
    """Writes to `target` or loses the line: a full disk, a closed pipe or a reader that stands still costs no call.

    A target that is not ready is waited for 50 ms; after a loss it is no longer waited for until it is ready again.
    """

    def __init__(self, target: TextIO, patience_ms: int = PATIENCE_MS) -> None:
        self._target = target
        self._patience = self._most = patience_ms

    def write(self, text: str) -> int:
        """Write `text`; of what the target does not take the rest is lost."""
        try:
            self.insist(text)
        except (OSError, ValueError):
            self._patience = 0
        return len(text)

    def insist(self, text: str) -> None:
        """Write all of `text`. Raises OSError or ValueError when the target does not take it."""
        descriptor = _descriptor_of(self._target)
        if descriptor is None:
            self._target.write(text)
            return
        line = text.encode("utf-8", "backslashreplace")
        for begin in range(0, len(line), PIPE_TAKES):
            if not _ready(descriptor, self._patience):
                raise BlockingIOError
            os.write(descriptor, line[begin : begin + PIPE_TAKES])
        self._patience = self._most


def write_line(line: str) -> bool:
    """Write one line to standard error as it is, whatever becomes of the log; whether all of it was taken."""
    try:
        PatientStream(sys.stderr, LAST_PATIENCE_MS).insist(line + "\n")
    except (OSError, ValueError):
        return False
    return True


def set_up_logs(level: str = "INFO", target: TextIO | None = None) -> None:
    """Send the log of this process, its libraries' too, to `target` (standard error) from `level` on.

    Log with `logger(__name__).info("call answered", call_sid=…)`. Called again, it replaces what it set up.
    """
    target = target or sys.stderr
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = _console() if target.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    clean: list[Processor] = [structlog.processors.format_exc_info, tell_call, mask_callers, strip_controls]
    render: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *clean, last]
    lines = logging.StreamHandler(PatientStream(target))
    lines.setFormatter(structlog.stdlib.ProcessorFormatter(processors=render, foreign_pre_chain=first))
    logging.basicConfig(level=level.upper(), handlers=[lines], force=True)
    for library in QUIET:
        logging.getLogger(library).setLevel("WARNING")
    logging.raiseExceptions = False  # a value that cannot be printed is no reason to print a traceback instead
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *first, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def logger(module: str) -> Any:
    """Where a module logs: an event's name, and what there is to it by keyword."""
    return structlog.get_logger(module)


def came_from(error: BaseException) -> list[str]:
    """The places in the program that an error came from, innermost last, without a value that callers gave."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def mask_number(number: str) -> str:
    """`+85291234567` as `+852 9123 ••••`; words such as `anonymous` as they are; all else hidden."""
    if number.lower() in NO_NUMBER:
        return number
    try:
        parsed = phonenumbers.parse(number[:20])
    except phonenumbers.NumberParseException:
        return HIDDEN
    return f"+{parsed.country_code} {str(parsed.national_number)[:-4]} {HIDDEN}"


def tell_call(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Add the call in hand, its hotline and its node, where the line does not tell them."""
    call = IN_HAND.call
    if call is not None and event.get("call_sid", call.sid) == call.sid:
        event.setdefault("call_sid", call.sid)
        event.setdefault("hotline", call.hotline)
        event.setdefault("node", call.node)
    return event


def mask_callers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask the values under the keys that hold a caller's number."""
    for key in MASKED:
        if key in event:
            event[key] = mask_number(str(event[key] or ""))
    return event


def strip_controls(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put every text on one line without escapes and cut to size; a traceback keeps its lines."""
    return {str(_clean(key)): _lines(value) if key == "exception" else _clean(value) for key, value in event.items()}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return CONTROLS.sub(" ", ESCAPES.sub("", value))[:LONGEST_VALUE]
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(each) for each in value]
    if value is None or isinstance(value, int | float):
        return value
    return _clean(repr(value))


def _lines(traceback: object) -> str:
    return "\n".join(str(_clean(line)) for line in str(traceback).split("\n"))


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def _descriptor_of(target: TextIO) -> int | None:
    try:
        return target.fileno()
    except (OSError, ValueError, AttributeError):
        return None  # not a file of the system, such as a string in a test


def _ready(descriptor: int, patience_ms: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    return any(event & select.POLLOUT for _, event in poll.poll(patience_ms))
