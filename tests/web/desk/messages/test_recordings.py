"""Recordings: through the application, in parts, audited, for those who work for the department."""

import io
import os
import wave
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from ivr.app.caller_recordings import Tones, caller_recordings
from ivr.errors import CarrierSilent, RecordingAway, RecordingComing, RecordingGone, RecordingTooLarge
from ivr.settings import load_settings
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.cases.tables import cases
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.messages.recordings import CallerRecordings
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.doors import open_desk

ME = "supervisor@transport.example"
WAV = b"RIFF" + bytes(4) + b"WAVE" + bytes(range(200))
URL = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"


def recording_of(desk):
    case = cases_of_call(desk.installation.database, desk.calls["complaint"])[0]
    return f"/desk/recordings/{case.call_sid}/{case.turn}.wav"


def listened(desk):
    return list_audit(desk.installation.database, AuditFilters(action="listened"))


def test_a_demo_is_answered_with_a_tone_and_says_so(desk, as_supervisor):
    answer = as_supervisor.get(recording_of(desk), buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (8000, 16000)
    case = cases_of_call(desk.installation.database, desk.calls["complaint"])[0]
    page = as_supervisor.get(f"/desk/cases/{case.call_sid}/{case.turn}").text
    assert "a short tone is played" in page
    assert "twilio" not in page


def test_no_answer_is_stored_or_guessed_at(desk, as_supervisor):
    headers = as_supervisor.get(recording_of(desk), buffered=True).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accept-Ranges"] == "bytes"
    assert "ETag" not in headers


def test_a_part_is_answered_with_a_part(desk, as_supervisor):
    whole = as_supervisor.get(recording_of(desk), buffered=True).data
    part = as_supervisor.get(recording_of(desk), buffered=True, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, whole[4:8])
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(whole)}"
    assert part.headers["Cache-Control"] == "no-store"
    assert as_supervisor.get(recording_of(desk), buffered=True, headers={"Range": "bytes=900000-"}).status_code == 416


def test_asking_for_the_size_is_not_listening(desk, as_supervisor):
    answer = as_supervisor.flask.head(recording_of(desk), buffered=True)
    assert (answer.status_code, answer.content_length, answer.data) == (200, 32044, b"")
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert listened(desk) == ()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("absent", "nothing was recorded"),
        ("failed", "could not record it"),
        ("deleted", "older than recordings are kept"),
    ],
)
def test_where_there_is_no_sound_the_page_says_why_and_has_no_player(desk, as_supervisor, state, words):
    case = cases_of_call(desk.installation.database, desk.calls["complaint"])[0]
    with desk.installation.database.writing() as connection:
        connection.execute(update(cases).values(recording_status=state))
    page = as_supervisor.get(f"/desk/cases/{case.call_sid}/{case.turn}").text
    assert words in page
    assert "<audio" not in page
    answer = as_supervisor.get(recording_of(desk), buffered=True)
    assert (answer.status_code, words in answer.text) == (404, True)
    assert listened(desk) == ()


