"""The page used in a real browser: keys, keyboard, officers, words, and that it fits a small screen."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask, request
from playwright.sync_api import Page
from werkzeug.serving import make_server

from ivr.phone.line import wsgi_line
from ivr.phone.page import PageTelephones
from ivr.web.phone import PageHotline, phone_page


class CallsAsTheyAre(PageTelephones):
    """Telephones of a page on which nothing can be pretended."""

    def hotlines(self, edition: str) -> Sequence[PageHotline]:
        return [PageHotline("+85255500000", {"en": "Transport", "yue": "運輸", "cmn": "运输"})]

    def ring(self, number: str, origin: str, pretence: Mapping[str, object] = MappingProxyType({})) -> dict[str, Any]:
        return super().ring(number, origin)


MENU = (
    '<Say voice="Google.yue-HK-Standard-A" language="yue-HK">歡迎致電。</Say>'
    '<Gather action="/{}" numDigits="1" finishOnKey=""><Say voice="Polly.Amy" language="en-GB">Press 1.</Say></Gather>'
)
DOCUMENTS = {
    "voice/answer": MENU.format("number"),
    "number": '<Gather action="/transfer" numDigits="3" input="dtmf speech"><Say>Key three digits.</Say></Gather>',
    "transfer": '<Say>Please hold.</Say><Dial action="/message"><Number>+85255501111</Number></Dial>',
    "message": '<Say>Nobody is free. Speak.</Say><Record action="/bye"/>',
    "bye": "<Say>Goodbye.</Say><Hangup/>",
}


def _hotline() -> Flask:
    app = Flask("hotline")

    def answer(path: str) -> Any:
        document = DOCUMENTS.get(path)
        if document is None:
            return "", 204
        request.get_data()
        return f"<Response>{document}</Response>", {"Content-Type": "text/xml"}

    app.add_url_rule("/<path:path>", view_func=answer, methods=["POST"])
    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serves the page and the hotline behind it."""
    app = Flask("page")
    line = wsgi_line(_hotline(), "https://hotline.example", "12345", "AC" + "1" * 32)
    app.register_blueprint(phone_page(CallsAsTheyAre(line), "secret"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/phone/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Page]:
    """The page, opened on a small screen; anything the browser complains of fails the test."""
    opened = browser.new_page(viewport={"width": 320, "height": 640})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(address)
    opened.get_by_label("Read aloud").uncheck()
    yield opened
    opened.close()
    assert complaints == []


def _call(page: Page) -> None:
    page.get_by_role("button", name="Call", exact=True).click()
    page.locator("#said").get_by_text("Press 1.").wait_for()


def test_a_call_is_placed_from_the_first_word_to_the_last(page: Page) -> None:
    _call(page)
    assert page.locator("#said p").evaluate_all("all => all.map(one => one.lang)") == ["yue-HK", "en-GB"]
    page.get_by_role("button", name="1", exact=True).click()
    page.locator("#said").get_by_text("Key three digits.").wait_for()
    page.keyboard.type("123")
    page.get_by_role("button", name="Busy").click()
    page.get_by_role("button", name="Speak for 5 seconds").click()
    page.locator("#said").get_by_text("Goodbye.").wait_for()
    log = page.locator("#log li span").all_inner_texts()
    assert log == [
        "歡迎致電。", "Press 1.", "you press 1", "Key three digits.", "you press 1", "you press 2", "you press 3",
        "Please hold.", "Busy", "Nobody is free. Speak.", "Speak for 5 seconds", "Goodbye.", "The hotline hung up.",
    ]  # fmt: skip
    assert page.get_by_role("button", name="Call", exact=True).is_enabled()


def test_words_can_be_said_where_they_are_asked_for(page: Page) -> None:
    _call(page)
    assert page.get_by_label("Words to say").is_hidden()
    page.keyboard.press("1")
    page.get_by_label("Words to say").fill("fees")
    page.get_by_role("button", name="Say", exact=True).click()
    page.locator("#said").get_by_text("Please hold.").wait_for()


def test_hanging_up_ends_the_call(page: Page) -> None:
    _call(page)
    page.get_by_role("button", name="Hang up").click()
    page.locator("#log").get_by_text("You hung up.").wait_for()
    assert page.get_by_role("button", name="1", exact=True).is_disabled()


def test_everything_fits_a_small_screen_and_can_be_hit(page: Page) -> None:
    _call(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.locator("button:visible, select:visible, label.tick, nav a").evaluate_all(
        "all => all.map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert [size for size in sizes if size[1] < 44] == []


@pytest.mark.parametrize("language", ["yue", "cmn"])
def test_the_page_works_in_chinese(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}?language={language}")
    page.locator("#aloud").uncheck()
    page.locator("#call").click()
    page.locator("#said").get_by_text("Press 1.").wait_for()
    assert page.evaluate("document.documentElement.lang").startswith(language)


def test_a_language_that_no_voice_speaks_is_told_and_time_goes_on(page: Page, address: str) -> None:
    page.add_init_script(
        "speechSynthesis.getVoices = () => [{lang: 'en-US'}]; speechSynthesis.speak = () => {};"
        "window.SpeechSynthesisUtterance = class extends EventTarget {};"
    )
    page.goto(address)
    _call(page)
    page.get_by_text("This browser has no Cantonese voice.").wait_for()
    page.get_by_label("Read aloud").uncheck()
    assert page.get_by_text("This browser has no Cantonese voice.").count() == 0


def test_the_page_says_which_calls_count(page: Page) -> None:
    assert "hanging up without an answer counts as giving up" in page.locator("#counted").inner_text()
