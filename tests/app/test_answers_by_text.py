"""An answer by text from the key that is pressed to the carrier, of a whole installation on either database."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from empty_database import put_tables
from small_site import NUMBER, write_small_site
from sqlalchemy import Connection
from stand_in_carrier import ACCOUNT, TOKEN, StandInCarrier

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.sending import SHOWN_IN, sending_of
from ivr.app.telephone import line_into
from ivr.carrier.rest.account import TwilioAccount
from ivr.jobs.sending import Sending
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.stand_ins import PracticeClock
from ivr.sending.text import TextSender
from ivr.settings import load_settings
from ivr.settings.destinations import Destinations
from ivr.storage.journal import projector
from ivr.storage.outbox.listing import list_outbox

TEN = datetime.fromisoformat("2026-11-23T10:00+08:00")
CALLER, SENDER = "+85291234567", "+85222200199"
KEY = "a3f1" * 4 + "0123456789abcdef"
PRODUCTION = {
    "IVR_MODE": "production",
    "IVR_PUBLIC_URL": "https://ivr.example.org",
    "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
    "IVR_SECRET_KEY": KEY,
    "IVR_HASH_KEY": KEY[::-1],
    "IVR_PROXIES": "1",
    "IVR_KEEP_CALLS": "365",
    "IVR_SMS_FROM": SENDER,
    "IVR_SEND_TO": "+852",
}
BY_TEXT = """
    then: by_text
  by_text: {kind: text}