@pytest.mark.parametrize(
    ("beginning", "sort"),
    [
        (b"RIFF\x10\0\0\0WAVEfmt \x12\0\0\0\x07\0", "audio/wav"),  # mu-law
        (b"ID3\x04" + bytes(20), "audio/mpeg"),
        (b"\xff\xfb\x90" + bytes(20), "audio/mpeg"),
        (b"<html><script>alert(1)</script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_sound_is_named_by_what_it_is(desk, tmp_path, beginning, sort):
    kept = CallerRecordings(tmp_path / "sounds", lambda url: beginning, lambda url: None)
    answer = wished_for(desk, kept)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, sort, beginning)


def test_a_copy_is_heard_when_the_carrier_has_none_any_more(desk, tmp_path):
    answers = [WAV]

    def fetch(url: str) -> bytes:
        if not answers:
            raise RecordingGone("gone")
        return answers.pop()

    kept = CallerRecordings(tmp_path / "sounds", fetch, lambda url: None)
    for _ in range(2):
        answer = wished_for(desk, kept)
        assert (answer.status_code, answer.data) == (200, WAV)
        assert "twilio" not in str(answer.headers)


@pytest.mark.parametrize(
    ("why", "status", "words"),
    [
        (RecordingGone("gone"), 404, "The carrier no longer has it"),
        (RecordingAway("away"), 502, "does not hand it out just now"),
        (CarrierSilent("silent"), 502, "does not hand it out just now"),
        (RecordingTooLarge("large"), 502, "larger than any message"),
    ],
)
def test_why_a_wish_could_not_be_fulfilled_is_told_and_it_may_be_wished_again(desk, tmp_path, why, status, words):
    answers = [WAV, why]

    def fetch(url: str) -> bytes:
        if isinstance(answer := answers.pop(), Exception):
            raise answer
        return answer

    kept = CallerRecordings(tmp_path / "sounds", fetch, lambda url: None)
    answer = wished_for(desk, kept)
    assert (answer.status_code, words in answer.text) == (status, True)
    (wish,) = (tmp_path / "sounds" / "wanted").iterdir()
    assert wish.stat().st_mode & 0o077 == 0
    os.utime(wish, (0, 0))
    assert wished_for(desk, kept).data == WAV
    assert list((tmp_path / "sounds" / "wanted").iterdir()) == []


def test_the_page_never_asks_the_carrier_itself(desk, tmp_path):
    def fetch(url: str) -> bytes:
        raise AssertionError("the page asked the carrier")

    kept = CallerRecordings(tmp_path / "sounds", fetch, lambda url: None)
    answer = with_sounds(desk, kept).client(ME).get(recording_of(desk), buffered=True)
    assert (answer.status_code, "It is being fetched" in answer.text) == (503, True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No page waits for what is not here."""
    monkeypatch.setattr("ivr.web.desk.messages.recordings.AWAITED", 0.0)


def wished_for(desk, kept):
    """What the page answers once a wish was left, where the copy is not here, and the scheduler has seen it."""
    client = with_sounds(desk, kept).client(ME)
    client.get(recording_of(desk), buffered=True)
    kept.fulfil_wishes()
    return client.get(recording_of(desk), buffered=True)


def test_the_page_says_so_when_a_player_stays_silent(desk, browse):
    desk.app.view_functions["desk.recording"] = lambda call, turn: ("", 404)
    case = cases_of_call(desk.installation.database, desk.calls["complaint"])[0]
    page = browse(f"/desk/cases/{case.call_sid}/{case.turn}", ME)
    words = page.get_by_text("It cannot be played just now.")
    assert not words.is_visible()
    page.locator("audio").focus()
    page.keyboard.press("Space")
    words.wait_for()


def test_only_those_who_work_for_the_department_listen(desk, as_other, as_viewer, as_administrator, as_stranger):
    address = recording_of(desk)
    assert as_other.get(address, buffered=True).status_code == 404
    assert as_viewer.get(address, buffered=True).status_code == 403
    assert as_administrator.get(address, buffered=True).status_code == 403
    assert as_stranger.get(address, buffered=True).status_code == 302
    assert listened(desk) == ()
    theirs = list_desk_messages(desk.installation.database, MessageFilters(department="water"))[0]
    assert as_other.get(f"/desk/recordings/{theirs.call_sid}/{theirs.turn}.wav", buffered=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "../../ivr.db",
        "..%2f..%2fivr.db",
        "CA00/1.wav",
        "x/../../../etc/passwd/1.wav",
        "..%2F/1.wav",
        "%00/1.wav",
        "'OR 1=1--/1.wav",
        "CA00/99999999999999999999.wav",
        "CA00/-1.wav",
        "tone.wav",
    ],
)
def test_made_up_names_lead_nowhere(desk, as_supervisor, path):
    assert as_supervisor.get(f"/desk/recordings/{path}").status_code == 404
    assert listened(desk) == ()


def test_every_listening_is_audited_once_whatever_part_is_asked_for(desk, as_supervisor):
    for wanted in ("bytes=100-", "bytes=0-", "bytes=5000-"):
        as_supervisor.get(recording_of(desk), buffered=True, headers={"Range": wanted})
    assert [(line.who, line.department) for line in listened(desk)] == [(ME, "transport")]
    desk.clock.at += timedelta(minutes=11)
    as_supervisor.get(recording_of(desk), buffered=True, headers={"Range": "bytes=5000-"})
    desk.client("all@site.example").get(recording_of(desk), buffered=True)
    assert len(listened(desk)) == 3


def with_sounds(desk, sounds):
    """The same desk with other recordings behind it."""
    known = desk.app.extensions["ivr desk"]
    app = Flask("with other recordings")
    open_desk(app, replace(known, recordings=sounds))
    return replace(desk, app=app)


@dataclass
class Sounds:
    """A carrier whose recordings cannot be had, for a reason."""

    why: Exception
    pretended = False

    def awaited(self, recording: str, url: str, seconds: float) -> Path:
        """Raise the reason."""
        raise self.why


@pytest.mark.parametrize(
    ("why", "status", "words"),
    [
        (RecordingGone("gone"), 404, "The carrier no longer has it"),
        (RecordingAway("away"), 502, "does not hand it out just now"),
        (RecordingTooLarge("large"), 502, "larger than any message"),
        (RecordingComing("soon"), 503, "It is being fetched"),
        (PermissionError("disk"), 502, "does not hand it out just now"),
    ],
)
def test_what_cannot_be_had_is_answered_in_words_and_without_a_trace(desk, why, status, words):
    answer = with_sounds(desk, Sounds(why)).client(ME).get(recording_of(desk), buffered=True)
    assert answer.status_code == status
    assert words in answer.text
    assert "disk" not in answer.text
    assert "twilio" not in answer.text + str(answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert listened(desk) == ()  # nothing was heard


def test_a_recording_is_fetched_once_and_kept(tmp_path):
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return WAV

    erased: list[str] = []
    kept = CallerRecordings(tmp_path / "sounds", fetch, erased.append)
    assert kept.sound("RE1", URL).read_bytes() == WAV
    assert kept.sound("RE1", URL).read_bytes() == WAV
    assert asked == [URL]
    assert (tmp_path / "sounds").stat().st_mode & 0o077 == 0
    assert kept.names() == ("RE1",)
    kept.forget("RE1")
    kept.forget("RE1")
    assert kept.names() == ()
    kept.sound("RE1", URL)
    kept.erase("RE1", URL)
    assert erased == [URL]
    assert list((tmp_path / "sounds").iterdir()) == []


def test_what_somebody_was_killed_over_is_forgotten_too(tmp_path):
    kept = CallerRecordings(tmp_path, lambda url: WAV, lambda url: None)
    kept.sound("RE10", URL)
    (tmp_path / "wanted").mkdir()
    for left in ("RE1.wav.17-18.unfinished", "wanted/RE1", "wanted/RE1.17-18.unfinished"):
        (tmp_path / left).write_bytes(WAV)
    assert kept.names() == ("RE1", "RE10")
    kept.forget("RE1")
    assert kept.names() == ("RE10",)
    assert [path.name for path in tmp_path.rglob("RE1.*")] == []


def test_what_the_carrier_does_not_let_go_keeps_its_copy(tmp_path):
    def refuse(url: str) -> None:
        raise RecordingAway("away")

    kept = CallerRecordings(tmp_path, lambda url: WAV, refuse)
    kept.sound("RE1", URL)
    with pytest.raises(RecordingAway):
        kept.erase("RE1", URL)
    assert kept.names() == ("RE1",)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "..", "RE1\n", "R" * 65, "字", "RE1.wav", "\0"])
def test_a_name_that_is_none_touches_no_file(tmp_path, name):
    kept = CallerRecordings(tmp_path / "sounds", lambda url: WAV, lambda url: None)
    with pytest.raises(RecordingGone):
        kept.sound(name, URL)
    with pytest.raises(RecordingGone):
        kept.forget(name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_fetched_leaves_no_file(tmp_path):
    def fetch(url: str) -> bytes:
        raise RecordingAway("away")

    with pytest.raises(RecordingAway):
        CallerRecordings(tmp_path, fetch, fetch).sound("RE1", URL)
    assert list(tmp_path.iterdir()) == []


def test_tones_stand_only_where_the_account_is_made_up(tmp_path):
    demo = load_settings({"IVR_STATE": str(tmp_path)})
    assert isinstance(caller_recordings(demo), Tones)
    account = {"IVR_TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "IVR_TWILIO_AUTH_TOKEN": "x" * 32}
    real = load_settings({"IVR_STATE": str(tmp_path), **account})
    assert isinstance(caller_recordings(real), CallerRecordings)


def test_a_supervisor_hears_it_in_a_browser(desk, browse):
    case = cases_of_call(desk.installation.database, desk.calls["complaint"])[0]
    page = browse(f"/desk/cases/{case.call_sid}/{case.turn}", ME)
    assert listened(desk) == ()  # looking is not listening
    page.evaluate(
        "new Promise(heard => {"
        "const player = document.querySelector('audio');"
        "player.ontimeupdate = () => player.currentTime > 0.1 && heard();"
        "player.play()})"
    )
    assert [line.who for line in listened(desk)] == [ME]
