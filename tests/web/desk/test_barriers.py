"""Every page of the desk in every language, light and dark, at three sizes: no barrier, nothing from elsewhere.

A page is tried as soon as it has a route and a role; one whose address has an unknown part fails (addresses.py).
"""

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import AXE, PASSWORD, SITE, DeskUnderTest, open_copy
from web.desk.planting import plant
from werkzeug.serving import make_server

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.jobs.rollups import update_now
from ivr.settings import load_settings
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.editions.drafts import FileDraft, save_draft
from ivr.storage.people.accounts import account_named, change_account
from ivr.web.desk.frame.headers import HEADERS
from ivr.web.desk.frame.languages import LANGUAGES
from ivr.web.desk.frame.pages import pages as desk_pages

SIZES = {"1280": (1280, 800, 1), "320": (320, 800, 1), "zoomed to 200 %": (640, 400, 2)}
"""Width and height in CSS pixels, and device pixels for each: a page zoomed to 200 % on a screen of 1280 × 800."""
SCHEMES = ("light", "dark")
OTHERWISE = {
    "calls": ("?number=1", "?hotline=none", "?outcome=case&language=en"),
    "cases": ("?state=all", "?kind=none"),
    "messages": ("?state=done",),
    "filed": ("?state=all", "?since=none", "?entry=1"),
    "audit": ("?subject=none",),
}
"""Pages that look otherwise when asked: wrong input, nothing found, everything."""
WATCH = """
window.forbidden = [];
addEventListener("securitypolicyviolation", event => forbidden.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
LOOK = """async () => {
  const found = (await axe.run({resultTypes: ["violations"]})).violations;
  const lines = found.flatMap(each => each.nodes.map(node => `${each.id}: ${node.html} ${node.failureSummary}`));
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) lines.push("the page is wider than the screen");
  return [...lines, ...window.forbidden];
}"""
WHO = "all@site.example"


def pages() -> list[str]:
    """The endpoints that can be opened with GET, from the application itself."""
    with tempfile.TemporaryDirectory() as state:
        app = bare_app(open_installation(load_settings({"IVR_SITE": str(SITE), "IVR_STATE": state})))
    return sorted({rule.endpoint.removeprefix("desk.") for rule, method in rules_of(app) if method == "GET"})


@dataclass
class Window:
    """A window of Chromium, reused for page after page, and what it complained of or asked of others since."""

    page: Page
    devices: CDPSession
    complaints: list[str] = field(default_factory=list)

    def resize(self, size: str) -> None:
        """Make it as wide as that, and as coarse."""
        width, height, scale = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self.devices.send("Emulation.setDeviceMetricsOverride", metrics)


@dataclass
class Served:
    """A desk with something on every page, served at `root`; `windows` by language and who is signed in."""

    desk: DeskUnderTest
    root: str
    browser: Browser
    windows: dict[tuple[str, str], Window] = field(default_factory=dict)

    def window(self, language: str, who: str) -> Window:
        """The window of somebody in a language."""
        if (language, who) not in self.windows:
            self.windows[language, who] = self._open(language, who)
        return self.windows[language, who]

    def _open(self, language: str, who: str) -> Window:
        context = self.browser.new_context(
            reduced_motion="reduce"
        )  # colours must not be on their way from light to dark
        context.add_cookies([{"name": self.desk.cookie_name, "value": self._cookie(language, who), "url": self.root}])
        context.add_init_script(WATCH)
        page = context.new_page()
        window = Window(page, context.new_cdp_session(page))
        page.on("console", lambda line: window.complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: window.complaints.append(str(error)))
        page.on("request", lambda request: self._same_origin(window, request.url))
        return window

    def _same_origin(self, window: Window, address: str) -> None:
        if not address.startswith(self.root + "/"):
            window.complaints.append(f"asked elsewhere: {address}")

    def _cookie(self, language: str, who: str) -> str:
        if who == WHO:
            return self.desk.cookie(WHO, language=language)
        client = self.desk.client()
        if who == "half":  # the password was right, the code is still to come
            client.post("/desk/sign-in", {"email": "viewer@transport.example", "password": PASSWORD})
        client.forget_token()
        client.post("/desk/language", {"language": language})
        cookie = client.flask.get_cookie(self.desk.cookie_name)
        assert cookie
        return str(cookie.value)


@pytest.fixture(scope="module")
def served(desk_template: Any, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The desk with calls, work, a closure and a draft of transport, and somebody with a second factor."""
    desk = open_copy(desk_template, Path(tmp_path_factory.mktemp("barriers")) / "state")
    plant(desk, "transport")
    database = desk.installation.database
    change_account(database, account_named(database, "viewer@transport.example").id, totp="x")
    draft = FileDraft(WHO, "menus/transport/menu.yaml", "version: 1\ntitle: x\n", "", desk.clock.now())
    assert save_draft(database, draft, over="")
    update_now(database, HONG_KONG)
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = Served(desk, f"http://127.0.0.1:{server.server_port}", browser)
    yield found
    for window in found.windows.values():
        window.page.context.close()
    server.shutdown()
    server.server_close()
    database.close()


@pytest.mark.parametrize("endpoint", pages())
def test_nobody_meets_a_barrier_on_any_page(served: Served, endpoint: str) -> None:
    rule = next(rule for rule, _ in rules_of(served.desk.app) if rule.endpoint == f"desk.{endpoint}")
    address = address_of(served.desk, rule.rule, "transport")
    who = {"code": "half"}.get(endpoint, WHO if desk_pages.roles[endpoint] != "anyone" else "")
    client = served.desk.client(WHO if who else "")
    answer = client.get(address)
    answer.close()
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.mimetype != "text/html" or (answer.status_code == 302 and who != "half"):
        return  # a file, or the way to another page
    found = [
        f"{language} {line}"
        for language in LANGUAGES
        for asked in ("", *OTHERWISE.get(endpoint, ()))
        for line in barriers_of(served, served.window(language, who), address + asked, language)
    ]
    assert found == []


def barriers_of(served: Served, window: Window, address: str, language: str) -> Iterator[str]:
    """What stands in somebody's way on a page, in every scheme and at every size."""
    window.complaints.clear()
    window.page.goto(served.root + address)
    tag = LANGUAGES[language][1]
    if window.page.locator("html").get_attribute("lang") != tag:
        yield f"{address} is not in {tag}"
    window.page.evaluate(AXE.read_text("utf-8"))
    for scheme in SCHEMES:
        window.page.emulate_media(color_scheme=scheme)
        for size in SIZES:
            window.resize(size)
            yield from (f"{address} {scheme} {size}: {line}" for line in window.page.evaluate(LOOK))
    yield from (f"{address}: {line}" for line in window.complaints if "status of 4" not in line)
