"""When the scheduler of this machine last did what, and how that went: one small file in the folder for state.

It lies beside the database and not in it, for a database that is away is one of the things that it tells of.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ivr.jobs.background import Background
from ivr.storage.disk.files import write_whole

EVERY = 5.0  # seconds from one writing to the next
SILENT = timedelta(seconds=60)  # without a writing: the scheduler does not run, or is stuck
LATE = timedelta(seconds=60)  # that a task may be behind, beside three of its turns


@dataclass(frozen=True)
class Job:
    """A task done every so many seconds: when it was begun last (None: never yet), and why that failed, if it did."""

    name: str
    every: float
    at: datetime | None = None
    seconds: float = 0.0
    why: str = ""

    @property
    def next_at(self) -> datetime | None:
        """When it is due again, as far as that is known."""
        return self.at and self.at + timedelta(seconds=self.seconds + self.every)

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been begun again long ago: it hangs."""
        due = self.next_at
        return due is not None and now > due + LATE + timedelta(seconds=2 * self.every)


@dataclass(frozen=True)
class Record:
    """What was written down `at` a moment."""

    at: datetime
    jobs: tuple[Job, ...]

    def is_silent(self, now: datetime) -> bool:
        """Whether nothing was written for so long that nobody can be at work."""
        return now > self.at + SILENT


class JobsRecord:
    """The file `jobs.json` of a folder for state."""

    def __init__(self, state: Path) -> None:
        self._file = state / "jobs.json"

    def write(self, running: Iterable[Background], now: datetime) -> None:
        """Write down how all tasks went last. Raises OSError."""
        jobs = [_kept(job) for each in running for job in jobs_of(each)]
        write_whole(self._file, json.dumps({"at": now.isoformat(), "jobs": jobs}, ensure_ascii=False).encode())

    def read(self) -> Record | None:
        """What was written last; None where nothing ever was, or it cannot be read."""
        try:
            kept = json.loads(self._file.read_bytes())
            return Record(datetime.fromisoformat(kept["at"]), tuple(map(_job, kept["jobs"])))
        except (OSError, ValueError, TypeError, KeyError):
            return None


def jobs_of(background: Background) -> tuple[Job, ...]:
    """The tasks of a thread, and how each went last."""
    lasts = ((task.name, task.last) for task in background.tasks)
    return tuple(
        Job(name, background.every, last.at, round(last.seconds, 3), last.why) if last else Job(name, background.every)
        for name, last in lasts
    )


def _kept(job: Job) -> dict[str, object]:
    return vars(job) | {"at": job.at and job.at.isoformat()}


def _job(kept: dict[str, object]) -> Job:
    at = kept["at"]
    return Job(**kept | {"at": at and datetime.fromisoformat(str(at))})  # type: ignore[arg-type]  # as it was written
