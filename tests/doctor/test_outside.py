"""Carrier, mail and outbox: looked at where there are any, and told with the command that mends them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from doctor.conftest import House
from receivers import mail_server
from stand_in_carrier import ACCOUNT, TOKEN, StandInCarrier

from ivr.app.sending import mail_of
from ivr.carrier.pointing import pointing_here
from ivr.carrier.rest.account import TwilioAccount
from ivr.carrier.rest.numbers import numbers, point_number
from ivr.errors import SettingsRefused
from ivr.storage.messages.tables import transcripts
from ivr.storage.outbox.outbox import Dispatch, put
from ivr.storage.outbox.tables import outbox

NUMBER = "+85222200101"


def with_mail(house: House, url: str, **more: Any) -> House:
    """The house with a mail server."""
    new = house.set(**{"smtp_url": url, "mail_from": "hotline@example.gov.hk", "send_to": ("example.gov.hk",)} | more)
    return replace(new, premises=replace(new.premises, mail=lambda: mail_of(new.premises.settings)))


def test_where_no_mail_is_sent_none_is_needed(house: House) -> None:
    assert house.finds("mail").state == "needless"
    assert house.finds("outbox").state == "needless"


def test_a_mail_server_is_reached_without_a_mail(house: House) -> None:
    with mail_server() as box:
        assert with_mail(house, box.url).finds("mail").state == "good"
        assert box.mails == []
    gone = with_mail(house, box.url).finds("mail")
    assert (gone.state, "IVR_SMTP_URL" in gone.do) == ("wrong", True)


def test_mail_that_may_go_nowhere_is_told(house: House) -> None:
    assert "IVR_SEND_TO" in with_mail(house, "smtp://127.0.0.1:1", send_to=()).finds("mail").do


def at(house: House, carrier: StandInCarrier) -> House:
    """The house with an account at a carrier."""
    account = TwilioAccount(ACCOUNT, (TOKEN,), session=carrier.session())
    return replace(house, premises=replace(house.premises, account=lambda: account))


def test_numbers_that_the_account_lacks_or_that_lead_elsewhere_are_told(house: House) -> None:
    carrier = StandInCarrier()
    looked = at(house, carrier)
    why = f"The account has no number {NUMBER}, so the hotline works cannot be rung there."
    assert looked.state("carrier") == ("wrong", why)
    carrier.add_number(NUMBER)
    assert looked.state("carrier") == ("wrong", "Nobody is asked when a call comes in.")
    assert looked.finds("carrier").do == f"Run: ivr twilio connect {NUMBER}"
    account = looked.premises.account()
    point_number(account, numbers(account)[0].sid, pointing_here("https://ivr.example.org"))
    state, why = looked.state("carrier")
    assert (state, why) == ("warning", f"When this server is gone, nobody answers: {NUMBER} has its fallback here too.")
    elsewhere = pointing_here("https://ivr.example.org", "https://pages.example.org/works.xml")
    point_number(account, numbers(account)[0].sid, elsewhere)
    assert looked.finds("carrier").state == "good"
    assert carrier.invalid == []


def test_the_number_of_text_messages_must_be_ours_and_may_send_them(house: House) -> None:
    carrier = StandInCarrier()
    assert house.finds("texts").state == "needless"
    looked = at(house.set(sms_from=NUMBER), carrier)
    assert looked.state("texts") == ("wrong", f"The account has no number {NUMBER}.")
    added = carrier.add_number(NUMBER)
    assert looked.finds("texts").state == "good"
    added["capabilities"]["sms"] = False
    assert looked.state("texts") == ("wrong", f"{NUMBER} may not send text messages.")


@pytest.mark.parametrize(("trouble", "state"), [(401, "wrong"), (429, "unknown")])
def test_a_carrier_that_refuses_is_told_from_one_that_has_no_time(house: House, trouble: int, state: str) -> None:
    carrier = StandInCarrier(for_good=True)
    carrier.troubles.append(trouble)
    assert at(house, carrier).finds("carrier").state == state


def test_settings_without_an_account_are_wrong_in_production_and_need_none_in_a_demo(house: House) -> None:
    def refuse() -> TwilioAccount:
        raise SettingsRefused("IVR_TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits")

    none = replace(house, premises=replace(house.premises, account=refuse))
    assert none.finds("carrier").state == "wrong"
    assert none.set(mode="demo").finds("carrier").state == "needless"


def test_what_was_given_up_is_told_until_somebody_decides(house: House) -> None:
    database, now = house.installation.database, house.premises.now()
    with database.writing() as connection:
        until = now + timedelta(days=1)
        put(connection, Dispatch("k" * 40, "email", "duty@example.gov.hk", "test", {"subject": "x"}, now, until))
    assert house.state("outbox") == ("good", "Nothing in the outbox was given up; waiting: 1.")
    with database.writing() as connection:
        connection.execute(outbox.update().values(state="given up"))
    assert house.finds("outbox").state == "warning"
    assert "ivr outbox retry" in house.finds("outbox").do


def test_who_writes_recordings_down_must_be_there_and_listed(house: House, tmp_path: Path) -> None:
    assert house.finds("transcripts").state == "needless"
    program = tmp_path / "transcribe"
    assert house.set(transcribe=f"{program} --fast").finds("transcripts").state == "wrong"
    program.touch(0o755)
    assert house.set(transcribe=f"{program} --fast").finds("transcripts").state == "good"
    url = "https://whisper.internal/v1/audio/transcriptions"
    assert "IVR_SEND_TO" in house.set(transcribe=url).finds("transcripts").do
    assert house.set(transcribe=url, send_to=("whisper.internal",)).finds("transcripts").state == "good"
    with house.premises.database.writing() as connection:
        row = {"recording": "RE1", "call_sid": "CA1", "state": "given up", "language": "en", "text": "", "why": "x"}
        connection.execute(transcripts.insert().values(**row, tries=5, at=house.premises.now()))
    told = house.set(transcribe=f"{program}").state("transcripts")
    assert told == ("warning", "Recordings that could not be written down: 1.")
