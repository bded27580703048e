"""Deleting by rule: recordings, numbers, calls; counted first, never half done, and nothing of an open case."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ivr.engine.events import (
    CallBackChosen,
    CallEnded,
    CallStarted,
    CaseOpened,
    Event,
    FieldKept,
    KeyPressed,
    MessageLeft,
    RecordedAgain,
)
from ivr.errors import CarrierSilent, RecordingAway, StorageAway
from ivr.jobs.purging import Purged, Rules, purge
from ivr.jobs.rollups import update_now
from ivr.journal.entry import Entry
from ivr.storage.calls.reading import call_entries, find_call
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.metadata import metadata
from ivr.storage.database.transactions import Database
from ivr.storage.figures.rollups import rows_not_summed
from ivr.storage.figures.tables import hotline_hours
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.messages.listing import messages_of_call
from ivr.storage.retention.purging import AT_A_TIME
from ivr.switchboard.ports import AfterEnd

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CALLER, KEYED = "+85255501234", "+85222200998"


@dataclass
class Sounds:
    """A carrier and a disk with recordings; `away` are those that the carrier does not let go."""

    copies: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    erased: list[str] = field(default_factory=list)
    dies_after: int = -1

    def erase(self, recording: str, url: str) -> None:
        """Delete it, or die."""
        if recording in self.away:
            raise RecordingAway("the carrier does not answer")
        if len(self.erased) == self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)
        assert url == f"https://x/{recording}"
        self.erased.append(recording)
        self.forget(recording)

    def forget(self, recording: str) -> None:
        """Delete the copy."""
        self.copies.discard(recording)

    def names(self) -> tuple[str, ...]:
        """The copies."""
        return tuple(self.copies)


@pytest.fixture
def rang(database: Database) -> Callable[..., str]:
    """A call of so many days ago that left a message, or a complaint; its name."""

    def ring(name: str, days: int, *, complaint: bool = False) -> str:
        at, journal = NOW - timedelta(days=days), DatabaseJournal(database)
        url, node = f"https://x/RE{name}", "transport/say"
        left = (
            CaseOpened(node, "complaint", f"9{name[-9:]:0>9}", f"RE{name}", url, 9, KEYED)
            if complaint
            else MessageLeft(node, f"RE{name}", url, 9, KEYED)
        )
        turns = [
            ((CallStarted("transport", "+85222200101", CALLER),), {}),
            ((FieldKept(node, "call_back", KEYED),), {"heard": "Keys", "digits": "22200998"}),
            ((left,), {"heard": "Recorded", "recording": f"RE{name}", "url": url}),
            (
                (CallBackChosen(node, 2, KEYED), CallEnded(node, "caller hung up")),
                {"heard": "Keys", "digits": "22200998"},
            ),
        ]
        for turn, (events, heard) in enumerate(turns):
            moment = at + timedelta(seconds=turn)
            line = ("transport", CALLER, "+85222200101", "e", node, "en")
            journal.load(Entry(f"CA{name}", f"turn {turn}", turn, moment, *line, heard, events, (), f"token {turn}"))
        return f"CA{name}"

    return ring


def run(
    database: Database, sounds: Sounds, rules: Rules, *, days: int = 0, dry: bool = False
) -> list[tuple[str, int, int]]:
    journal, now = DatabaseJournal(database), NOW + timedelta(days=days)
    return [
        (each.what, each.deleted, each.left)
        for each in purge(database, journal, sounds, rules, now, HONG_KONG, dry=dry)
    ]


def everything(database: Database) -> dict[str, list[object]]:
    """Every row of every table."""
    with database.caught_up() as connection:
        return {name: sorted(map(str, connection.execute(select(table)))) for name, table in metadata.tables.items()}


@pytest.mark.parametrize("table", ["journal", "history", "purged"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET call_sid = 'x'", "DELETE FROM {}"])
def test_no_other_way_leads_into_the_record(
    database: Database, rang: Callable[..., str], table: str, statement: str
) -> None:
    rang("1", 10)
    CaseWork(database).note(Key(rang("2", 10, complaint=True), 2), 0, "mei", "x")
    run(database, Sounds(), Rules(numbers=5))
    rang("3", 1)
    CaseWork(database).note(Key(rang("4", 1, complaint=True), 2), 0, "mei", "x")
    before = everything(database)
    with pytest.raises((DBAPIError, StorageAway), match=f"{table} is never changed"), database.writing() as connection:
        connection.execute(text(statement.format(table)))
    assert everything(database) == before


def test_a_dry_run_counts_what_a_run_deletes_and_changes_nothing(database: Database, rang: Callable[..., str]) -> None:
    for name, days in (("1", 5), ("2", 15), ("3", 25), ("4", 35)):
        rang(name, days)
    rules, sounds = Rules(recordings=10, numbers=20, calls=30), Sounds()
    before = everything(database)
    told = run(database, sounds, rules, dry=True)
    assert everything(database) == before
    assert sounds.erased == []
    assert told == [("recordings", 3, 0), ("numbers", 2, 0), ("calls", 1, 0)]
    assert run(database, sounds, rules) == told
    assert run(database, sounds, rules) == [("recordings", 0, 0), ("numbers", 0, 0), ("calls", 0, 0)]
    assert sounds.erased == ["RE2", "RE3", "RE4"]


def test_a_deleted_recording_is_known_to_be_deleted_for_ever(database: Database, rang: Callable[..., str]) -> None:
    sid, sounds = rang("1", 10), Sounds({"RE1"})
    run(database, sounds, Rules(recordings=5))
    assert (messages_of_call(database, sid)[0].recording_status, sounds.copies) == ("deleted", set())
    notice = Entry(sid, "recording RE1 completed", None, NOW, "", "", "", "", "", "", {})
    DatabaseJournal(database).load(notice)  # the carrier's, late
    rebuild_projections(database)
    assert messages_of_call(database, sid)[0].recording_status == "deleted"


def test_what_the_carrier_does_not_let_go_is_told_and_gone_the_next_time(
    database: Database, rang: Callable[..., str]
) -> None:
    sids, sounds, rules = [rang("1", 10), rang("2", 10)], Sounds(away={"RE1"}), Rules(calls=5)
    assert run(database, sounds, rules) == [("recordings", 1, 1), ("calls", 1, 0)]
    assert [find_call(database, sid) is None for sid in sids] == [False, True]
    sounds.away.clear()
    assert run(database, sounds, rules) == [("recordings", 1, 0), ("calls", 1, 0)]


@dataclass
class Silent(Sounds):
    """A carrier that answers nobody, but when it is asked for one of `heard`."""

    heard: tuple[str, ...] = ()
    asked: int = 0

    def erase(self, recording: str, url: str) -> None:
        """Nothing is deleted, but for one of those."""
        self.asked += 1
        if recording not in self.heard:
            raise CarrierSilent("the carrier does not answer")


def test_a_carrier_that_does_not_answer_is_asked_three_times_in_a_run_and_again_in_the_next(
    database: Database, rang: Callable[..., str]
) -> None:
    for number in range(20):
        rang(str(number), 10)
    sounds, rules = Silent(), Rules(recordings=5)
    assert run(database, sounds, rules) == [("recordings", 0, 20)]
    assert run(database, sounds, rules) == [("recordings", 0, 20)]
    assert sounds.asked == 2 * 3
    assert run(database, Sounds(), rules) == [("recordings", 20, 0)]


def test_a_carrier_that_answers_now_and_then_is_asked_on(database: Database, rang: Callable[..., str]) -> None:
    for number in range(10, 20):
        rang(str(number), 10)
    sounds = Silent(heard=tuple(f"RE{number}" for number in (12, 15, 18)))
    assert run(database, sounds, Rules(recordings=5)) == [("recordings", 3, 7)]
    assert sounds.asked == 10


def test_nothing_of_an_open_case_goes(database: Database, rang: Callable[..., str]) -> None:
    sid, rules = rang("1", 100, complaint=True), Rules(10, 10, 10)
    assert run(database, Sounds(), rules) == [("recordings", 0, 0), ("numbers", 0, 0), ("calls", 0, 0)]
    CaseWork(database, lambda: NOW).close(Key(sid, 2), 0, "mei", "done")
    assert run(database, Sounds(), rules, days=10) == [("recordings", 0, 0), ("numbers", 0, 0), ("calls", 0, 0)]
    assert run(database, Sounds(), rules, days=11) == [("recordings", 1, 0), ("numbers", 1, 0), ("calls", 1, 0)]


def test_numbers_are_nowhere_and_the_rest_of_the_call_is_there(database: Database, rang: Callable[..., str]) -> None:
    sid = rang("1", 10)
    run(database, Sounds(), Rules(numbers=5))
    for _ in range(2):
        told = str(everything(database))
        for number in (CALLER, KEYED, "22200998", "1234'", "token"):
            assert number not in told.replace("token', ''", "")
        entries = call_entries(database, sid)
        assert [entry.turn for entry in entries] == [0, 1, 2, 3]
        assert (
            entries[0].caller
            == messages_of_call(database, sid)[0].call_back.replace("2220", "5550")
            == "+852 5550 ••••"
        )
        rebuild_projections(database)


def test_a_call_goes_with_all_that_came_of_it_but_its_figures(database: Database, rang: Callable[..., str]) -> None:
    old, new = rang("1", 100, complaint=True), rang("2", 1)
    CaseWork(database, lambda: NOW - timedelta(days=50)).close(Key(old, 2), 0, "mei", "done")
    update_now(database, HONG_KONG)
    with database.caught_up() as connection:
        figures = connection.execute(select(hotline_hours)).all()
    run(database, Sounds(), Rules(calls=30))
    kept = everything(database)
    assert [name for name, rows in kept.items() if old in str(rows)] == ["purged"]
    assert find_call(database, new)
    with database.caught_up() as connection:
        assert figures
        assert connection.execute(select(hotline_hours)).all() == figures


def test_calls_after_the_newest_were_deleted_are_counted_too(database: Database, rang: Callable[..., str]) -> None:
    rang("1", 100)
    rang("2", 99)
    update_now(database, HONG_KONG)
    run(database, Sounds(), Rules(calls=30))
    rang("3", 1)
    assert rows_not_summed(database) > 0
    update_now(database, HONG_KONG)
    with database.caught_up() as connection:
        assert sum(connection.scalars(select(hotline_hours.c.calls))) == 3


@pytest.mark.parametrize("rules", [Rules(recordings=10), Rules(numbers=10), Rules(calls=10)], ids=str)
def test_a_day_is_a_day_to_the_second(database: Database, rang: Callable[..., str], rules: Rules) -> None:
    rang("1", 10)
    later = (NOW, NOW + timedelta(seconds=1))
    gone = [purge(database, DatabaseJournal(database), Sounds(), rules, at, HONG_KONG, dry=True)[0] for at in later]
    assert [each.deleted for each in gone] == [0, 1]


def late(sid: str) -> Entry:
    """A turn of a call, ten days old, that comes out of a machine's spool."""
    line = ("transport", CALLER, "+85222200101", "e", "transport/say", "en")
    heard, events = {"heard": "Keys", "digits": "22200998"}, (FieldKept("transport/say", "call_back", KEYED),)
    return Entry(sid, "turn 9", 9, NOW - timedelta(days=10), *line, heard, events, (), "token 9")