"""
SENT = "Works\nThis is the answer of edition 1, whole"
Open = Callable[..., Installation]


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same installation again and again, as another process would."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgres_url")(request.getfixturevalue("postgres_template"))
    site = write_small_site(tmp_path / "site")
    menu = site / "menus" / "works" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").rstrip() + BY_TEXT, "utf-8")
    places = {"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / "state"), "IVR_DATABASE_URL": url}
    ways: list[Installation] = []

    def open_it(environ: dict[str, str] | None = None) -> Installation:
        given = PRODUCTION if environ is None else environ
        ways.append(open_installation(load_settings(given | places), PracticeClock(TEN)))
        return ways[-1]

    first = open_it()
    put_tables(first.database)
    first.publish("a test")
    yield open_it
    for each in ways:
        each.database.close()


def ring(installation: Installation, script: str, caller: str = CALLER) -> list[str]:
    """Ring the hotline; what was heard at last."""
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    telephone = Telephone(line, new_call(NUMBER, hong_kong(caller)))
    heard = [*telephone.ring()]
    for act in parse_script(script):
        heard = [*perform(telephone, act)]
    return [each.text for each in heard]


def send(installation: Installation, carrier: StandInCarrier, at: datetime = TEN) -> int:
    """What a scheduler does that runs at a moment: follow the journal, and send; how many attempts."""
    installation.database.catch_up()
    account = TwilioAccount(ACCOUNT, [TOKEN], session=carrier.session())
    text = TextSender(lambda: account, SENDER, Destinations(("+852",)))
    zone = installation.shelf.zone
    return Sending(installation.database, {"sms": text}, {"sms": 100}, lambda: at, zone).send_due("sms")


def came(carrier: StandInCarrier) -> list[tuple[str, str]]:
    """To whom the carrier brought what."""
    return [(each.form["To"], each.form["Body"]) for each in carrier.asked if each.method == "POST"]


def test_what_was_heard_comes_once_however_often_the_carrier_asks_and_schedulers_look(opened: Open) -> None:
    carrier = StandInCarrier()
    assert ring(opened(), "2,1")[0] == "Thank you. The text message will be sent."
    assert [send(opened(), carrier) for _ in range(3)] == [1, 0, 0]
    assert came(carrier) == [(CALLER, SENT)]
    assert carrier.invalid == []


def test_what_the_carrier_tells_of_it_is_noted_and_nothing_that_anybody_else_tells(opened: Open) -> None:
    carrier, installation = StandInCarrier(), opened()
    ring(installation, "2,1")
    send(installation, carrier)
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    told = [("MessageSid", carrier.things["/Messages"][0]["sid"]), ("MessageStatus", "delivered")]
    anybody = replace(line, auth_token="not the carrier's")
    assert anybody.ask("POST", f"{line.url}/voice/text", told).reply.status == 403
    assert [each.arrived for each in list_outbox(installation.database)] == [""]
    assert line.ask("POST", f"{line.url}/voice/text", told).reply.status == 204
    assert [each.arrived for each in list_outbox(installation.database)] == ["delivered"]
    assert line.ask("POST", f"{line.url}/voice/text", [("MessageStatus", "delivered")]).reply.status == 204


def test_a_caller_has_three_a_day_and_hears_the_truth_about_a_fourth(opened: Open) -> None:
    carrier, said = StandInCarrier(), [ring(opened(), "2,1")[0] for _ in range(4)]
    assert said == ["Thank you. The text message will be sent."] * 3 + ["We can send you no more text messages today."]
    send(opened(), carrier)
    assert came(carrier) == [(CALLER, SENT)] * 3


def test_none_goes_to_a_number_that_the_operator_did_not_list(opened: Open) -> None:
    elsewhere = opened(PRODUCTION | {"IVR_SEND_TO": "+44"})
    assert ring(elsewhere, "2,2,91234567#")[0] == "We cannot send a text message to that number."


@pytest.mark.parametrize("lacking", ["IVR_SMS_FROM", "IVR_SEND_TO"])
def test_callers_hear_nothing_of_it_where_none_can_be_sent(opened: Open, lacking: str) -> None:
    lacks = opened({name: value for name, value in PRODUCTION.items() if name != lacking})
    assert not any("text message" in text for text in ring(lacks, "2"))


def test_a_demo_writes_down_what_it_would_send(opened: Open) -> None:
    demo = opened({"IVR_MODE": "demo", "IVR_SECRET_KEY": KEY})
    assert ring(demo, "2,1")[0] == "Thank you. The text message will be sent."
    demo.database.catch_up()
    assert sending_of(demo).send_due("sms") == 1
    file = demo.settings.state / SHOWN_IN
    assert file.read_text("utf-8") == f"To {CALLER}, 2026-11-23 02:00 UTC:\n{SENT}\n\n"
    assert file.stat().st_mode & 0o077 == 0


def in_a_child_that_is_killed(work: Callable[[], object]) -> None:
    """Let a process do something, and be killed at the end of it, or before by itself."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def test_whoever_is_killed_once_it_is_promised_has_it_sent_by_the_next(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_child_that_is_killed(lambda: ring(opened(), "2,1"))

    def killed(connection: Connection, entries: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(projector, "put_promised_texts", killed)
        in_a_child_that_is_killed(lambda: opened().database.catch_up())
    in_a_child_that_is_killed(lambda: opened().database.catch_up())
    carrier = StandInCarrier()
    assert send(opened(), carrier) == 1
    assert came(carrier) == [(CALLER, SENT)]


def test_whoever_is_killed_while_it_is_sent_sends_no_second_one(opened: Open) -> None:
    ring(opened(), "2,1")

    def claim_and_die() -> None:
        mine = opened()
        mine.database.catch_up()
        Sending(mine.database, {"sms": Dying()}, {"sms": 100}, lambda: TEN, mine.shelf.zone).send_due("sms")

    in_a_child_that_is_killed(claim_and_die)
    carrier = StandInCarrier()
    send(opened(), carrier, TEN + timedelta(minutes=6))
    assert came(carrier) == []
    (shown,) = list_outbox(opened().database)
    assert shown.state == "unsure"


class Dying:
    """A sender in the middle of whose work its process is killed."""

    tells_repeats = False

    def send(self, errand: object) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""
