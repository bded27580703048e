"""The outbox at work: sent once each whoever dies when, later where it cannot be sent now, never where it may not."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
from receivers import Hook, Mailbox, mail_server, web_server
from sqlalchemy import Connection

from ivr.errors import SendingFailed, SendingRefused, StorageAway
from ivr.jobs.sending import Sending
from ivr.sending.mail import MailSender
from ivr.sending.sender import Errand, Sender
from ivr.sending.webhook import WebhookSender
from ivr.settings.destinations import Destinations
from ivr.storage.database.transactions import Database
from ivr.storage.outbox.listing import attempts_of, find_sending, forget_sendings, list_outbox, unsettled
from ivr.storage.outbox.outbox import LEASE, Dispatch, key_of, put, send_again

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Hong_Kong")
DAY = timedelta(days=1)
DUTY = "duty@example.gov.hk"
SECRET = "what both sides know and nobody else"
A_SECOND = timedelta(seconds=1)


@dataclass
class Clock:
    """The time that a test sets."""

    now: datetime = NINE

    def __call__(self) -> datetime:
        return self.now


def dispatch(key: str, way: str = "email", to: str = DUTY, until: datetime = NINE + DAY) -> Dispatch:
    content = {"subject": f"subject of {key}", "text": f"text of {key}"}
    return Dispatch(key, way, to, "a test", content, NINE, until)


def put_in(database: Database, *dispatches: Dispatch) -> None:
    with database.writing() as connection:
        for each in dispatches:
            put(connection, each)


@dataclass
class Spoken:
    """A sender that keeps what it is given, and does as it is told: raise, or answer."""

    told: list[Exception | str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    tells_repeats: bool = True

    def send(self, errand: Errand) -> str:
        answer = self.told.pop(0) if self.told else "taken"
        if isinstance(answer, Exception):
            raise answer
        self.sent.append(errand.key)
        return answer


def sending(database: Database, clock: Clock, most: int = 100, **senders: Sender) -> Sending:
    return Sending(database, senders, dict.fromkeys(senders, most), clock, lambda: ZONE)


class Steps:
    """Counts the steps that a process takes, and kills it at one of them, as `kill -9` would."""

    def __init__(self, deadly: int) -> None:
        self._left = deadly

    def __call__(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class StepByStep(Database):
    """A database in which each transaction has three steps: before it, before it is committed, and after."""

    step: Callable[[], None]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        self.step()
        with super().writing() as connection:
            yield connection
            self.step()
        self.step()


@dataclass
class Stepwise:
    """A sender with a step before and a step after the other side took it."""

    sender: Sender
    step: Callable[[], None]
    tells_repeats: bool = True

    def send(self, errand: Errand) -> str:
        self.step()
        answer = self.sender.send(errand)
        self.step()
        return answer


@dataclass
class House:
    """A database and two real receivers, and processes that send; each may die at a step."""

    database: Database
    mailbox: Mailbox
    hook: Hook

    def begin(self, owed: tuple[Dispatch, ...], now: datetime, deadly: int = 0) -> int:
        """A process that does a deed with what it owes, then sends what is due; its number."""
        if child := os.fork():
            return child
        try:
            self._work(owed, now, Steps(deadly))
        finally:
            os._exit(0)

    def _work(self, owed: tuple[Dispatch, ...], now: datetime, step: Steps) -> None:
        mine = StepByStep(self.database.url, 10, self.database.lock_folder)
        mine.step = step
        allowed = Destinations((DUTY, self.hook.origin))
        both = {
            "email": Stepwise(MailSender(self.mailbox.url, "hotline@example.gov.hk", allowed), step),
            "webhook": Stepwise(WebhookSender([SECRET], allowed, lambda: now.timestamp()), step),
        }
        at_work = sending(mine, Clock(now), **both)
        if owed:
            put_in(mine, *owed)
        for way in both:
            at_work.send_due(way)

    def owed(self, name: str) -> tuple[Dispatch, ...]:
        keys = key_of(name, "mail"), key_of(name, "hook")
        return dispatch(keys[0]), dispatch(keys[1], "webhook", f"{self.hook.origin}/ivr")

    def copies(self) -> dict[str, list[bytes]]:
        """What came in, by the key that the other side tells it by."""
        found: dict[str, list[bytes]] = {}
        for whole, mail in zip(self.mailbox.received, self.mailbox.mails, strict=True):
            found.setdefault(str(mail["Message-ID"]).strip("<>").partition("@")[0], []).append(whole)
        for headers, body in self.hook.received:
            found.setdefault(headers["Idempotency-Key"], []).append(body)
        return found


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    with mail_server() as mailbox, web_server() as hook:
        yield House(database, mailbox, hook)


def test_whoever_is_killed_at_whichever_step_nothing_is_lost_and_nothing_comes_twice_as_another(house: House) -> None:
    survived, twice = False, set()
    for deadly in count(1):
        owed = house.owed(f"dies at {deadly}")
        _, status = os.waitpid(house.begin(owed, NINE, deadly), 0)
        survived = os.WIFEXITED(status)
        if not list_outbox(house.database) or list_outbox(house.database)[0].key not in {each.key for each in owed}:
            put_in(house.database, *owed)  # whoever did the deed died before it was done, and does it again
        later = NINE + LEASE + A_SECOND
        for each in [house.begin((), later) for _ in range(2)]:  # two schedulers
            assert os.waitpid(each, 0)[1] == 0
        copies = house.copies()
        for one in owed:
            assert len(set(copies[one.key])) == 1, deadly
            twice |= {deadly} if len(copies[one.key]) > 1 else set()
        assert {each.state for each in list_outbox(house.database, limit=2)} == {"sent"}
        if survived:
            break
    assert len(house.copies()) == 2 * deadly
    # only between the other side's word and our record of it can a second copy be needed
    assert len(twice) == 2 * 3
    assert deadly > 2 * 8


def test_two_schedulers_share_what_is_due_and_send_nothing_twice(house: House) -> None:
    for number in range(20):
        put_in(house.database, *house.owed(str(number)))
    for each in [house.begin((), NINE) for _ in range(2)]:
        assert os.waitpid(each, 0)[1] == 0
    assert sorted(map(len, house.copies().values())) == [1] * 40


def test_what_the_other_side_could_not_tell_from_a_second_one_is_left_to_a_person(database: Database) -> None:
    class DyingPen(Spoken):
        def send(self, errand: Errand) -> str:
            super().send(errand)
            raise KeyboardInterrupt

    clock, text = Clock(), Spoken(tells_repeats=False)
    put_in(database, dispatch("k" * 40, "sms", "+85251234567"))
    dying = DyingPen(tells_repeats=False)
    with pytest.raises(KeyboardInterrupt):
        sending(database, clock, sms=dying).send_due("sms")
    clock.now += LEASE + A_SECOND
    assert sending(database, clock, sms=text).send_due("sms") == 0
    (one,) = list_outbox(database)
    assert (one.state, text.sent, dying.sent) == ("unsure", [], ["k" * 40])
    assert attempts_of(database, one.id)[0].ended_at is None
    assert send_again(database, one.key, clock.now, clock.now + DAY)
    assert sending(database, clock, sms=text).send_due("sms") == 1
    assert find_sending(database, "kkkkkk").state == "sent"
    assert not send_again(database, one.key, clock.now, clock.now + DAY)


def test_what_cannot_be_sent_now_is_tried_later_and_ever_more_rarely_until_its_deadline(database: Database) -> None:
    clock = Clock()
    away = Spoken([SendingFailed(f"away {number}") for number in range(100)])
    put_in(database, dispatch("a" * 40, until=NINE + timedelta(hours=4)))
    at_work, tried = sending(database, clock, email=away), []
    while clock.now < NINE + timedelta(hours=5):
        if at_work.send_due("email"):
            tried.append(clock.now)
        clock.now += timedelta(seconds=30)
    pauses = [(later - earlier) // A_SECOND for earlier, later in pairwise(tried)]
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    (one,) = list_outbox(database)
    assert (one.state, one.why, one.attempts) == ("given up", "away 9", 10)
    assert [each.answer for each in attempts_of(database, one.id)] == [f"away {number}" for number in range(10)]
    assert unsettled(database, clock.now) == {"given up": (1, NINE)}


def test_what_is_refused_is_given_up_at_once_and_keeps_nothing_back(database: Database) -> None:
    clock, sender = Clock(), Spoken([SendingRefused("no such person"), ValueError("a fault")])
    put_in(database, dispatch("a" * 40), dispatch("b" * 40), dispatch("c" * 40))
    assert sending(database, clock, email=sender).send_due("email") == 3
    states = {each.key[0]: (each.state, each.why) for each in list_outbox(database)}
    assert states == {
        "a": ("given up", "no such person"),
        "b": ("waiting", "a fault of our own: ValueError"),
        "c": ("sent", ""),
    }


def test_what_nobody_came_to_send_before_its_deadline_is_not_sent_after_it(database: Database) -> None:
    clock, sender = Clock(NINE + DAY), Spoken()
    put_in(database, dispatch("a" * 40))
    assert sending(database, clock, email=sender).send_due("email") == 0
    assert [(each.state, each.why) for each in list_outbox(database)] == [("given up", "its deadline has passed")]
    assert sender.sent == []


def test_no_more_is_sent_in_a_day_of_the_site_than_may_be(database: Database) -> None:
    clock, sender = Clock(), Spoken([SendingFailed("away")])
    put_in(database, *(dispatch(str(number) * 40, until=NINE + 3 * DAY) for number in range(5)))
    at_work = sending(database, clock, most=2, email=sender)
    at_work.send_due("email")
    clock.now += timedelta(minutes=1)
    assert at_work.send_due("email") == 0
    assert len(sender.sent) == 2
    clock.now = datetime(2026, 11, 24, 0, 0, tzinfo=ZONE)
    at_work.send_due("email")
    assert len(sender.sent) == 4


def test_what_came_of_an_attempt_is_kept_once_the_database_is_back_and_nothing_is_sent_before(
    database: Database,
) -> None:
    class Away(Database):
        gone = False

        @contextmanager
        def writing(self) -> Iterator[Connection]:
            if self.gone:
                raise StorageAway("gone")
            with super().writing() as connection:
                yield connection

    mine = Away(database.url, 10, database.lock_folder)
    clock = Clock()

    class Breaks(Spoken):
        def send(self, errand: Errand) -> str:
            mine.gone = True
            return super().send(errand)

    sender = Breaks()
    put_in(database, dispatch("a" * 40))
    at_work = sending(mine, clock, email=sender)
    with pytest.raises(StorageAway):
        at_work.send_due("email")
    clock.now += 2 * LEASE  # even now: this process knows that it was sent
    with pytest.raises(StorageAway):
        at_work.send_due("email")
    mine.gone = False
    assert at_work.send_due("email") == 0
    assert (sender.sent, list_outbox(database)[0].state) == (["a" * 40], "sent")
    mine.close()


def test_the_same_is_put_in_once(database: Database) -> None:
    first = dispatch("a" * 40)
    with database.writing() as connection:
        assert [put(connection, first), put(connection, replace(first, about="again"))] == [True, False]
    assert [each.about for each in list_outbox(database)] == ["a test"]


def test_lists_show_nobody_where_something_goes(database: Database) -> None:
    put_in(
        database,
        dispatch("a" * 40),
        dispatch("b" * 40, "webhook", "https://hooks.example.org/services/T0/secret"),
        dispatch("c" * 40, "sms", "+85251234567"),
    )
    shown = {each.key[0]: each.destination for each in list_outbox(database)}
    assert shown == {"a": "d••••@example.gov.hk", "b": "hooks.example.org", "c": "+852 5123 ••••"}


def test_what_is_settled_is_forgotten_by_age_and_what_waits_is_not(database: Database) -> None:
    clock = Clock()
    put_in(database, dispatch("a" * 40))
    sending(database, clock, email=Spoken()).send_due("email")
    put_in(database, dispatch("b" * 40))
    assert forget_sendings(database, NINE) == 0
    assert forget_sendings(database, NINE + DAY) == 1
    assert [each.key[0] for each in list_outbox(database)] == ["b"]