def test_what_comes_out_of_a_spool_brings_no_forgotten_call_back(database: Database, rang: Callable[..., str]) -> None:
    sid = rang("1", 10)
    run(database, Sounds(), Rules(calls=5))
    DatabaseJournal(database).load(late(sid))
    kept = everything(database)
    assert [name for name, rows in kept.items() if sid in str(rows)] == ["purged"]
    assert CALLER not in str(kept)


def test_what_comes_out_of_a_spool_brings_no_forgotten_number_back(
    database: Database, rang: Callable[..., str]
) -> None:
    sid = rang("1", 10)
    run(database, Sounds(), Rules(numbers=5))
    DatabaseJournal(database).load(late(sid))
    assert [entry.turn for entry in call_entries(database, sid)] == [0, 1, 2, 3, 9]
    for number in (CALLER, KEYED, "22200998", "token 9"):
        assert number not in str(everything(database))


def test_the_end_of_a_forgotten_call_that_is_reported_once_more_brings_nothing_back(
    database: Database, rang: Callable[..., str]
) -> None:
    sid = rang("1", 10)
    run(database, Sounds(), Rules(calls=5))
    line = ("transport", CALLER, "+85222200101", "e", "", "")
    DatabaseJournal(database).keep(Entry(sid, "end", None, NOW, *line, {"status": "completed"}, ends=True, seconds=9))
    assert CALLER not in str(everything(database))


