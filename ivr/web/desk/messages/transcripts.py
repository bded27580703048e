"""What a machine wrote down of a recording, for who may listen to it; that they read it is in the audit."""

from datetime import timedelta

from ivr.storage.messages.transcripts import MachineTranscript, transcripts_of
from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person

ONE_READING = timedelta(minutes=10)  # a page is opened anew after each form


def read_transcript(recording: str, call: str, turn: int, department: str) -> MachineTranscript | None:
    """The transcript of what was left in that turn; None where there is none, or the person may not listen."""
    if not recording or not person().may("supervisor", department):
        return None
    found = transcripts_of(desk.database, [recording]).get(recording)
    if found and found.text:
        _tell(recording, f"{call}/{turn}", department)
    return found


def _tell(recording: str, subject: str, department: str) -> None:
    since = desk.now() - ONE_READING
    lately = AuditFilters(who=person().email, action="read a transcript", subject=subject, since=since, limit=1)
    if not list_audit(desk.database, lately):
        audit("read a transcript", subject, {"recording": recording}, department=department)
