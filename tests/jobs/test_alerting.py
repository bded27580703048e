"""Alerts: a week of a hotline by a clock that the test sets: who is told of what, and when, by two schedulers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator
from small_hotline import TITLE, edition_of

from ivr.closures.wishes import ClosureWish
from ivr.engine.alerts import Alert
from ivr.engine.edition import Department, Edition, Hotline
from ivr.engine.events import CaseOpened, MessageLeft
from ivr.errors import SendingFailed
from ivr.jobs.alerting import Alerting
from ivr.jobs.reminding import reminders
from ivr.jobs.sending import Sending
from ivr.jobs.watching import Watching, watch_disk
from ivr.journal.entry import Entry
from ivr.sending.sender import Errand
from ivr.storage.alerts.occasions import Occasion, forget_old, note_found, waiting_lines
from ivr.storage.cases.due import Promises
from ivr.storage.cases.history import Key
from ivr.storage.cases.work import CaseWork
from ivr.storage.closures.announced import ClosureBook
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.outbox.listing import list_outbox
from ivr.storage.outbox.outbox import Dispatch, put_in
from ivr.storage.traffic.webhooks import WebhookFaults

ZONE = ZoneInfo("Asia/Hong_Kong")
ADDRESS = "https://ivr.example.org"
MENU = "main: {kind: menu, choices: {1: {label: {en: one}, answer: {en: One.}}}}"
DUTY, BOSS, IT = "duty@example.gov.hk", "boss@example.gov.hk", "it@example.gov.hk"
PARKS = "https://parks.example.gov.hk/ivr"
SCHEMA = Path(__file__).parents[2] / "docs/operators/webhook.schema.json"
PRIVATE = "+85261234567"
ALERTS = {
    "duty": Alert("duty", (DUTY,), (), ("messages", "complaints", "overdue"), "yue", when="office"),
    "boss": Alert("boss", (BOSS,), (), ("complaints", "due", "closures"), "en", digest=time(9)),
    "parks": Alert("parks", (), (PARKS,), ("complaints", "messages"), "cmn", departments=("parks",)),
    "it": Alert("it", (IT,), (), ("webhooks", "guessing", "unsent"), "en"),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week that begins on Monday 23 November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def edition(alerts: Mapping[str, Alert] = ALERTS) -> Edition:
    departments = {name: Department(name, TITLE, "o", "2027-01-01", f"{name}/main") for name in ("works", "parks")}
    departments["parks"] = replace(departments["parks"], title={"yue": "公園", "cmn": "公园", "en": "Parks"})
    lines = {f"+8522220000{n}": Hotline(name, "", TITLE, f"{name}/main") for n, name in enumerate(departments)}
    return edition_of(MENU, departments=departments, hotlines=lines, alerts=alerts)


@dataclass
class Clock:
    """The time that a test sets."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Receiver:
    """Keeps when what came; is away where `away` says so."""

    clock: Clock
    away: tuple[datetime, datetime] | None = None
    came: list[tuple[datetime, Errand]] = field(default_factory=list)
    tells_repeats: bool = True

    def send(self, errand: Errand) -> str:
        if self.away and self.away[0] <= self.clock.now < self.away[1]:
            raise SendingFailed("away")
        self.came.append((self.clock.now, errand))
        return "taken"


@dataclass
class Office:
    """A hotline whose calls come by the clock, and two schedulers that tell the office of them."""

    database: Database
    clock: Clock
    edition: Edition
    calls: int = 0

    def __post_init__(self) -> None:
        promises = Promises(acknowledge={"": 1}, reply={"": 3})
        self.journal = DatabaseJournal(self.database, promises)
        self.faults = WebhookFaults(self.database, self.clock, lambda: ZONE)
        self.mail, self.hook = Receiver(self.clock), Receiver(self.clock)
        self.schedulers = [self._scheduler() for _ in range(2)]

    def _scheduler(self) -> tuple[Watching, Alerting, Sending]:
        found = lambda: self.edition  # noqa: E731 - the edition may change
        senders = {"email": self.mail, "webhook": self.hook}
        sending = Sending(self.database, senders, dict.fromkeys(senders, 99), self.clock, lambda: ZONE)
        watching = Watching(self.database, found, self.clock)
        return watching, Alerting(self.database, found, ADDRESS, self.clock), sending

    def rings(self, event: CaseOpened | MessageLeft) -> Key:
        """Somebody rings, and leaves something."""
        self.calls += 1
        sid = f"CA{self.calls}"
        department = event.node.partition("/")[0]
        entry = Entry(
            sid, "turn 1", 1, self.clock.now, department, PRIVATE, "+8522", "e", event.node, "en", {}, (event,)
        )
        self.journal.keep(entry)
        return Key(sid, 1)

    def works(self) -> None:
        """What both schedulers do at a moment."""
        self.journal.projector.catch_up()
        for watching, alerting, sending in self.schedulers:
            watching.look()
            alerting.look()
            for way in ("email", "webhook"):
                sending.send_due(way)

    def until(self, end: datetime, step: timedelta = timedelta(minutes=30)) -> None:
        """Let time pass."""
        while self.clock.now < end:
            self.works()
            self.clock.now += step

    def told(self, who: str) -> list[tuple[str, str]]:
        """When somebody was told, and by which subject."""
        came = ((moment, errand) for moment, errand in self.mail.came if errand.destination == who)
        return [(f"{moment:%a %H:%M}", str(errand.content["subject"])) for moment, errand in came]


