"""The operator's two checks."""

import pytest
from flask import Flask
from werkzeug.test import Client

from ivr.web.health import Check, health_pages


def _get(path, checks):
    app = Flask("health_under_test")
    app.register_blueprint(health_pages(checks))
    return Client(app).get(path)


GOOD = [Check("database", good=True), Check("edition", good=True, says="1f2e3d"), Check("spool", good=True)]


def test_the_process_is_alive_whatever_else_fails():
    def away():
        raise RuntimeError

    reply = _get("/healthz", away)
    assert (reply.status_code, reply.json) == (200, {"alive": True})


def test_it_is_ready_when_all_checks_are_good():
    reply = _get("/readyz", lambda: GOOD)
    assert reply.status_code == 200
    assert reply.json["ready"] is True
    assert reply.json["checks"]["edition"] == {"good": True, "needed": True, "says": "1f2e3d"}
    assert reply.headers["Cache-Control"] == "no-store"


def test_it_is_not_ready_while_the_database_is_away():
    reply = _get("/readyz", lambda: [Check("database", good=False, says="not reached"), *GOOD[1:]])
    assert reply.status_code == 503
    assert reply.json["ready"] is False
    assert reply.json["checks"]["database"]["says"] == "not reached"


def test_a_mistake_in_a_menu_is_shown_and_takes_nothing_away():
    mistakes = Check("menus", good=False, says="menus/water/menu.yaml:4:7: unknown setting", needed=False)
    reply = _get("/readyz", lambda: [*GOOD, mistakes])
    assert reply.status_code == 200
    assert "menu.yaml:4:7" in reply.json["checks"]["menus"]["says"]


def test_a_check_that_fails_itself_is_not_ready_and_tells_no_secret():
    def broken():
        yield GOOD[0]
        raise RuntimeError("postgresql://ivr:hunter2@db/ivr")

    reply = _get("/readyz", broken)
    assert reply.status_code == 503
    assert b"hunter2" not in reply.data


@pytest.mark.parametrize("url", ["postgresql://ivr:hunter2@db/ivr", "postgresql+psycopg://:hunter2@db"])
def test_passwords_in_addresses_are_never_shown(url):
    reply = _get("/readyz", lambda: [Check("database", good=False, says=f"cannot connect to {url}")])
    assert b"hunter2" not in reply.data
    assert b"@db" not in reply.data
