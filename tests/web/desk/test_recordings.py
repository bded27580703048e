"""Recordings: through the application, in parts, audited, for those who work for the department."""

import io
import wave
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from ivr.app.caller_recordings import Tones, caller_recordings
from ivr.app.desk import GROUPS
from ivr.errors import RecordingAway, RecordingGone
from ivr.settings import load_settings
from ivr.storage.audit import AuditFilters, list_audit
from ivr.storage.caller_recordings import CallerRecordings
from ivr.storage.desk_cases import cases_of_call
from ivr.storage.desk_messages import MessageFilters, list_desk_messages
from ivr.web.desk import open_desk

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


@dataclass
class Sounds:
    """A carrier whose recordings cannot be had, for a reason."""

    why: Exception
    pretended = False

    def sound(self, recording: str, url: str) -> Path:
        """Raise the reason."""
        raise self.why


@pytest.mark.parametrize(
    ("why", "status"), [(RecordingGone("gone"), 404), (RecordingAway("away"), 502), (PermissionError("disk"), 502)]
)
def test_what_cannot_be_had_is_answered_without_a_trace(desk, why, status):
    known = desk.app.view_functions["desk.recording"].__self__.desk
    app = Flask("without recordings")
    open_desk(app, replace(known, recordings=Sounds(why)), GROUPS)
    answer = replace(desk, app=app).client(ME).get(recording_of(desk), buffered=True)
    assert answer.status_code == status
    assert b"disk" not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_recording_is_fetched_once_and_kept(tmp_path):
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return WAV

    kept = CallerRecordings(tmp_path / "sounds", fetch)
    assert kept.sound("RE1", URL).read_bytes() == WAV
    assert kept.sound("RE1", URL).read_bytes() == WAV
    assert asked == [URL]
    assert (tmp_path / "sounds").stat().st_mode & 0o077 == 0
    kept.forget("RE1")
    kept.forget("RE1")
    assert list((tmp_path / "sounds").iterdir()) == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", "..", "RE1\n", "R" * 65, "字", "RE1.wav", "\0"])
def test_a_name_that_is_none_touches_no_file(tmp_path, name):
    kept = CallerRecordings(tmp_path / "sounds", lambda url: WAV)
    with pytest.raises(RecordingGone):
        kept.sound(name, URL)
    with pytest.raises(RecordingGone):
        kept.forget(name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_fetched_leaves_no_file(tmp_path):
    def fetch(url: str) -> bytes:
        raise RecordingAway("away")

    with pytest.raises(RecordingAway):
        CallerRecordings(tmp_path, fetch).sound("RE1", URL)
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
