"""What happens later, and how often: on each machine, or once for the site."""

from collections.abc import Callable
from functools import partial

from ivr.app.caller_recordings import caller_recordings
from ivr.app.doctor import look_outside, premises_of, try_every_line
from ivr.app.installation import Installation
from ivr.app.sending import alerting_of, edition_with_own_alerts, sending_of
from ivr.jobs.background import Background
from ivr.jobs.late_recordings import keep_late_recordings
from ivr.jobs.lost_calls import close_lost
from ivr.jobs.overlong_waiting import make_cases_of_messages
from ivr.jobs.pledges import count_pledges
from ivr.jobs.record import EVERY as WRITTEN_EVERY
from ivr.jobs.record import JobsRecord
from ivr.jobs.recordings import RecordingFetcher
from ivr.jobs.rollups import update_now
from ivr.jobs.tasks import RepeatedTask
from ivr.jobs.transcribing import write_down
from ivr.jobs.watching import Watching, watch_disk
from ivr.sending.recognising import Recogniser, recogniser_of
from ivr.settings.destinations import Destinations
from ivr.storage.alerts.occasions import forget_old
from ivr.storage.cases.replies import note_replies
from ivr.storage.database.site_lock import held_once
from ivr.storage.messages.recordings import CallerRecordings
from ivr.storage.messages.work import MessageWork
from ivr.storage.retention.purging import forget_unknown_callers
from ivr.storage.traffic.ceilings import forget_tallies

OFTEN, A_SECOND, FIVE_SECONDS, TEN_SECONDS = 0.5, 1.0, 5.0, 10.0  # seconds
A_MINUTE, TEN_MINUTES, AN_HOUR = 60.0, 600.0, 3600.0
SERVED_BY_THEN = 60.0  # seconds after the start of a server that its own address answers


def schedule_of(installation: Installation) -> tuple[Background, ...]:
    """All that is to be done for an installation, each in a thread of its own: what takes long delays nothing else."""
    database, now = installation.database, installation.switchboard.clock.now

    def once(name: str, do: Callable[[], object], every: float) -> Background:
        return Background((RepeatedTask(name, lambda: _once(installation, name, do)),), every, after=0)

    sending, premises = sending_of(installation), premises_of(installation)
    edition, state = edition_with_own_alerts(installation), installation.settings.state
    watching, alerting = Watching(database, edition, now), alerting_of(installation)
    out = (RepeatedTask(f"outbox: {way}", partial(sending.send_due, way)) for way in sending.ways)
    running = (
        *(Background((task,), A_SECOND, after=0) for task in out),
        *_recordings(installation),
        Background((RepeatedTask("spool", installation.load_spool),), OFTEN, after=0),
        Background((RepeatedTask("fallback documents", installation.write_fallbacks),), A_MINUTE, after=0),
        once("watching", watching.look, A_MINUTE),
        once("alerts", alerting.look, FIVE_SECONDS),
        once("replies", lambda: note_replies(database, now()), A_SECOND),
        once("old occasions", lambda: forget_old(database, now()), AN_HOUR),
        Background((RepeatedTask("disk", lambda: watch_disk(database, state, edition(), now())),), A_MINUTE, after=0),
        once("projections", installation.journal.projector.catch_up, OFTEN),
        once("rollups", lambda: update_now(database, installation.shelf.zone()), A_MINUTE),
        once("pledges", lambda: count_pledges(database, edition(), now()), TEN_MINUTES),
        once("lost-calls", lambda: _close_calls(installation), A_MINUTE),
        once("messages that become cases", lambda: _make_cases(installation), A_MINUTE),
        once("unknown callers", lambda: forget_unknown_callers(database, now()), A_MINUTE),
        once("tallies", lambda: forget_tallies(database, now()), A_MINUTE),
        Background(
            (RepeatedTask("public address", lambda: look_outside(premises)),),
            TEN_MINUTES,
            SERVED_BY_THEN,
            may_break_off=True,
        ),
        Background(
            (RepeatedTask("trial calls", lambda: try_every_line(premises, installation.faults)),),
            AN_HOUR,
            SERVED_BY_THEN,
            may_break_off=True,
        ),
    )
    record = JobsRecord(installation.settings.state)
    written = RepeatedTask("record", lambda: record.write(running, premises.now()))
    return (*running, Background((written,), WRITTEN_EVERY, after=0))


def _recordings(installation: Installation) -> tuple[Background, ...]:
    """What is fetched on this machine: wishes at once, and what came in lately; and what is written down."""
    sounds = caller_recordings(installation.settings)
    if not isinstance(sounds, CallerRecordings):
        return ()
    fetcher, now = RecordingFetcher(installation.database, sounds), installation.switchboard.clock.now
    recogniser = recogniser_of(installation.settings.transcribe, Destinations(installation.settings.send_to))
    return (
        *([_transcripts(installation, sounds, recogniser)] if recogniser else ()),
        Background((RepeatedTask("recordings wanted", sounds.fulfil_wishes),), OFTEN, after=0, may_break_off=True),
        Background(
            (RepeatedTask("recordings", lambda: fetcher.fetch(now())),), TEN_SECONDS, after=0, may_break_off=True
        ),
    )


def _transcripts(installation: Installation, sounds: CallerRecordings, recogniser: Recogniser) -> Background:
    """What is written down: a recording at a time on each machine."""
    database, now = installation.database, installation.switchboard.clock.now
    written = RepeatedTask("transcripts", lambda: write_down(database, sounds, recogniser, now()))
    return Background((written,), TEN_SECONDS, after=0, may_break_off=True)


def _once(installation: Installation, name: str, do: Callable[[], object]) -> None:
    with held_once(installation.database, name) as mine:
        if mine:
            do()


def _make_cases(installation: Installation) -> None:
    now, references = installation.switchboard.clock.now, installation.switchboard.references
    work = MessageWork(installation.database, references.reference_for, now, installation.promises)
    make_cases_of_messages(installation.database, work, now())


def _close_calls(installation: Installation) -> None:
    """Close calls whose end was never reported, and keep what was left in calls that are over."""
    database, switchboard = installation.database, installation.switchboard
    close_lost(database, installation.journal, now := switchboard.clock.now())
    if not database.refuses_writes()[0]:  # what is not kept yet is on record with the carrier's notice
        keep_late_recordings(database, switchboard.take_late_recordings, now)
