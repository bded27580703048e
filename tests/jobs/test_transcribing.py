"""Recordings are written down once, tried again after failures, and forgotten with their recordings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from ivr.engine.events import CallStarted, CaseOpened, MessageLeft, RecordedAgain
from ivr.errors import RecordingAway, TranscriptFailed
from ivr.jobs.transcribing import AT_A_TIME, write_down
from ivr.journal.entry import Entry
from ivr.storage.cases.listing import CaseFilters, list_desk_cases
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.messages.tables import transcripts
from ivr.storage.messages.transcripts import AGAIN, CLAIMED, MachineTranscript, claim, transcripts_of, untranscribed

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SAID = "路燈壞咗，打 9123 0998 搵我"


@dataclass
class Recogniser:
    """Writes down the same words, or fails with what stands in its list first."""

    failures: list[str] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False

    def transcribe(self, sound: Path, language: str) -> str:
        """Write it down."""
        self.heard.append((sound.name, language))
        if self.failures:
            raise TranscriptFailed(self.failures.pop(0))
        return SAID

    def sound(self, recording: str, url: str) -> Path:
        """The file of a recording."""
        if self.away:
            raise RecordingAway("the carrier is away")
        return Path(recording)


@pytest.fixture
def leave(database: Database) -> Callable[..., None]:
    """Leave a message or a complaint with a recording that is ready, in a call of its own."""
    journal = DatabaseJournal(database)

    def leave(recording: str, *, complaint: bool = False, language: str = "yue") -> None:
        call, told = f"CA{recording}", (recording, f"https://x/{recording}", 9, "+85255501234")
        line = ("transport", "+85255501234", "+85222200102", "e", "transport/message", language)
        left = (
            CaseOpened("transport/say", "complaint", "1234567890", *told)
            if complaint
            else MessageLeft("transport/say", *told)
        )
        events = (CallStarted("transport", "+85222200102", "+85255501234"), left)
        journal.load(Entry(call, "turn 1", 1, AT, *line, {}, events, (), "token"))
        journal.load(notice(recording, "completed"))

    return leave


def notice(recording: str, state: str) -> Entry:
    return Entry(f"CA{recording}", f"recording {recording} {state}", None, AT, "", "", "", "", "", "", {})


def of(database: Database, recording: str = "RE1") -> MachineTranscript | None:
    return transcripts_of(database, [recording]).get(recording)


def test_each_is_written_down_once_in_its_language(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser()
    leave("RE1")
    leave("RE2", complaint=True, language="en")
    assert write_down(database, machine, machine, AT) == 2
    assert write_down(database, machine, machine, AT + timedelta(hours=1)) == 0
    assert machine.heard == [("RE1", "yue"), ("RE2", "en")]
    assert of(database) == MachineTranscript("RE1", "written", "yue", SAID, "")


def test_numbers_in_it_are_hidden_until_they_may_be_seen() -> None:
    said = MachineTranscript(
        "RE1", "written", "yue", "打 9123 0998 或者+852 2822 0111，即係九一二三零九九八，喺 12 號 3 樓", ""
    )
    assert said.shown() == "打 •••• 或者••••，即係••••，喺 12 號 3 樓"
    assert said.shown(numbers=True) == said.text


def test_failures_are_tried_again_later_and_later_and_then_given_up(
    database: Database, leave: Callable[..., None]
) -> None:
    machine, now = Recogniser([f"trouble {number}" for number in range(9)]), AT
    leave("RE1")
    for number, pause in enumerate(AGAIN):
        assert write_down(database, machine, machine, now) == 0
        assert of(database) == MachineTranscript("RE1", "failed", "yue", "", f"trouble {number}")
        write_down(database, machine, machine, now + pause - timedelta(seconds=1))
        now += pause
    write_down(database, machine, machine, now)
    assert of(database) == MachineTranscript("RE1", "given up", "yue", "", f"trouble {len(AGAIN)}")
    write_down(database, machine, machine, AT + timedelta(days=1))
    assert len(machine.heard) == len(AGAIN) + 1


def test_what_works_again_is_written_down(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser(["trouble"])
    leave("RE1")
    write_down(database, machine, machine, AT)
    assert write_down(database, machine, machine, AT + AGAIN[0]) == 1
    assert of(database) == MachineTranscript("RE1", "written", "yue", SAID, "")


def test_one_that_cannot_be_fetched_keeps_no_other_back(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser(away=True)
    for number in range(AT_A_TIME):
        leave(f"RE{number}")
    assert write_down(database, machine, machine, AT) == 0
    machine.away = False
    leave("RE99")
    assert write_down(database, machine, machine, AT) == 1


def test_of_two_machines_one_writes_it_down_and_one_that_died_is_made_up_for(
    database: Database, leave: Callable[..., None]
) -> None:
    leave("RE1")
    (seen,) = untranscribed(database, AT - timedelta(days=1), AT, 9)
    assert (claim(database, seen, AT), claim(database, seen, AT)) == (True, False)
    machine = Recogniser()
    assert write_down(database, machine, machine, AT + CLAIMED - timedelta(seconds=1)) == 0
    assert write_down(database, machine, machine, AT + CLAIMED) == 1


def test_one_that_kills_whoever_writes_it_down_is_given_up_in_the_end(
    database: Database, leave: Callable[..., None]
) -> None:
    leave("RE1")
    now = AT
    for _ in range(len(AGAIN) + 1):
        (seen,) = untranscribed(database, AT - timedelta(days=1), now, 9)
        assert claim(database, seen, now)
        now += CLAIMED
    machine = Recogniser()
    assert write_down(database, machine, machine, now) == 0
    assert (machine.heard, of(database).state) == ([], "given up")


def test_a_transcript_goes_with_its_recording(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser()
    leave("RE1")
    leave("RE2")
    write_down(database, machine, machine, AT)
    DatabaseJournal(database).load(notice("RE1", "deleted"))
    database.catch_up()
    with database.reading() as connection:
        assert connection.scalars(select(transcripts.c.recording)).all() == ["RE2"]


def test_one_that_is_deleted_while_it_is_written_down_is_forgotten(
    database: Database, leave: Callable[..., None]
) -> None:
    machine = Recogniser()
    leave("RE1")

    def listen(sound: Path, language: str) -> str:
        DatabaseJournal(database).load(notice("RE1", "deleted"))
        return SAID

    machine.transcribe = listen  # type: ignore[method-assign]
    write_down(database, machine, machine, AT)
    assert of(database) is None


def test_one_that_was_recorded_anew_is_forgotten_too(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser()
    leave("RE1")
    write_down(database, machine, machine, AT)
    again = RecordedAgain("transport/say", 1, "RE2", "https://x/RE2", 5)
    line = ("transport", "+85255501234", "+85222200102", "e", "transport/message", "yue")
    DatabaseJournal(database).load(Entry("CARE1", "turn 2", 2, AT, *line, {}, (again,), (), "token"))
    DatabaseJournal(database).load(Entry("CARE1", "recording RE2 completed", None, AT, *[""] * 6, {}))
    write_down(database, machine, machine, AT)
    assert (of(database), of(database, "RE2").text) == (None, SAID)


def test_words_are_found_in_it_by_who_may_read_it(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser()
    leave("RE1")
    leave("RE2", complaint=True)
    write_down(database, machine, machine, AT)
    for words, found in (("路燈", 1), ("%", 0), ("街燈", 0)):
        assert len(list_desk_messages(database, MessageFilters(text=words))) == found
        assert len(list_desk_cases(database, CaseFilters(text=words, read_in=None))) == found
        assert len(list_desk_cases(database, CaseFilters(text=words, read_in=frozenset({"transport"})))) == found
        assert list_desk_cases(database, CaseFilters(text=words, read_in=frozenset({"water"}))) == ()
        assert list_desk_cases(database, CaseFilters(text=words)) == ()


def test_the_log_holds_no_word_of_it(database: Database, leave: Callable[..., None]) -> None:
    machine = Recogniser(["it took too long"])
    leave("RE1")
    with capture_logs() as lines:
        write_down(database, machine, machine, AT)
        write_down(database, machine, machine, AT + AGAIN[0])
    assert [line["why"] for line in lines if "why" in line] == ["it took too long"]
    assert "路燈" not in repr(lines)