def test_a_forgotten_call_that_is_replayed_is_over(database: Database, rang: Callable[..., str]) -> None:
    sid, rules = rang("1", 10), Rules(calls=5)
    run(database, Sounds(), rules)
    assert DatabaseJournal(database).keep(late(sid)) == AfterEnd()
    assert CALLER not in str(everything(database))
    assert run(database, Sounds(), rules) == [("recordings", 0, 0), ("calls", 0, 0)]


def test_more_than_a_bunch_goes_at_once(database: Database, rang: Callable[..., str]) -> None:
    for number in range(AT_A_TIME + 3):
        rang(f"{number:03}", 10)
    count = AT_A_TIME + 3
    assert run(database, Sounds(), Rules(5, 5, 5)) == [
        ("recordings", count, 0),
        ("numbers", count, 0),
        ("calls", count, 0),
    ]


def test_a_run_that_is_killed_is_finished_by_the_next(database: Database, rang: Callable[..., str]) -> None:
    for name in "123":
        rang(name, 10)
    child = os.fork()
    if not child:
        run(database, Sounds(dies_after=1), Rules(calls=5))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len([each for each in everything(database)["journal"] if "deleted" in each]) == 1
    sounds = Sounds()
    assert run(database, sounds, Rules(calls=5)) == [("recordings", 2, 0), ("calls", 3, 0)]
    assert sounds.erased == ["RE2", "RE3"]