def complaint(department: str) -> CaseOpened:
    given = (("number", PRIVATE),)
    return CaseOpened(f"{department}/say", "complaint", "4152207716", "RE1", "https://c/RE1", 9, PRIVATE, given)


def message(department: str) -> MessageLeft:
    return MessageLeft(f"{department}/leave", "RE1", "https://c/RE1", 9, PRIVATE)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, Clock(at(23, 0)), edition())


def test_a_week_of_a_hotline_tells_everybody_his_own_in_his_time_and_nobody_anything_twice(office: Office) -> None:
    office.mail.away = (at(25, 9), at(25, 10, 45))
    office.until(at(23, 10))
    first = office.rings(complaint("works"))
    office.until(at(23, 20))
    office.rings(message("works"))
    office.until(at(23, 23))
    second = office.rings(complaint("parks"))
    office.until(at(24, 11))
    CaseWork(office.database, office.clock).acknowledge(second, 0, "wong", "told")
    office.until(at(26, 3))
    for _ in range(3):
        office.faults.note("unsigned")
    office.faults.write()
    office.until(at(27, 10))
    wish = ClosureWish((), "typhoon", at(27, 15), {})
    ClosureBook(office.database, office.clock).announce(office.edition, wish, "wong")
    office.until(at(28, 12))
    office.rings(message("works"))
    office.until(at(30, 0))

    assert [when for when, _ in office.told(DUTY)] == [
        "Mon 10:00",  # the complaint, in the hours of the office
        "Tue 09:00",  # the message and the complaint of the night before, together
        "Wed 11:00",  # the first case is overdue; mail was away at nine and was tried again
        "Fri 09:00",  # the second case was acknowledged, and should have had its reply by Thursday
    ]
    assert office.told(DUTY)[1][1].endswith("有 2 件事要看")
    assert [when for when, _ in office.told(BOSS)] == [
        "Tue 09:00",  # both complaints, and that both are due
        "Wed 11:00",  # the reply to the second is due; mail was away
        "Sat 09:00",  # the closure of Friday afternoon ended
    ]
    assert [when for when, _ in office.told(IT)] == ["Thu 03:00"]
    (posted,) = office.hook.came
    assert (f"{posted[0]:%a %H:%M}", posted[1].destination) == ("Mon 23:00", PARKS)
    everything = [*office.mail.came, *office.hook.came]
    assert len({errand.key for _, errand in everything}) == len(everything)
    assert first.call_sid in office.mail.came[0][1].content["text"]
    assert {each.state for each in list_outbox(office.database, limit=100)} == {"sent"}
    kept = json.dumps([errand.content for _, errand in everything], ensure_ascii=False)
    assert PRIVATE not in kept
    assert "4152207716" not in kept  # whoever knows it hears by telephone how the case stands


def test_a_projection_that_is_made_anew_tells_nobody_again(office: Office) -> None:
    office.until(at(23, 10))
    office.rings(complaint("works"))
    office.until(at(23, 12))
    rebuild_projections(office.database)
    office.until(at(23, 14))
    assert len(office.told(DUTY)) == 1


def test_a_mail_is_in_the_readers_language_with_a_link_to_the_desk(office: Office) -> None:
    office.until(at(23, 10))
    office.rings(complaint("works"))
    office.works()
    (_, errand) = office.mail.came[0]
    assert errand.content["text"].startswith(
        f"{TITLE['yue']}收到一宗投訴（2026-11-23 10:00）。\n{ADDRESS}/desk/cases/CA1/1\n"
    )
    office.rings(message("parks"))
    office.works()
    (_, posted) = office.hook.came[0]
    assert posted.content["occasions"][0]["text"] == "公园收到一则留言（2026-11-23 10:00）。"


