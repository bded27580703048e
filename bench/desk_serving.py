"""Serves the desk on a filled database, signs people in, and takes the time until the first byte of a page comes."""

import http.client
import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from bench.desk_calls import NOW
from bench.desk_site import write_site
from bench.serving import WORKERS, Server, free_port, served
from ivr.app.installation import Installation, open_installation
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade
from ivr.storage.people.accounts import Grant, add_account, change_account, find_account
from ivr.web.desk.people.passwords import hash_password

PEOPLE: Mapping[str, tuple[Grant, ...]] = {
    "all": (Grant("supervisor"), Grant("administrator")),
    "5 %": (Grant("supervisor", "dept07"), Grant("administrator", "dept07")),
    "0.01 %": (Grant("supervisor", "dept20"),),
}
"""Who looks, by the share of the calls that they may see."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Taken(NamedTuple):
    """One answer: seconds to the first byte, seconds to the last one, status, size in bytes."""

    first: float
    last: float
    status: int
    size: int


@dataclass(frozen=True)
class Year:
    """A desk with a year of calls: how it is reached, and the cookie of each of `PEOPLE`."""

    installation: Installation
    server: Server
    cookies: Mapping[str, str]

    def ask(self, who: str, path: str) -> Taken:
        """Open a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": self.cookies[who]})
        answer = connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter() - began
        while piece := answer.read(65_536):
            size += len(piece)
        return Taken(first, time.perf_counter() - began, answer.status, size)


def environment(url: str, folder: Path) -> dict[str, str]:
    """The settings of the desk over the database at `url`, with its site and state in an empty `folder`."""
    site = folder / "site"
    site.mkdir()
    write_site(site)
    return {
        "IVR_MODE": "demo",
        "IVR_SITE": str(site),
        "IVR_STATE": str(folder / "state"),
        "IVR_DATABASE_URL": url,
        "IVR_NOW": NOW.isoformat(),
        "PORT": str(free_port()),
        "WEB_CONCURRENCY": str(WORKERS),
    }


@contextmanager
def year(url: str, folder: Path) -> Iterator[Year]:
    """Serve the year in the database at `url` as `ivr serve` does, with everybody signed in."""
    environ = environment(url, folder)
    installation = prepared(environ)
    password = secrets.token_urlsafe(24)
    port = int(environ["PORT"])
    with served("ivr.app.application:create_app()", port, environ, "--config=python:ivr.web.gunicorn_conf") as server:
        emails = {who: let_in(installation, who, password) for who in PEOPLE}
        cookies = {who: _signed_in(port, email, password) for who, email in emails.items()}
        yield Year(installation, server, cookies)
    installation.database.close()


def prepared(environ: Mapping[str, str]) -> Installation:
    """The installation, its tables upgraded and its site published."""
    os.environ.update(environ)
    installation = open_installation(load_settings(environ))
    upgrade(installation.database)
    installation.publish("bench", "a year of calls", ruled=False)
    return installation


def let_in(installation: Installation, who: str, password: str) -> str:
    """The e-mail address of one of `PEOPLE`, who may then sign in with that password."""
    email = f"{re.sub('[^a-z0-9]', '', who)}@desk.example"
    database, hashed = installation.database, hash_password(password)
    known = find_account(database, email)
    if known is None:
        add_account(database, email, who, PEOPLE[who], hashed, NOW, must_change=False)
    else:
        change_account(database, known.id, password=hashed)
    return email


def _signed_in(port: int, email: str, password: str) -> str:
    """The cookie of a new sign-in. Raises RuntimeError when it is refused."""
    address = "/desk/sign-in"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address)
    page = connection.getresponse()
    cookie, token = _cookie(page), TOKEN.search(page.read().decode())
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    form = urlencode({"email": email, "password": password, "csrf_token": token[1] if token else ""})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", address, form, headers)
    answer = connection.getresponse()
    if answer.status != http.HTTPStatus.FOUND:
        raise RuntimeError(f"{email} could not sign in: {answer.status}")
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]
