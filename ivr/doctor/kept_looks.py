"""What was found out lately, in files of the folder for state, so that a page need not wait for it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.doctor.diagnosis import Diagnosis
from ivr.doctor.trial_call import TrialCall
from ivr.storage.disk.files import write_whole
from ivr.translation import sentence_from_json, sentence_to_json


@dataclass(frozen=True)
class Look:
    """What was found at a moment, by the name of the check."""

    at: datetime
    findings: Mapping[str, Diagnosis]


class KeptLooks:
    """The files `trial-calls.json` and `doctor.json` of a folder for state."""

    def __init__(self, state: Path) -> None:
        self._trials = state / "trial-calls.json"
        self._look = state / "doctor.json"

    def keep_trials(self, made: Iterable[TrialCall]) -> None:
        """Keep the trial calls that were made last, instead of those before. Raises OSError."""
        _write(self._trials, [each.to_json() for each in made])

    def trials(self) -> tuple[TrialCall, ...]:
        """The trial calls that were made last; none where none were."""
        return _read(self._trials, lambda kept: tuple(map(TrialCall.from_json, kept))) or ()

    def keep_look(self, look: Look) -> None:
        """Keep what was found, instead of what was before. Raises OSError."""
        found = {
            name: [each.state, *map(sentence_to_json, (each.why, each.do))] for name, each in look.findings.items()
        }
        _write(self._look, {"at": look.at.isoformat(), "findings": found})

    def look(self) -> Look | None:
        """What was found last; None where nothing was."""
        found: Look | None = _read(self._look, _look)
        return found


def _look(kept: Any) -> Look:
    found = kept["findings"].items()
    findings = {
        name: Diagnosis(state, sentence_from_json(why), sentence_from_json(do)) for name, (state, why, do) in found
    }
    return Look(datetime.fromisoformat(kept["at"]), findings)


def _write(file: Path, content: object) -> None:
    write_whole(file, json.dumps(content, ensure_ascii=False).encode())


def _read(file: Path, make: Callable[[Any], Any]) -> Any:
    """What is in a file; None where it is not there, or an older program wrote it."""
    try:
        return make(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
