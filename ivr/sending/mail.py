"""Sends mail by SMTP, encrypted on the way, with a Message-ID made of the key, by which a second copy is known."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from ivr.errors import SendingFailed, SendingRefused
from ivr.sending.sender import STEP_SECONDS, Errand, broken_off, one_line
from ivr.settings.destinations import Destinations

PORTS = {"smtps": 465, "smtp": 587}
NO_SERVER = "no mail can be sent: set IVR_SMTP_URL and IVR_MAIL_FROM"


class MailSender:
    """Mail by way of the server at `url` (smtps://user:password@host:port; smtp:// turns to TLS by STARTTLS).

    Without TLS nothing is sent but to a server on this machine. `trust` is who vouches for certificates, the machine's
    authorities unless given.
    """

    tells_repeats = True

    def __init__(self, url: str, mail_from: str, allowed: Destinations, trust: ssl.SSLContext | None = None) -> None:
        self._url = urlsplit(url)
        self._mail_from = mail_from
        self._allowed = allowed
        self._trust = trust

    def send(self, errand: Errand) -> str:
        """Send a mail of `subject` and `text`; the server's answer. Raises SendingFailed and SendingRefused."""
        if not self._allowed.take_mail(errand.destination):
            raise SendingRefused("IVR_SEND_TO lists neither this address nor its host")
        if not (self._url.hostname and self._mail_from):
            raise SendingFailed(NO_SERVER)
        message = bytes(message_of(errand, self._mail_from))
        with self._reached() as server:
            return self._hand_over(server, errand.destination, message)

    def knock(self) -> None:
        """See whether the server is reached and lets us in; nothing is sent. Raises SendingFailed."""
        with self._reached():
            pass

    @contextmanager
    def _reached(self) -> Iterator[smtplib.SMTP]:
        """The server, encrypted and signed in. Raises SendingFailed, also for what goes wrong with it meanwhile."""
        server = smtplib.SMTP(timeout=STEP_SECONDS)
        try:
            with broken_off(lambda: server.sock):
                self._connect(server)
                yield server
        except smtplib.SMTPAuthenticationError as refused:
            raise SendingFailed(f"the mail server refuses our name and password: {refused.smtp_code}") from None
        except smtplib.SMTPResponseException as answer:
            raise SendingFailed(f"the mail server answers {_told(answer.smtp_code, answer.smtp_error)}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise SendingFailed(f"the mail server cannot be used: {one_line(error) or type(error).__name__}") from None
        finally:
            server.close()

    def _connect(self, server: smtplib.SMTP) -> None:
        """Reach the server, encrypted and signed in. Raises OSError and SMTPException."""
        host, port = self._url.hostname or "", self._url.port or PORTS[self._url.scheme]
        server.sock = socket.create_connection((host, port), STEP_SECONDS)
        if self._url.scheme == "smtps":
            self._encrypt(server)
        _said(220, *server.getreply())
        server.ehlo()
        if self._url.scheme == "smtp" and (server.has_extn("starttls") or not _is_here(server)):
            _said(220, *server.docmd("STARTTLS"))
            self._encrypt(server)
            server.ehlo()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))

    def _encrypt(self, server: smtplib.SMTP) -> None:
        trust = self._trust or ssl.create_default_context()
        server.sock = trust.wrap_socket(server.sock, server_hostname=self._url.hostname)  # type: ignore[arg-type]
        server.file = None  # what was read ahead came in the open, and nobody knows who wrote it

    def _hand_over(self, server: smtplib.SMTP, to: str, message: bytes) -> str:
        _taken(*server.mail(self._mail_from))
        _taken(*server.rcpt(to))
        return _taken(*server.data(message))


def message_of(errand: Errand, mail_from: str) -> EmailMessage:
    """The mail of an errand: the same to the byte whenever it is made."""
    message = EmailMessage(SMTP)
    message["From"] = mail_from
    message["To"] = errand.destination
    message["Subject"] = one_line(errand.content["subject"])
    message["Date"] = format_datetime(errand.made_at)
    message["Message-ID"] = f"<{errand.key}@{mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no absence notice answers it (RFC 3834)
    message.set_content(str(errand.content["text"]), cte="base64")
    return message


def _said(wanted: int, code: int, answer: bytes) -> None:
    if code != wanted:
        raise smtplib.SMTPResponseException(code, answer)


def _taken(code: int, answer: bytes) -> str:
    """What the server says who takes it. Raises SendingFailed and SendingRefused."""
    if code >= 500:
        raise SendingRefused(f"the mail server refuses it: {_told(code, answer)}")
    if code >= 400:
        raise SendingFailed(f"the mail server answers {_told(code, answer)}")
    return _told(code, answer)


def _told(code: int, answer: bytes | str) -> str:
    return f"{code} {one_line(answer)}".strip()


def _is_here(server: smtplib.SMTP) -> bool:
    """Whether the server is on this machine, where nobody listens on the way."""
    reached = str(server.sock.getpeername()[0]) if server.sock else ""
    return ip_address(reached.partition("%")[0]).is_loopback
