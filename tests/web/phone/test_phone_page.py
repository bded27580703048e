"""The addresses of the test telephone: who may use them, what they accept, and what travels through the browser."""

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr.errors import EditionMissing, PhoneFault
from ivr.web.phone import PageHotline, phone_page

NUMBER = "+85255500000"


@dataclass(frozen=True)
class CountingCalls:
    """Calls whose state is how often something was done; on the editions that may be rung."""

    editions: tuple[str, ...]

    def hotlines(self, edition: str) -> Sequence[PageHotline]:
        """One, on every edition."""
        if edition not in self.editions:
            raise EditionMissing("not here")
        return [PageHotline(NUMBER, {"en": f"Transport <&>{edition}", "yue": "運輸"})]

    def ring(self, number: str, origin: str, pretence: Mapping[str, object]) -> dict[str, Any]:
        """Begins at nought; knows one kind of caller and no failure."""
        if origin != "hong kong":
            raise KeyError(origin)
        if pretence.get("fails"):
            raise PhoneFault("cannot be pretended to fail")
        return {"state": {"number": number, "done": 0}, "heard": [], "fault": ""}

    def act(self, state: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Counts on; knows one act."""
        if act != "wait":
            raise PhoneFault("means nothing")
        return {"state": {**state, "done": state["done"] + 1}, "heard": [str(state["done"])], "fault": ""}


@pytest.fixture
def page() -> Callable[..., FlaskClient]:
    """Opens the page of an application."""

    def opened(key: str = "one key", editions: tuple[str, ...] = ("",)) -> FlaskClient:
        app = Flask(__name__)
        app.register_blueprint(phone_page(CountingCalls(editions), key))
        return app.test_client()

    return opened


@pytest.mark.parametrize(
    ("language", "title", "hotline"),
    [
        ("en", "Test telephone", "Transport &lt;&amp;&gt;"),
        ("yue", "測試電話", "運輸"),
        ("cmn", "测试电话", "Transport"),
        ("xx", "Test telephone", "Transport"),
    ],
)
def test_the_page_speaks_the_language_asked_for(
    page: Callable[..., FlaskClient], language: str, title: str, hotline: str
) -> None:
    answer = page().get(f"/phone/?language={language}")
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text
    assert hotline in answer.text


def test_the_script_of_the_page_speaks_that_language_too(page: Callable[..., FlaskClient]) -> None:
    answer = page().get("/phone/?language=yue").text
    words = re.search('data-words="([^"]*)"', answer)
    assert words
    assert json.loads(html.unescape(words[1]))["you press"] == "你按 {key}"
    assert '<button type="submit" id="call" class="call">致電</button>' in answer


def test_nothing_on_the_page_is_inline(page: Callable[..., FlaskClient]) -> None:
    answer = page().get("/phone/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "<style" not in answer.text
    assert "style=" not in answer.text
    assert answer.text.count("<script") == answer.text.count("<script src=")


def test_who_may_not_ring_an_edition_finds_nothing(page: Callable[..., FlaskClient]) -> None:
    for editions, asked in ((("",), "e1"), (("e1",), ""), ((), "")):
        shut = page(editions=editions)
        assert shut.get("/phone/", query_string={"edition": asked}).status_code == 404
        assert shut.post("/phone/calls", json={"hotline": NUMBER, "edition": asked}).status_code == 404


def test_the_page_of_an_edition_says_so_and_keeps_to_it(page: Callable[..., FlaskClient]) -> None:
    answer = page(editions=("", "e1")).get("/phone/?edition=e1").text
    assert "You ring edition e1" in answer
    assert 'data-edition="e1"' in answer
    assert "&gt;e1" in answer
    assert 'href="/phone/?language=yue&amp;edition=e1"' in answer
    assert 'id="edition"' not in page().get("/phone/").text


def test_the_page_may_stand_in_a_page_of_this_site_alone(page: Callable[..., FlaskClient]) -> None:
    assert page().get("/phone/").headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


def test_a_call_goes_on_from_the_sealed_state(page: Callable[..., FlaskClient]) -> None:
    opened = page()
    told = opened.post("/phone/calls", json={"hotline": NUMBER, "origin": "hong kong"}).get_json()
    for done in ("0", "1"):
        told = opened.post("/phone/calls/act", json={"state": told["state"], "act": "wait"}).get_json()
        assert told["heard"] == [done]


def test_a_state_that_was_not_sealed_here_is_refused(page: Callable[..., FlaskClient]) -> None:
    strange = page("another key").post("/phone/calls", json={"hotline": NUMBER}).get_json()["state"]
    opened = page()
    own = opened.post("/phone/calls", json={"hotline": NUMBER}).get_json()["state"]
    for state in (strange, own[:20] + ("A" if own[20] != "A" else "B") + own[21:], own[1:], "", None, 7, {"done": 3}):
        answer = opened.post("/phone/calls/act", json={"state": state, "act": "wait"})
        assert answer.status_code == 400
        assert "not begun here" in answer.get_json()["fault"]


@pytest.mark.parametrize(
    "sent", [{}, {"hotline": "+85299999999"}, {"hotline": NUMBER, "origin": "mars"}, {"hotline": []}]
)
def test_only_known_hotlines_and_callers_are_rung(page: Callable[..., FlaskClient], sent: dict[str, Any]) -> None:
    answer = page().post("/phone/calls", json=sent)
    assert answer.status_code == 400
    assert "there is no such" in answer.get_json()["fault"]


def test_an_act_that_means_nothing_is_told(page: Callable[..., FlaskClient]) -> None:
    opened = page()
    state = opened.post("/phone/calls", json={"hotline": NUMBER}).get_json()["state"]
    answer = opened.post("/phone/calls/act", json={"state": state, "act": "explode"})
    assert (answer.status_code, answer.get_json()) == (400, {"fault": "means nothing"})


def test_a_form_of_another_site_rings_nobody(page: Callable[..., FlaskClient]) -> None:
    assert page().post("/phone/calls", data={"hotline": NUMBER}).status_code == 415
    assert page().post("/phone/calls", data="[]", content_type="application/json").status_code == 400