def test_a_webhook_is_as_its_schema_says_the_trial_too(office: Office) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    office.rings(complaint("parks"))
    office.works()
    (_, posted) = office.hook.came[0]
    Draft202012Validator(schema).validate(posted.content)
    assert posted.content["occasions"][0]["link"] == f"{ADDRESS}/desk/cases/CA1/1"


def test_an_alert_that_is_made_later_is_told_nothing_that_was_before(office: Office) -> None:
    office.edition = edition({})
    office.rings(message("works"))
    office.works()
    office.edition = edition()
    office.until(at(23, 12))
    assert office.mail.came == []


def test_what_waited_for_an_alert_that_is_no_more_is_told_to_nobody(office: Office) -> None:
    office.rings(message("works"))  # at night
    office.works()
    assert list(waiting_lines(office.database)) == ["duty"]
    office.edition = edition({})
    office.works()
    assert waiting_lines(office.database) == {}
    office.edition = edition()
    office.until(at(23, 12))
    assert office.mail.came == []


def test_what_could_not_be_sent_is_told_but_not_that_this_could_not_be_told(office: Office) -> None:
    now = office.clock.now
    late = Dispatch(
        "k" * 40, "email", DUTY, "alert duty messages", {}, now - timedelta(days=2), now - timedelta(days=1)
    )
    put_in(office.database, late)
    office.mail.away = (now, now + timedelta(days=30))
    office.until(at(25, 12), timedelta(hours=1))
    abouts = sorted(each.about for each in list_outbox(office.database, limit=100))
    assert abouts == ["alert duty messages", "alert it unsent"]


def test_in_the_first_days_of_a_month_the_one_before_is_told_once(database: Database) -> None:
    alerts = {
        "boss": Alert("boss", (BOSS,), (), ("report",), "en"),
        "parks": Alert("parks", (DUTY,), (), ("report",), "yue", departments=("parks",)),
    }
    office = Office(database, Clock(at(30, 12)), edition(alerts))
    office.rings(complaint("parks"))
    office.until(at(30, 12) + timedelta(days=9), timedelta(hours=6))
    assert [when for when, _ in office.told(BOSS)] == ["Tue 00:00"]
    (_, errand) = office.mail.came[0]
    assert "2026-11: 1 calls" in errand.content["text"]
    assert "1 came in, 0 were closed" in errand.content["text"]
    assert f"{ADDRESS}/desk/reports?since=2026-11-01&until=2026-11-30" in errand.content["text"]
    assert len(office.told(DUTY)) == 1


def test_a_disk_that_fills_is_told_once_a_day(database: Database, tmp_path: Path) -> None:
    nearly_full = edition({"it": Alert("it", (IT,), (), ("disk",), "en")})
    watched = [watch_disk(database, tmp_path, nearly_full, at(23, hour), least=1.0) for hour in (1, 2)]
    assert watched == [1, 0]
    assert watch_disk(database, tmp_path, nearly_full, at(24, 1), least=1.0) == 1
    assert watch_disk(database, tmp_path, edition({}), at(25, 1), least=1.0) == 0


def test_what_is_old_is_forgotten_and_what_waits_is_not(office: Office) -> None:
    found = [Occasion(str(number) * 40, "disk", "", at(23, 0)) for number in range(2)]
    note_found(office.database, found)
    assert forget_old(office.database, datetime(2027, 3, 1, tzinfo=UTC)) == 0
    office.works()
    assert forget_old(office.database, at(23, 1)) == 0
    assert forget_old(office.database, datetime(2027, 3, 1, tzinfo=UTC)) == 2


def test_a_reminder_tells_of_all_that_is_due_or_overdue_and_on_one_day_once(office: Office) -> None:
    office.until(at(23, 10))
    office.rings(complaint("works"))
    office.rings(complaint("parks"))
    office.until(at(26, 12))
    before = len(office.mail.came)

    def remind() -> dict[str, tuple[int, int]]:
        found = reminders(office.database, office.edition, ADDRESS, office.clock.now)
        return {
            each.alert: (each.cases, sum(put_in(office.database, one) for one in each.dispatches)) for each in found
        }

    assert remind() == {"duty": (2, 1)}  # the boss asks for what is due, and these are past that
    assert remind() == {"duty": (2, 0)}
    office.works()
    assert len(office.mail.came) == before + 1
    office.clock.now += timedelta(days=1)
    assert remind() == {"duty": (2, 1)}
