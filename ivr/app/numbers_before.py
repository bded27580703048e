"""Where numbers pointed before they were made to point here: a file of the state, so that they can be put back.

An address may hold a password, so nobody else may read the file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ivr.carrier.rest.numbers import Pointing
from ivr.errors import StorageAway
from ivr.storage.disk.files import write_whole
from ivr.storage.disk.locks import locked
from ivr.translation import said

PATIENCE = 5.0  # seconds to wait for another process that connects a number
DAMAGED = said(
    "{file} is damaged. Look into it, and delete it if you need nothing of it: numbers then cannot be put back."
)


@dataclass(frozen=True)
class NumberChange:
    """Where a number pointed `before`, and where it was made to point, `after`."""

    before: Pointing
    after: Pointing


@dataclass(frozen=True)
class NumbersBefore:
    """The file at `path`."""

    path: Path

    def change_of(self, number: str) -> NumberChange | None:
        """What was changed of a number (E.164), None where nothing was. Raises StorageAway."""
        return self._read().get(number)

    def note(self, number: str, change: NumberChange) -> None:
        """Keep a change, before it is made.

        Of several in a row, each beginning where the one before ended, the first `before` stays. Raises StorageAway.
        """
        known = self.change_of(number)
        first = known.before if known and known.after == change.before else change.before
        self._write({number: NumberChange(first, change.after)})

    def forget(self, number: str) -> None:
        """Forget what was changed of a number. Raises StorageAway."""
        self._write({number: None})

    def _write(self, changed: Mapping[str, NumberChange | None]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.with_suffix(".lock"), PATIENCE):
                all_kept = {number: kept for number, kept in {**self._read(), **changed}.items() if kept}
                content = {number: asdict(kept) for number, kept in all_kept.items()}
                write_whole(self.path, json.dumps(content, indent=1).encode(), private=True)
        except OSError as error:
            raise StorageAway(
                said("{file} cannot be written: {why}. Nothing was changed.", file=self.path, why=error.strerror)
            ) from None

    def _read(self) -> dict[str, NumberChange]:
        try:
            kept = json.loads(self.path.read_bytes())
            return {
                number: NumberChange(Pointing(**each["before"]), Pointing(**each["after"]))
                for number, each in kept.items()
            }
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise StorageAway(said("{file} cannot be read: {why}", file=self.path, why=error.strerror)) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise StorageAway(said(DAMAGED, file=self.path)) from None
