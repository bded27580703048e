"""The test telephone in a real browser, on a running hotline with the sample site: whole calls, seen and heard.

`IVR_SCREENSHOT=docs/images/phone.png pytest tests/whole -k clicking` takes the picture of the documentation.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from whole.serving import NUMBERS, Server

VENDOR = Path(__file__).parents[1] / "vendor"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
NAMES = ("chromium", "chromium-browser", "google-chrome")

ABORTED = "net::ERR_ABORTED"  # what a browser says of a sound it stops loading when the page is closed

OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens the page; whatever the browser complains of, a breach of the content policy included, fails the test."""
    complaints: list[str] = []
    opened: list[Page] = []

    def make(language: str = "en", size: tuple[int, int] = (1280, 800), scheme: Any = "light") -> Page:
        width, height = size
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.set_default_timeout(10_000)
        page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda failed: complaints.append(failed.url) if failed.failure != ABORTED else None)
        page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
        answer = page.goto(f"{server.url}/phone/?language={language}")
        assert answer
        assert "unsafe" not in answer.headers["content-security-policy"]
        page.locator("#aloud").uncheck()
        opened.append(page)
        return page

    yield make
    for page in opened:
        sys.stdout.write(page.locator("#log").inner_text())  # shown of a test that fails: how far its call came
        page.close()
    assert complaints == []


def _ring(page: Page, hotline: str = "transport") -> None:
    page.locator("#hotline").select_option(NUMBERS[hotline])
    page.locator("#call").click()


def _click(page: Page, keys: str) -> None:
    for key in keys:
        page.locator(f'[data-key="{key}"]').click()


def _hears(page: Page, words: str) -> None:
    page.locator("#said").get_by_text(words).first.wait_for()


def test_a_call_in_english_is_placed_by_clicking_keys(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    _ring(page)
    _hears(page, "For English, press three.")
    _click(page, "3")
    _hears(page, "For the status of an application, press one.")
    _click(page, "1")
    _hears(page, "Please key in the eight digits")
    _click(page, "12345674")
    _hears(page, "You keyed one two three four five six seven four.")
    _click(page, "1")
    _hears(page, "date of birth")
    _click(page, "01011980")
    _hears(page, "has been approved")
    assert "01011980" not in page.locator("#said").inner_text()
    if "IVR_SCREENSHOT" in os.environ:
        page.screenshot(path=os.environ["IVR_SCREENSHOT"])
    _click(page, "0")
    page.get_by_role("button", name="Answers", exact=True).click()
    page.locator("#log").get_by_text("A caller about driving and vehicle licences.").wait_for()
    page.locator("#log").get_by_text("The hotline hung up.").wait_for()
    (latest,) = server.rows("SELECT outcome, language FROM calls ORDER BY started_at DESC LIMIT 1")
    assert latest == {"outcome": "officer", "language": "en"}


def test_a_call_in_cantonese_is_placed_on_the_keyboard_and_a_complaint_recorded(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("yue")
    _ring(page)
    _hears(page, "廣東話，請按一。")
    assert page.locator("#said p").first.get_attribute("lang") == "yue-HK"
    page.keyboard.press("1")
    _hears(page, "查詢申請進度，請按一。")
    page.keyboard.press("4")
    _hears(page, "投訴，請按一。")
    page.keyboard.press("1")
    _hears(page, "你嘅留言會錄音")
    page.locator('[data-act="record:20"]').click()
    _hears(page, "重新錄過，請按二。")
    page.keyboard.press("3")
    _hears(page, "請按三。")
    page.keyboard.press("3")
    _hears(page, "參考編號係")
    page.keyboard.press("#")
    _hears(page, "你嘅參考編號係")
    page.locator("#hang-up").click()
    page.locator("#log").get_by_text("你已掛斷。").wait_for()
    (case,) = server.rows("SELECT kind, seconds FROM cases ORDER BY id DESC LIMIT 1")
    assert case == {"kind": "complaint", "seconds": 20}


def test_a_recording_can_be_heard_in_place_of_speech(open_page: OpenPage) -> None:
    page = open_page()
    _ring(page, "city")
    _hears(page, "press three")
    _click(page, "3")
    _hears(page, "For information about this line")
    _click(page, "4")
    _hears(page, "A computer answers this line, day and night.")
    audio = page.locator("#said audio")
    seconds = audio.evaluate(
        "one => new Promise((go, no) => { one.addEventListener('loadedmetadata', () => go(one.duration));"
        " one.addEventListener('error', no); one.preload = 'auto'; one.load(); })"
    )
    assert 2 < seconds < 60


def test_aloud_and_patient_the_page_goes_on_by_itself(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#aloud").check()
    _ring(page)
    _hears(page, "For English, press three.")
    page.keyboard.press("3")
    _hears(page, "For licence fees, press two.")


def test_the_vendored_axe_is_the_published_one() -> None:
    digest = hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "README.md").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "yue", "cmn"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_has_no_barriers(width: int, language: str, scheme: str, open_page: OpenPage) -> None:
    page = open_page(language, (width, 800), scheme)
    assert _barriers(page) == []
    _ring(page)
    _hears(page, "For English, press three.")
    page.keyboard.press("3")
    _hears(page, "press two")
    assert _barriers(page) == []
    page.keyboard.press("0")
    page.locator("#officers").wait_for()
    assert _barriers(page) == []
    for _ in range(2):
        page.locator('[data-act="officer:busy"]').click()
    _hears(page, "All officers are busy.")
    page.locator("#recording").wait_for()
    assert _barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _barriers(page: Page) -> list[str]:
    page.evaluate((VENDOR / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
