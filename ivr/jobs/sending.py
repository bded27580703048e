"""Sends what the outbox holds: one after another, each attempt on record before it begins and after it ended."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ivr.errors import SendingFailed, SendingRefused, SendingUnclear
from ivr.logs import logger
from ivr.sending.sender import Errand, Sender
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.outbox import Attempt, Claiming, Outcome, claim, is_due, settle

log = logger(__name__)
AT_A_TIME = 100  # so that a task ends now and then


class Sending:
    """The senders by way, at work on an outbox: `most` of each a day of the site's `zone`."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[str, Sender],
        most: Mapping[str, int],
        clock: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        self._database = database
        self._senders = senders
        self._most = most
        self._clock = clock
        self._zone = zone
        self._unkept: dict[str, tuple[Attempt, Outcome]] = {}
        self._full: set[str] = set()

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways out that there are."""
        return tuple(self._senders)

    def send_due(self, way: str) -> int:
        """Send what is due by one way; how many attempts. Raises StorageAway.

        What came of an attempt that could not be kept is kept first, before anything else is sent.
        """
        if way in self._unkept:
            self._settle(way, *self._unkept[way])
        for done in range(AT_A_TIME):
            if not self._send_one(way):
                return done
        return AT_A_TIME

    def _send_one(self, way: str) -> bool:
        now = self._clock()
        if not is_due(self._database, way, now):
            return False
        claimed = claim(self._database, self._how(way, now), now)
        self._note_ceiling(way, full=claimed == "ceiling")
        if not isinstance(claimed, Attempt):
            return False
        self._settle(way, claimed, self._attempted(claimed))
        return True

    def _how(self, way: str, now: datetime) -> Claiming:
        zone = self._zone()
        midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
        return Claiming(way, self._senders[way].tells_repeats, self._most[way], midnight)

    def _attempted(self, attempt: Attempt) -> Outcome:
        its = attempt.dispatch
        errand = Errand(its.key, its.destination, its.content, its.made_at, attempt.number, its.call_sid)
        try:
            return Outcome("sent", self._senders[its.way].send(errand))
        except SendingRefused as why:
            return Outcome("refused", str(why))
        except SendingFailed as why:
            return Outcome("failed", str(why))
        except SendingUnclear as why:
            return Outcome("unclear", str(why))
        except Exception as error:  # whatever it is, what stands behind it must be sent too
            log.exception("a sender failed", way=its.way, key=its.key)
            return Outcome("failed", f"a fault of our own: {type(error).__name__}")

    def _settle(self, way: str, attempt: Attempt, outcome: Outcome) -> None:
        self._unkept[way] = (attempt, outcome)
        state = settle(self._database, attempt, outcome, self._clock())
        del self._unkept[way]
        told = {"way": way, "about": attempt.dispatch.about, "key": attempt.dispatch.key, "attempt": attempt.number}
        if state in ("given up", "unsure"):
            log.warning("something could not be sent; see: ivr outbox", **told, why=outcome.answer)
        elif state == "waiting":
            log.info("something is sent later", **told, why=outcome.answer)
        else:
            log.info("something was sent", **told)

    def _note_ceiling(self, way: str, *, full: bool) -> None:
        if full and way not in self._full:
            log.warning("no more is sent today", way=way, most=self._most[way], do="see IVR_MOST_SENT")
        (self._full.add if full else self._full.discard)(way)
