"""The desk over the sample site, with calls on record, and people of every kind before it.

The calls, cases and messages are made once, by ringing the sample site; every test has a copy of that database.
"""

import html
import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import quick_passwords  # noqa: F401 - makes them quick
from empty_database import put_tables
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into, recorded_words
from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.events import AnswerGiven, CallEnded, NodeReached, TransferEnded
from ivr.engine.filing import RowToFile
from ivr.journal.entry import Entry
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.outbox.outbox import Attempt, Claiming, Dispatch, Outcome, claim, put_in, settle
from ivr.storage.people.accounts import account_named, add_account, read_grants
from ivr.storage.people.sign_ins import begin_sign_in
from ivr.web.desk.people.passwords import hash_password
from ivr.words import Format

SITE = Path(__file__).parents[3]
AXE = SITE / "tests" / "vendor" / "axe.min.js"
PASSWORD = "a right good password"
TEN = datetime.fromisoformat("2026-11-23T10:00+08:00")  # a Monday, all offices open
NOON = TEN + timedelta(hours=2)

CALLS: Mapping[str, tuple[str, str]] = {
    "answered": ("+85222200101", "3,1,12345674,1,01011980,hangup"),
    "complaint": ("+85222200101", "1,4,1,record:45,hangup"),
    "message": ("+85222200101", "3,0,officer:unanswered,officer:busy,record:15,3,2,91230998#,1"),
    "officer": ("+85222200101", "2,0,officer:answers"),
    "gave up": ("+85222200101", "2,hangup"),
    "hostile": ("+85222200101", '3,say:=HYPERLINK("http://x.example")<script>alert(1)</script>,hangup'),
    "compliment": ("+85222200102", "3,4,3,record:40,3,3,hangup"),
    "water message": ("+85222200102", "3,0,officer:unanswered,officer:busy,record:10,3,2,91230998#,1"),
    "balance": ("+85222200102", "1,2,0045001237,1,0417,hangup"),
}
"""By what came of it: the number rung and what the caller did, a minute after the other from ten o'clock on."""

PEOPLE: Mapping[str, str] = {
    "supervisor@transport.example": "supervisor:transport",
    "editor@transport.example": "editor:transport",
    "viewer@transport.example": "viewer:transport",
    "supervisor@water.example": "supervisor:water",
    "administrator@site.example": "administrator",
    "all@site.example": "supervisor editor administrator",
}


class CompiledTemplates(BytecodeCache):
    """The pages' templates, each compiled once for all applications of these tests; a changed one is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept."""
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


def app_of(installation: Installation) -> Flask:
    """The application over an installation, with nothing running beside it."""
    app = bare_app(installation)
    app.jinja_env.bytecode_cache = COMPILED
    return app


