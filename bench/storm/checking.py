"""Whether the record is whole after a storm: what callers remember is held against the journal and its projections."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from bench.storm.aims import KEPT, SECRETS
from bench.storm.callers import Memory
from ivr.errors import TokenRefused
from ivr.storage.database.transactions import Database
from ivr.switchboard.tokens import CallTokens

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """What the database holds of all calls, rows by call."""

    calls: dict[str, Row]
    journal: dict[str, list[Row]]
    cases: dict[str, list[Row]]
    messages: dict[str, list[Row]]


@dataclass
class Findings:
    """What is wrong, a line each. `lost` was told or taken and is not there, `doubled` is there twice.

    What a caller left once more who was told that it might not be kept is not doubled, though both are there.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unended: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    unmasked: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return any(vars(self).values())


def read_record(database: Database) -> Record:
    """All rows about calls."""
    with database.caught_up() as connection:
        calls = {row["sid"]: row for row in _rows(connection, "calls")}
        journal, cases, messages = (_by_call(connection, table) for table in ("journal", "cases", "messages"))
    return Record(calls, journal, cases, messages)


def look(made: Sequence[Memory], record: Record, tokens: CallTokens, log: str) -> Findings:
    """Hold what callers remember against the record, and look for what must be nowhere."""
    findings = Findings()
    for memory in made:
        if not memory.tokens and memory.sid not in record.calls:
            continue  # the hotline never heard of it
        findings.lost += _lost(memory, record, tokens)
        findings.doubled += _doubled(memory, record)
        findings.unended += _unended(memory, record)
        findings.mixed += _mixed(memory, record)
    findings.unmasked += _unmasked(made, record, log)
    return findings


def _lost(memory: Memory, record: Record, tokens: CallTokens) -> Iterator[str]:
    """Calls, turns, cases and messages that a caller was told of and that are not there."""
    call, sid = record.calls.get(memory.sid), memory.sid
    if call is None:
        yield f"{sid} is not on record"
        return
    kept = {row["turn"] for row in record.journal.get(sid, ()) if row["turn"] is not None}
    for turn in sorted({_turn(token, tokens) for token in memory.tokens} - kept):
        yield f"{sid}: turn {turn} was answered and is not on record"
    if call["turns"] != len(kept):
        yield f"{sid}: the list of calls counts {call['turns']} turns of {len(kept)}"
    for reference in memory.references - {case["reference"] for case in record.cases.get(sid, ())}:
        yield f"{sid}: reference {reference} was read out and there is no such case"
    if any(words in memory.heard for words in KEPT) and not record.messages.get(sid):
        yield f"{sid}: a message was promised to be kept and is not there"


def _doubled(memory: Memory, record: Record) -> Iterator[str]:
    """What is there twice of a caller, each of whom leaves one thing at most, and another only where told to."""
    sid = memory.sid
    left = len(record.cases.get(sid, ())) + len(record.messages.get(sid, ()))
    if left > 1 + told_to_leave_again(record.journal.get(sid, ())):
        yield f"{sid} wanted {memory.aim.name} and left {left} cases and messages"
    names = Counter(row["entry"] for row in record.journal.get(sid, ()))
    yield from (f"{sid}: {name} is there {times} times" for name, times in names.items() if times > 1)


def told_to_leave_again(rows: Iterable[Row]) -> int:
    """How often a call was told that what was left might not be kept, by its entries."""
    return sum(event["event"] == "LeftUnkept" for row in rows for event in json.loads(row["events"]))


def _unended(memory: Memory, record: Record) -> Iterator[str]:
    """Calls without an end, or with more than one."""
    ends = [row["entry"] for row in record.journal.get(memory.sid, ()) if row["ends"]]
    if len(ends) != 1:
        yield f"{memory.sid} has {len(ends)} ends: {', '.join(ends)}"
    call = record.calls.get(memory.sid)
    if call and (call["ended_at"] is None or not call["ending"] or (call["seconds"] or 0) < 0):
        yield f"{memory.sid} ended at {call['ended_at']} ({call['ending']!r}) after {call['seconds']} s"


def _mixed(memory: Memory, record: Record) -> Iterator[str]:
    """Calls that did not stay on one edition; one that was greeted anew after its first turn begins with the second."""
    editions = {row["edition"] for row in record.journal.get(memory.sid, ()) if (row["turn"] or 0) > 1}
    if len(editions) > 1:
        yield f"{memory.sid} was answered from {len(editions)} editions"


def _unmasked(made: Sequence[Memory], record: Record, log: str) -> Iterator[str]:
    """Secrets in the journal or the log, and callers' numbers in the log."""
    for sid, rows in record.journal.items():
        for row in rows:
            told = " ".join(str(row[name]) for name in ("heard", "events", "instructions"))
            yield from (f"{sid}: {secret} stands in {row['entry']}" for secret in SECRETS if _stands(secret, told))
    yield from (f"{secret} stands in the log" for secret in SECRETS if _stands(secret, log))
    yield from (f"{memory.caller} stands in the log" for memory in made if memory.caller.lstrip("+") in log)


def _stands(value: str, text: str) -> bool:
    """Whether it stands there as a value of its own, not by chance within a longer one."""
    return json.dumps(value) in text or f"={value}" in text.split()


def _turn(token: str, tokens: CallTokens) -> int:
    try:
        return tokens.open(token).turn
    except TokenRefused as refused:
        raise RuntimeError("the hotline handed out a token that its own key does not open") from refused


def _rows(connection: Connection, table: str) -> list[Row]:
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]  # noqa: S608 - our own


def _by_call(connection: Connection, table: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows(connection, table):
        found.setdefault(row["call_sid"], []).append(row)
    return found