def test_copies_of_what_is_deleted_are_tidied_away(database: Database, rang: Callable[..., str]) -> None:
    rang("1", 10)
    rang("2", 1)
    run(database, Sounds(), Rules(recordings=5))
    other = Sounds({"RE1", "RE2", "REnobodys"})
    assert run(database, other, Rules(recordings=5)) == [("recordings", 0, 0)]
    assert other.copies == {"RE2"}


def test_without_rules_nothing_goes(database: Database, rang: Callable[..., str]) -> None:
    sid = rang("1", 9999, complaint=True)
    assert purge(database, DatabaseJournal(database), Sounds(), Rules(), NOW, HONG_KONG, dry=False) == ()
    assert cases_of_call(database, sid)
    assert Purged("calls", NOW, 1).left == 0


def record(database: Database, sid: str, turn: int, name: str, *events: Event, days: int = 1) -> None:
    """A turn of a call that brought a recording, and what came of it."""
    heard = {"heard": "Recorded", "recording": name, "url": f"https://x/{name}", "seconds": 9}
    at, line = NOW - timedelta(days=days), ("transport", CALLER, "+85222200101", "e", "transport/say", "en")
    DatabaseJournal(database).load(Entry(sid, f"turn {turn}", turn, at, *line, heard, events, (), "token"))


