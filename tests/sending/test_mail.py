"""Mail to a real server: what it receives, that nobody listens on the way, and what comes of its refusals."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from ssl import SSLContext
from typing import Any

import pytest
from receivers import mail_server

from ivr.errors import SendingFailed, SendingRefused
from ivr.sending.mail import MailSender
from ivr.sending.sender import Errand
from ivr.settings.destinations import Destinations

HERE = "127.0.0.1"
FROM, DUTY = "hotline@example.gov.hk", "duty@example.gov.hk"
ALLOWED = Destinations(("example.gov.hk",))
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ERRAND = Errand(
    "k" * 40, DUTY, {"subject": "一個新口訊", "text": "有人留低咗口訊。\nhttps://ivr.example.org\n.\n"}, NINE
)
Certify = Callable[[str], tuple[SSLContext, SSLContext]]


def test_a_mail_says_what_it_says_and_is_the_same_to_the_byte_each_time() -> None:
    with mail_server() as box:
        sender = MailSender(box.url, FROM, ALLOWED)
        assert [sender.send(ERRAND), sender.send(ERRAND)] == ["250 OK", "250 OK"]
    first, second = box.received
    assert first == second
    mail: Any = box.mails[0]
    assert (mail["Subject"], mail["From"], mail["To"]) == ("一個新口訊", FROM, DUTY)
    assert mail["Message-ID"] == f"<{'k' * 40}@example.gov.hk>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NINE
    assert mail.get_content().splitlines() == str(ERRAND.content["text"]).splitlines()
    assert box.recipients[0] == [DUTY]


def test_who_asks_for_starttls_is_met_encrypted_and_only_then_told_the_password(certified: Certify) -> None:
    shows, trusts = certified(HERE)
    user = (b"hotline", b"p@ss/word")
    with mail_server(user, tls_context=shows, require_starttls=True) as box:
        url = box.url.replace("smtp://", "smtp://hotline:p%40ss%2Fword@")
        assert MailSender(url, FROM, ALLOWED, trusts).send(ERRAND) == "250 OK"
        with pytest.raises(SendingFailed, match="refuses our name and password: 535"):
            MailSender(url.replace("hotline:", "other:"), FROM, ALLOWED, trusts).send(ERRAND)
        with pytest.raises(SendingFailed, match="certificate verify failed"):
            MailSender(url, FROM, ALLOWED).send(ERRAND)
    assert len(box.received) == 1


def test_smtps_is_encrypted_from_the_first_letter(certified: Certify) -> None:
    shows, trusts = certified(HERE)
    with mail_server(ssl_context=shows) as box:
        url = box.url.replace("smtp://", "smtps://")
        assert MailSender(url, FROM, ALLOWED, trusts).send(ERRAND) == "250 OK"


@pytest.mark.parametrize("answer", ["451 try later", "550 no such user"])
def test_what_a_server_will_take_later_is_tried_again_and_what_it_never_takes_is_not(answer: str) -> None:
    error = SendingFailed if answer.startswith("4") else SendingRefused
    with mail_server() as box:
        box.answers.append(answer)
        with pytest.raises(error, match=answer):
            MailSender(box.url, FROM, ALLOWED).send(ERRAND)


def test_mail_goes_to_nobody_whom_the_operator_did_not_list() -> None:
    with mail_server() as box:
        for listed in ((), ("example.org",), ("other@example.gov.hk",), ("gov.hk",), ("https://example.gov.hk",)):
            with pytest.raises(SendingRefused, match="IVR_SEND_TO"):
                MailSender(box.url, FROM, Destinations(listed)).send(ERRAND)
        MailSender(box.url, FROM, Destinations(("Duty@Example.gov.hk",))).send(ERRAND)
    assert len(box.received) == 1


def test_without_a_server_it_says_which_setting_is_missing() -> None:
    with pytest.raises(SendingFailed, match="set IVR_SMTP_URL and IVR_MAIL_FROM"):
        MailSender("", "", ALLOWED).send(ERRAND)


def test_a_server_that_is_not_there_or_hangs_up_is_one_that_cannot_be_used() -> None:
    with socket.create_server((HERE, 0)) as rude:

        def hang_up() -> None:
            rude.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        with pytest.raises(SendingFailed, match="cannot be used: Connection unexpectedly closed"):
            MailSender(f"smtp://{HERE}:{rude.getsockname()[1]}", FROM, ALLOWED).send(ERRAND)
        gone = rude.getsockname()[1]
    with pytest.raises(SendingFailed, match="Connection refused"):
        MailSender(f"smtp://{HERE}:{gone}", FROM, ALLOWED).send(ERRAND)


def test_a_line_in_a_subject_adds_no_heading() -> None:
    with mail_server() as box:
        sly = {"subject": "one\r\nBcc: other@example.org", "text": "x"}
        MailSender(box.url, FROM, ALLOWED).send(Errand("k", DUTY, sly, NINE))
    assert box.mails[0]["Bcc"] is None
    assert box.mails[0]["Subject"] == "one Bcc: other@example.org"
