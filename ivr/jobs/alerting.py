"""Alerts on their way: what happened is given to the alerts that are about it, and put into the outbox in its time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.alerts.composing import Composing
from ivr.alerts.times import told_now
from ivr.engine.alerts import Alert
from ivr.engine.edition import Edition
from ivr.logs import logger
from ivr.storage.alerts.occasions import Occasion, Waiting, share_out, tell, waiting_lines
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.outbox import Dispatch, key_of

log = logger(__name__)
DEADLINE = timedelta(days=1)
NO_MORE = "an alert is no more, and what waited for it is told to nobody"


@dataclass(frozen=True)
class Alerting:
    """The alerts of the edition that is served; `address` is the site's own, with which links begin."""

    database: Database
    edition: Callable[[], Edition]
    address: str
    clock: Callable[[], datetime]

    def look(self) -> int:
        """Share out what is new, and tell what it is time for; how many dispatches. Raises StorageAway."""
        edition, now = self.edition(), self.clock()
        share_out(self.database, lambda occasion: _about(edition, occasion), now)
        told = 0
        for name, waiting in waiting_lines(self.database).items():
            alert = edition.alerts.get(name)
            if alert is None:
                self._drop(name, waiting, now)
            elif until := told_now(alert, edition.calendars, ZoneInfo(edition.zone), now):
                told += self._tell(edition, alert, [each for each in waiting if each.shared_at <= until], now)
        return told

    def _tell(self, edition: Edition, alert: Alert, waiting: Sequence[Waiting], now: datetime) -> int:
        """Put what an alert tells into the outbox; how many dispatches."""
        found = [each.occasion for each in waiting]
        if not found:
            return 0
        composing = Composing(edition, alert, self.address)
        dispatches = dispatches_of(composing, alert, found, [each.key for each in found], now)
        return tell(self.database, [each.line for each in waiting], dispatches, now)

    def _drop(self, name: str, waiting: Sequence[Waiting], now: datetime) -> None:
        log.warning(NO_MORE, alert=name, count=len(waiting))
        tell(self.database, [each.line for each in waiting], (), now)


def dispatches_of(
    composing: Composing,
    alert: Alert,
    found: Sequence[Occasion],
    key: Sequence[object],
    now: datetime,
    until: datetime | None = None,
) -> list[Dispatch]:
    """What is sent so that everybody whom an alert tells hears of these, or of nothing, which is a trial.

    `key` is what it is told because of; it is sent `until` then, for a day unless told otherwise.
    """
    about = " ".join(("alert", alert.name, *sorted({each.about for each in found})))
    return [
        Dispatch(
            key_of("alert", alert.name, way, destination, *key),
            way,
            destination,
            about,
            composing.content(way, found),
            now,
            until or now + DEADLINE,
        )
        for way, destination in alert.destinations
    ]


def _about(edition: Edition, occasion: Occasion) -> list[str]:
    """The alerts that are about an occasion."""
    return [name for name, alert in edition.alerts.items() if alert.concerns(occasion.about, occasion.department)]