@dataclass
class Client:
    """A browser of one person, without scripts."""

    flask: FlaskClient
    tokens: list[str] = field(default_factory=list)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.flask.get(path, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form, with the token that forms have."""
        return self.flask.post(path, data={"csrf_token": self.token(), **(data or {})}, **more)

    def token(self) -> str:
        """What every form of this person's pages holds."""
        if not self.tokens:
            page = self.flask.get("/desk/help", follow_redirects=True).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert found, page
            self.tokens.append(found[1])
        return self.tokens[0]

    def forget_token(self) -> None:
        """After signing in or out there is another one."""
        self.tokens.clear()


SENT = "5e" * 20
"""The key of a mail that was sent."""


@dataclass
class DeskUnderTest:
    """The application, its parts, its clock, and the names of the calls on record by what came of them."""

    app: Flask
    installation: Installation
    clock: PracticeClock
    calls: Mapping[str, str]

    def client(self, email: str = "") -> Client:
        """A browser in which that person is signed in; nobody without one."""
        client = self.app.test_client()
        if email:
            client.set_cookie(self.cookie_name, self.cookie(email))
        return Client(client)

    @property
    def cookie_name(self) -> str:
        """The name of the desk's cookie."""
        return str(self.app.config["SESSION_COOKIE_NAME"])

    def cookie(self, email: str, **more: str) -> str:
        """The cookie of somebody newly signed in."""
        account = account_named(self.installation.database, email)
        secret = begin_sign_in(self.installation.database, account.id, self.clock.now(), "127.0.0.1")
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return str(serializer.dumps({"desk": secret, **more}))


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A state folder with calls on record and accounts, to copy; and the names of the calls."""
    state = tmp_path_factory.mktemp("desk") / "state"
    clock = PracticeClock(TEN)
    installation = open_installation(_settings(state), clock)
    put_tables(installation.database)
    installation.publish("tests")
    app = bare_app(installation)
    put_in(
        installation.database,
        Dispatch(SENT, "email", "duty@example.gov.hk", "alert duty messages", {}, TEN, TEN + timedelta(days=1)),
    )
    attempt = claim(installation.database, Claiming("email", True, 9, TEN), TEN)
    assert isinstance(attempt, Attempt)
    settle(installation.database, attempt, Outcome("sent", "250 OK"), TEN)
    sids = {}
    for number, (name, (hotline, script)) in enumerate(CALLS.items()):
        clock.at = TEN + timedelta(minutes=number)
        sids[name] = ring(app, installation, hotline, script)
    for number, (department, called) in enumerate({"transport": "answered", "water": "balance"}.items()):
        enter(installation, department, f"400000000{number}", {"name": "Kwok"}, sids[called])
    hashed = hash_password(PASSWORD)
    for email, roles in PEOPLE.items():
        add_account(installation.database, email, email.partition("@")[0], read_grants(roles), hashed, TEN, False)
    installation.database.close()
    return state, sids


@pytest.fixture
def desk(desk_template: tuple[Path, Mapping[str, str]], tmp_path: Path) -> Iterator[DeskUnderTest]:
    """The desk at noon of that day."""
    found = open_copy(desk_template, tmp_path / "state")
    yield found
    found.installation.database.close()


def open_copy(desk_template: tuple[Path, Mapping[str, str]], state: Path) -> DeskUnderTest:
    """A desk of its own in a new folder, at noon of that day; whoever opens it closes its database."""
    template, sids = desk_template
    shutil.copytree(template, state)
    clock = PracticeClock(NOON)
    installation = open_installation(_settings(state), clock)
    return DeskUnderTest(app_of(installation), installation, clock, sids)


@pytest.fixture
def busy(desk: DeskUnderTest) -> DeskUnderTest:
    """120 calls more of that day and the night before: of every kind and end, some led to another department."""
    chance, ends = random.Random(5), ("caller hung up", "carrier ended", "failed", "lost", "", "")  # noqa: S311
    answered, officer = AnswerGiven("water/main"), TransferEnded("water/officer", "accounts_office", 1, "answered", 9)
    edition = desk.installation.shelf.current().hash
    for number in range(120):
        at = NOON - timedelta(minutes=chance.randrange(15 * 60))
        hotline = chance.choice(("transport", "water", "city"))
        reached = NodeReached(f"{chance.choice((hotline, 'transport'))}/main", "menu")
        call = (hotline, "+85255509876", "+8523", edition)
        done = chance.choice([(), (), (answered,), (officer,)])
        entry = Entry(f"CB{number}", "turn 1", 1, at, *call, reached.node, "en", {}, (reached, *done))
        desk.installation.journal.load(entry)
        if how := chance.choice(ends):
            events, over = (CallEnded("", how),), at + timedelta(minutes=1)
            end = Entry(f"CB{number}", "end", None, over, *call, "", "", {}, events, ends=True, seconds=60)
            desk.installation.journal.load(end)
    return desk


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Client, str], int]:
    """How many lines the list at an address has, on all its pages."""

    def count(client: Client, address: str) -> int:
        found = 0
        while address:
            page = client.get(address)
            assert page.status_code == 200, address
            found += page.text.partition("<tbody")[2].count("<tr ")
            following = re.search(r'href="([^"]+)" rel="next"', page.text)
            address = html.unescape(following[1]) if following else ""
        return found

    return count


@pytest.fixture
def as_supervisor(desk: DeskUnderTest) -> Client:
    """Supervisor of transport."""
    return desk.client("supervisor@transport.example")


@pytest.fixture
def as_editor(desk: DeskUnderTest) -> Client:
    """Editor of transport."""
    return desk.client("editor@transport.example")


@pytest.fixture
def as_viewer(desk: DeskUnderTest) -> Client:
    """Viewer of transport."""
    return desk.client("viewer@transport.example")


@pytest.fixture
def as_other(desk: DeskUnderTest) -> Client:
    """Supervisor of water, another department."""
    return desk.client("supervisor@water.example")


@pytest.fixture
def as_administrator(desk: DeskUnderTest) -> Client:
    """Administrator of all departments, and nothing else."""
    return desk.client("administrator@site.example")


@pytest.fixture
def as_stranger(desk: DeskUnderTest) -> Client:
    """Nobody who is signed in."""
    return desk.client()


@dataclass
class Windows:
    """Windows of Chromium, each without a page and with nobody signed in.

    One that is used again by the next test spares it most of what its first page would cost.
    """

    browser: Browser
    idle: dict[tuple[str, bool], list[BrowserContext]] = field(default_factory=dict)

    def take(self, language: str, script: bool) -> BrowserContext:
        """One that nobody uses."""
        idle = self.idle.setdefault((language, script), [])
        return idle.pop() if idle else self._new(language, script)

    def give_back(self, language: str, script: bool, window: BrowserContext) -> None:
        """Close its pages, sign out, and let the next test have it."""
        for page in window.pages:
            page.close()
        window.clear_cookies()
        self.idle[language, script].append(window)

    def _new(self, language: str, script: bool) -> BrowserContext:
        return self.browser.new_context(
            java_script_enabled=script,
            reduced_motion="reduce",  # a colour on its way to another would be a barrier now and then
            locale={"en": "en-GB", "zh_Hant_HK": "zh-HK", "zh_Hans_CN": "zh-CN"}[language],
        )


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Those of all tests."""
    return Windows(browser)


@pytest.fixture
def browse(desk: DeskUnderTest, windows: Windows) -> Iterator[Callable[..., Page]]:
    """Opens `path` in Chromium, signed in as `email` (nobody if empty), in a language, a colour scheme, a width.

    What the browser complains of (also what its policy forbids) fails the test.
    """
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    complaints: list[str] = []
    taken: list[tuple[str, bool, BrowserContext]] = []

    def open_page(
        path: str, email: str = "", language: str = "en", scheme: str = "light", width: int = 1280, script: bool = True
    ) -> Page:
        window = windows.take(language, script)
        taken.append((language, script, window))
        if email:
            window.add_cookies([{"name": desk.cookie_name, "value": desk.cookie(email), "url": root}])
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(root + path)
        return page

    yield open_page
    for each in taken:
        windows.give_back(*each)
    server.shutdown()
    server.server_close()
    assert [each for each in complaints if "status of 4" not in each] == []


@pytest.fixture(scope="session")
def barriers() -> Callable[[Page], list[str]]:
    """What axe-core finds in a page, each with the place; and whether it is wider than the screen."""
    axe = AXE.read_text("utf-8")

    def find(page: Page) -> list[str]:
        if page.evaluate("!window.axe"):
            page.evaluate(axe)
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        lines = [f"{each['id']}: {node['html']} {node['failureSummary']}" for each in found for node in each["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            lines.append("the page is wider than the screen")
        return lines

    return find


@pytest.fixture(scope="session")
def barriers_in_any_light(barriers: Callable[[Page], list[str]]) -> Callable[..., list[str]]:
    """What bars somebody from a page that is open, light and dark, at each of some widths."""

    def find(page: Page, *widths: int) -> list[str]:
        found: list[str] = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                found += [f"{page.url}, {scheme}, {width}: {line}" for line in barriers(page)]
        return found

    return find


def _settings(state: Path) -> Any:
    return load_settings({"IVR_SITE": str(SITE), "IVR_STATE": str(state)})


def enter(installation: Installation, department: str, entry: str, cells: Mapping[str, str], sid: str) -> None:
    """Enter a row of a table that the menu of a department had once."""
    columns: Mapping[str, Format] = dict.fromkeys(cells, "text")
    shape = TableShape(f"{department}/bookings", columns, frozenset(), filed=FiledShape())
    row, at = RowToFile(shape.name, entry, cells, frozenset({"name"})), installation.switchboard.clock.now()
    with installation.database.writing() as connection:
        installation.filed.file(connection, shape, row, sid, 1, at)


def ring(app: Flask, installation: Installation, number: str, script: str, caller: str = "+85255501234") -> str:
    """Ring a hotline, do what the script says, hang up; the call's name."""
    line = line_into(app.wsgi_app, installation.settings)
    telephone = Telephone(line, new_call(number, hong_kong(caller)), recorded_words(installation))
    telephone.ring()
    for act in parse_script(script):
        perform(telephone, act)
    if telephone.waits != "ended":
        telephone.hang_up()
    return telephone.state.call_sid
