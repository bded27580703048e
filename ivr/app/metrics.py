"""What `/metrics` tells: from the files of this machine, and from the database as far as that answers.

Every worker of a machine answers the same, since none of it is in a worker's memory.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import get_args

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from ivr import __version__
from ivr.app.installation import Installation
from ivr.doctor.kept_looks import KeptLooks
from ivr.errors import EditionMissing, StorageAway
from ivr.jobs.record import JobsRecord
from ivr.storage.backup.last_backup import last_backup
from ivr.storage.disk.room import room_of
from ivr.storage.editions.publications import served_at
from ivr.storage.outbox.listing import count_outbox
from ivr.storage.outbox.outbox import State as OutboxState
from ivr.storage.traffic.answer_times import BOUNDS, Times
from ivr.storage.traffic.condition import TrafficCondition, traffic_condition
from ivr.storage.traffic.webhooks import NOTED

ON_THE_LINE = timedelta(hours=4)  # a call whose end was not reported by then is over all the same
PATIENCE = 2.0  # seconds for a statement
OUTBOX_STATES = tuple(state for state in get_args(OutboxState) if state != "sent")


class MetricsOf:
    """The figures of an installation, anew each time it is called."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._database = installation.database.beside(PATIENCE)
        self._jobs, self._kept = JobsRecord(installation.settings.state), KeptLooks(installation.settings.state)

    def __call__(self) -> Iterator[Metric]:
        """All of them; of a database that is away, only that it is."""
        yield _gauge("ivr_info", "The version of the program.", 1, version=__version__)
        yield _answer_seconds(self._installation.answer_times.read())
        yield from self._of_database()
        yield from self._of_disk()
        yield from self._of_edition()
        yield from self._of_jobs()
        yield from self._of_looks()
        made = last_backup(self._installation.settings.state)
        told = "When `ivr backup` made the last one on this machine; 0 where it never did."
        yield _gauge("ivr_backup_timestamp_seconds", told, made.timestamp() if made else 0)

    def _of_database(self) -> Iterator[Metric]:
        now = self._installation.switchboard.clock.now()
        try:
            found = traffic_condition(self._database, now, now - ON_THE_LINE)
            outbox = count_outbox(self._database)
        except StorageAway:
            yield _gauge("ivr_database_up", "Whether the database answers: 1 or 0.", 0)
            return
        yield _gauge("ivr_database_up", "Whether the database answers: 1 or 0.", 1)
        yield from _traffic(found)
        family = GaugeMetricFamily("ivr_outbox", "What is to leave the house, by state.", labels=["state"])
        for state in OUTBOX_STATES:
            family.add_metric([state], outbox.get(state, 0))
        yield family

    def _of_disk(self) -> Iterator[Metric]:
        spool = self._installation.spool
        try:
            waiting, broken = len(spool.waiting()), len(spool.set_aside_files())
        except OSError:
            return
        yield _gauge("ivr_spool_entries", "Steps of calls that wait on this disk for the database.", waiting)
        yield _gauge(
            "ivr_spool_set_aside_entries", "Steps of calls that could not be loaded, and wait for a person.", broken
        )
        if room := room_of(self._installation.settings.state):
            yield _gauge("ivr_disk_free_bytes", "Room on the disk of IVR_STATE.", room.free * 1e9)
            yield _gauge(
                "ivr_disk_free_ratio", "The part of the disk of IVR_STATE that is free, 0 to 1.", room.percent / 100
            )
            yield _gauge(
                "ivr_disk_free_inodes_ratio", "The part of its inodes that is free.", room.inodes_percent / 100
            )

    def _of_edition(self) -> Iterator[Metric]:
        shelf = self._installation.shelf
        try:
            served = shelf.current().hash[:12]
        except EditionMissing:
            served = ""
        good = bool(served) and not shelf.not_served
        yield _gauge("ivr_edition_served", "Whether what was published last is what callers meet: 1 or 0.", int(good))
        publication = served_at(shelf.disk.plan(), shelf.clock())
        if publication:
            yield _gauge(
                "ivr_edition_begun_timestamp_seconds",
                "When the edition in service began.",
                publication.start.timestamp(),
                edition=served,
            )

    def _of_jobs(self) -> Iterator[Metric]:
        record = self._jobs.read()
        if record is None:
            return
        yield _gauge("ivr_scheduler_timestamp_seconds", "When the scheduler was last at work.", record.at.timestamp())
        last = GaugeMetricFamily("ivr_task_timestamp_seconds", "When a task was begun last.", labels=["task"])
        good = GaugeMetricFamily("ivr_task_good", "Whether it could be done then: 1 or 0.", labels=["task"])
        for job in record.jobs:
            if job.at:
                last.add_metric([job.name], job.at.timestamp())
                good.add_metric([job.name], int(not job.why))
        yield from (last, good)

    def _of_looks(self) -> Iterator[Metric]:
        labels = ["hotline"]
        at = GaugeMetricFamily(
            "ivr_trial_call_timestamp_seconds", "When a line was tried last from outside.", labels=labels
        )
        good = GaugeMetricFamily("ivr_trial_call_good", "Whether it answered: 1 or 0.", labels=labels)
        took = GaugeMetricFamily("ivr_trial_call_seconds", "How long that took, all answers together.", labels=labels)
        for made in self._kept.trials():
            at.add_metric([made.hotline], made.at.timestamp())
            good.add_metric([made.hotline], int(not made.why))
            took.add_metric([made.hotline], made.seconds)
        yield from (at, good, took)
        state = GaugeMetricFamily(
            "ivr_check", "How ivr doctor found a thing last: 1 for that state.", labels=["check", "state"]
        )
        look = self._kept.look()
        for name, found in look.findings.items() if look else ():
            state.add_metric([name, found.state], 1)
        yield state


def _traffic(found: TrafficCondition) -> Iterator[Metric]:
    yield _gauge(
        "ivr_projector_lag_seconds", "How long ago the oldest entry came in that is in no list yet.", found.lag
    )
    in_hand = GaugeMetricFamily("ivr_calls_in_hand", "Calls on the line now.", labels=["hotline"])
    for hotline, count in found.in_hand.items():
        in_hand.add_metric([hotline], count)
    yield in_hand
    yield _gauge("ivr_messages_waiting", "Messages that nobody has worked on.", found.messages)
    yield _gauge("ivr_cases_open", "Cases that are not closed.", found.cases)
    faults = CounterMetricFamily(
        "ivr_faults", "What went wrong with requests, or was done too often.", labels=["fault"]
    )
    for fault in NOTED:  # those that never occurred too: only what was 0 can be seen to grow
        faults.add_metric([fault], found.faults.get(fault, 0))
    yield faults


def _answer_seconds(times: Mapping[str, Times]) -> Metric:
    told = "Seconds in which a worker of this machine answered the carrier, by address."
    family = HistogramMetricFamily("ivr_answer_seconds", told, labels=["door"])
    for path, each in sorted(times.items()):
        reached, buckets = 0, []
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), each.counts, strict=True):
            reached += count
            buckets.append((bound, reached))
        family.add_metric([path.rpartition("/")[2]], buckets, each.seconds)
    return family


def _gauge(name: str, told: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(name, told, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family