def notice(database: Database, sid: str, name: str, *, days: int = 1) -> None:
    """The carrier tells that a recording is ready."""
    heard = {"recording": name, "url": f"https://x/{name}", "status": "completed"}
    at = NOW - timedelta(days=days)
    entry = Entry(sid, f"recording {name} completed", None, at, "", "", "", "", "", "", heard, seconds=9)
    DatabaseJournal(database).load(entry)


def anew(turn: int, name: str) -> RecordedAgain:
    return RecordedAgain("transport/say", turn, name, f"https://x/{name}", 9)


LEFT_BY_KEY = KeyPressed("transport/say", "0", "transport/officer")


@pytest.mark.parametrize("rules", [Rules(), Rules(numbers=500), Rules(500, 500, 500)])
@pytest.mark.parametrize("complaint", [True, False])
def test_what_callers_recorded_and_did_not_keep_goes_at_once(
    database: Database, rang: Callable[..., str], rules: Rules, complaint: bool
) -> None:
    sid, sounds = rang("1", 1, complaint=complaint), Sounds({"RE1", "RE2", "RE3"})
    for turn, name in ((4, "RE2"), (5, "RE3")):
        record(database, sid, turn, name, anew(2, name))
    notice(database, sid, "RE2")
    record(database, sid, 6, "RE4", LEFT_BY_KEY)
    told = run(database, sounds, rules, dry=True)
    assert ("recordings not kept", 3, 0) in told
    assert sounds.erased == []
    assert run(database, sounds, rules) == told
    assert (sounds.erased, sounds.copies) == (["RE1", "RE2", "RE4"], {"RE3"})
    notice(database, sid, "RE1")  # the carrier's, late
    rebuild_projections(database)
    assert "not kept" not in str(run(database, sounds, rules))
    assert [each.entry for each in call_entries(database, sid) if "deleted" in each.entry] == [
        f"recording {name} deleted" for name in sounds.erased
    ]


def test_a_call_goes_after_the_recordings_that_nobody_kept_too(database: Database, rang: Callable[..., str]) -> None:
    sid, sounds, rules = rang("1", 10), Sounds(away={"RE1", "RE2"}), Rules(calls=5)
    record(database, sid, 4, "RE3", anew(2, "RE3"), days=10)
    notice(database, sid, "RE2", days=10)
    assert run(database, sounds, rules) == [("recordings", 1, 0), ("recordings not kept", 0, 2), ("calls", 0, 0)]
    sounds.away.clear()
    assert run(database, sounds, rules) == [("recordings", 0, 0), ("recordings not kept", 2, 0), ("calls", 1, 0)]
    assert sounds.erased == ["RE3", "RE1", "RE2"]


def test_what_may_still_be_kept_does_not_go_before_its_time(database: Database, rang: Callable[..., str]) -> None:
    sid, sounds, rules = rang("1", 2), Sounds(), Rules(recordings=5)
    notice(database, sid, "RE2", days=2)  # its turn is in a spool
    record(database, sid, 5, "RE3", anew(4, "RE3"), days=2)  # so is the turn in whose place it is to be put
    assert run(database, sounds, rules) == [("recordings", 0, 0)]
    left = MessageLeft("transport/say", "RE2", "https://x/RE2", 9, KEYED)
    record(database, sid, 4, "RE2", left, days=2)
    assert run(database, sounds, rules) == [("recordings", 0, 0), ("recordings not kept", 1, 0)]
    assert [each.recording for each in messages_of_call(database, sid)] == ["RE1", "RE3"]
    assert run(database, sounds, rules, days=5) == [("recordings", 2, 0)]
    assert sounds.erased == ["RE2", "RE1", "RE3"]


def test_what_only_the_carrier_told_of_goes_with_the_old_recordings(
    database: Database, rang: Callable[..., str]
) -> None:
    sid, sounds, rules = rang("1", 10), Sounds(), Rules(recordings=5)
    notice(database, sid, "RE2", days=10)
    assert run(database, sounds, rules) == [("recordings", 1, 0), ("recordings not kept", 1, 0)]
    assert sounds.erased == ["RE1", "RE2"]
