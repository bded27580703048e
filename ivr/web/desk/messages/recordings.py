"""Listening to what callers recorded: through this application, audited, never at the carrier's own address."""

from datetime import timedelta
from pathlib import Path

from flask import Response, abort, render_template, request, send_file

from ivr.errors import RecordingAway, RecordingComing, RecordingGone, RecordingTooLarge
from ivr.logs import logger
from ivr.sound.kinds import sound_type
from ivr.storage.messages.recordings import LeftRecording, recordings_at
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.person import person

log = logger(__name__)

AWAITED = 3.0  # seconds that a page waits for the scheduler to fetch what nobody listened to before
ONE_LISTENING = timedelta(minutes=10)  # a player asks for its sound in parts: these are told once
SILENT = ("absent", "failed", "deleted")  # of these there is nothing to be had


@pages.get("/recordings/<call>/<int(max=2147483647):turn>.wav", role="supervisor")
def recording(call: str, turn: int) -> Response | Page:
    """What was recorded at a turn of a call; 404 without one or for another department.

    503 while the scheduler fetches it, 502 when it is not to be had.
    """
    found = _mine(call, turn)
    if found.recording_status in SILENT:
        return _words(found.recording_status), 404
    try:
        path = desk.recordings.awaited(found.recording, found.url, AWAITED)
        sort = _sort_of(path)
    except RecordingGone:
        return _words("gone"), 404
    except RecordingComing:
        return _words("coming"), 503
    except (RecordingAway, OSError) as why:
        log.warning("a recording cannot be had", call_sid=call, turn=turn, why=str(why))
        return _words(_reason(why, found)), 502
    _tell(found, f"{call}/{turn}")
    answer = send_file(path, sort, conditional=True, etag=False, last_modified=None)
    ending = "mp3" if sort == "audio/mpeg" else "wav"
    answer.headers["Content-Disposition"] = f'inline; filename="{found.recording}.{ending}"'
    return answer


def _mine(call: str, turn: int) -> LeftRecording:
    found = recordings_at(desk.database, call, turn)
    mine = [each for each in found if each.recording and person().may("supervisor", each.department)]
    return mine[0] if mine else abort(404)


def _tell(found: LeftRecording, subject: str) -> None:
    """Write the audit, once for all parts of one listening, before anything is heard."""
    since = desk.now() - ONE_LISTENING
    lately = AuditFilters(who=person().email, action="listened", subject=subject, since=since, limit=1)
    if request.method == "GET" and not list_audit(desk.database, lately):
        audit("listened", subject, {"recording": found.recording}, department=found.department)


def _sort_of(path: Path) -> str:
    with path.open("rb") as file:
        return sound_type(file.read(12)) or "application/octet-stream"


def _reason(why: Exception, found: LeftRecording) -> str:
    if isinstance(why, RecordingTooLarge):
        return "large"
    return "away" if found.recording_status or isinstance(why, OSError) else "not yet"


def _words(why: str) -> str:
    """A page that says why there is nothing to hear, for whoever opens the recording by itself."""
    return render_template("desk/messages/recording_missing.html", why=why)
