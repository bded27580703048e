"""The outline page in a real browser, under a strict policy: nothing refused, nothing inaccessible."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from ivr.authoring.drawing.page import page

AXE = Path(__file__).parents[2] / "vendor" / "axe.min.js"


@pytest.fixture
def address(sample_plan) -> Iterator[str]:
    """Serves the page under the policy of the public pages."""
    app = Flask("page")

    @app.get("/")
    def menus() -> Response:
        return Response(page(sample_plan, "en"), headers={"Content-Security-Policy": "default-src 'self'"})

    @app.get("/favicon.ico")
    def nothing() -> tuple[str, int]:
        return "", 204

    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_outline_page_is_accessible_prints_whole_and_breaks_no_policy(address, browser, sample_plan):
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto(address)
    opened.emulate_media(media="print")
    shown = opened.locator("details[open]").count()
    opened.emulate_media(media="screen")
    opened.evaluate(AXE.read_text("utf-8"))
    found = opened.evaluate("axe.run().then(result => result.violations.map(each => each.id + ' ' + each.help))")
    opened.close()
    assert shown == len(sample_plan.places)
    assert complaints == []
    assert found == []
