"""What a worker knows of the closures and notices in force: asked anew each second, kept on disk for bad days."""

import json
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.engine.ports import ClosureInForce
from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.closures.announced import ClosureBook, ClosureChange, KeptClosure
from ivr.storage.disk.files import write_whole
from ivr.storage.disk.freshness import Freshness

log = logger(__name__)
FRESH_FOR = 1.0  # seconds for which a worker trusts what it knows
MOMENTS = ("begins", "ends", "at")


class KnownClosures:
    """The closures that calls meet; never raises.

    While the database is away, those last known hold, also in a worker that was started since: they are in the file
    at `path`. They still end by themselves.
    """

    def __init__(self, book: ClosureBook, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.book = book
        self._path = path
        self._known: tuple[KeptClosure, ...] | None = None
        self._on_disk = False
        self._freshness = Freshness(self._look, monotonic)

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        """The closures and notices in force on `hotline` at a moment, in the order they began."""
        self._freshness.keep(FRESH_FOR)
        known = self._known
        if not known:
            return ()
        return tuple(each.in_force() for each in known if each.concerns(hotline) and each.state(at) == "in force")

    def look_again(self) -> None:
        """Find out at once what stands."""
        self._freshness.look_again()

    def _look(self) -> None:
        try:
            found = self.book.standing()
        except StorageAway as away:
            self._stay(str(away))
        except Exception:  # whatever it is, calls go on with the closures last known
            log.exception("closures cannot be read")
            self._stay("they cannot be read")
        else:
            self._note(found)

    def _stay(self, why: str) -> None:
        """Go on with what is known; what only the disk knows is read once."""
        if self._known is None:
            log.warning("closures taken from disk", why=why)
            self._known = _from_disk(self._path)

    def _note(self, found: tuple[KeptClosure, ...]) -> None:
        if found == self._known and self._on_disk:
            return
        before, self._known, self._on_disk = self._known, found, False
        try:
            write_whole(self._path, _to_text(found).encode())
            self._on_disk = True
        except OSError as error:
            if found != before:  # once, however often it is tried in vain
                log.error("closures not on disk", file=str(self._path), why=str(error))


def _to_text(known: Iterable[KeptClosure]) -> str:
    return json.dumps([_plain(each) for each in known], ensure_ascii=False)


def _plain(closure: KeptClosure) -> dict[str, Any]:
    return {
        **{name: _text(value) for name, value in vars(closure).items()},
        "changes": [{name: _text(value) for name, value in vars(change).items()} for change in closure.changes],
    }


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _from_disk(path: Path) -> tuple[KeptClosure, ...]:
    try:
        return tuple(_closure(row) for row in json.loads(path.read_bytes()))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.error("closures on disk cannot be read", file=str(path), why=str(error))
        return ()


def _closure(row: dict[str, Any]) -> KeptClosure:
    changes = tuple(ClosureChange(**_with_moments(change)) for change in row.pop("changes"))
    return KeptClosure(**_with_moments(row) | {"hotlines": tuple(row["hotlines"])}, changes=changes)


def _with_moments(row: dict[str, Any]) -> dict[str, Any]:
    read = {name: row[name] and datetime.fromisoformat(row[name]) for name in MOMENTS if name in row}
    return row | read
