"""Files saved while calls go on: good ones are served soon, bad ones never, and each call ends on its own edition."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whole.calling import call
from whole.serving import Server, until

from ivr.phone.acts import parse_script, perform
from ivr.phone.telephone import Telephone

NewServer = Callable[..., Server]
MENU = "menus/transport/menu.yaml"
BROKEN = {
    "not YAML": ("start: main", "start: [main"),
    "an unknown setting": ("owner: Licensing Division", "ownr: Licensing Division"),
    "a destination that is not there": ("to: opening_hours}", "to: opening_hour}"),
    "a key twice": ("start: main", "start: main\nstart: main"),
}


def _replace(site: Path, old: str, new: str) -> None:
    file = site / MENU
    written = file.read_text("utf-8")
    assert old in written
    file.write_text(written.replace(old, new), "utf-8")


def _menu(server: Server) -> str:
    return " ".join(call(server, "3,hangup")[2])


@pytest.fixture
def saved(new_server: NewServer, own_site: Path) -> tuple[Server, Path]:
    """A running hotline and the folder of its site."""
    return new_server(site=own_site).start(), own_site


def test_a_bad_file_is_never_served_and_a_good_one_soon(saved: tuple[Server, Path]) -> None:
    server, site = saved
    good = (site / MENU).read_text("utf-8")
    edition = server.readiness()["checks"]["edition"]["says"]
    for old, new in BROKEN.values():
        _replace(site, old, new)
        menus = until(lambda: _problem(server), "the problem is told")
        assert f"{MENU}:" in menus
        assert "For licence fees, press two." in _menu(server)
        (site / MENU).write_text(good, "utf-8")
        until(lambda: _is_good(server), "the problem is gone")
    told = server.readiness()
    assert (told["ready"], told["checks"]["edition"]["says"]) == (True, edition)
    _replace(site, "en: licence fees}", "en: what a licence costs}")
    until(lambda: all("For what a licence costs" in _menu(server) for _ in range(4)), "the new edition is served")
    assert '"event": "the site has problems' in server.log


def _problem(server: Server) -> str:
    """The problem, once several looks in a row tell it, so that both workers have seen it."""
    told = _looks(server)
    return "" if any(one["good"] for one in told) else str(told[0]["says"])


def _is_good(server: Server) -> bool:
    return all(one["good"] for one in _looks(server))


def _looks(server: Server) -> list[dict[str, Any]]:
    return [server.readiness()["checks"]["menus"] for _ in range(4)]


def test_the_problem_is_told_with_file_line_and_column(saved: tuple[Server, Path]) -> None:
    server, site = saved
    line = (site / MENU).read_text("utf-8").splitlines().index("owner: Licensing Division") + 1
    _replace(site, *BROKEN["an unknown setting"])
    told = until(lambda: _problem(server), "the problem is told")
    assert f"{MENU}:{line}:1" in told
    assert '"ownr" is not a setting of this file.' in told
    assert server.readiness()["status"] == 200


def test_a_bad_table_keeps_the_old_rows_and_a_good_one_is_served_soon(saved: tuple[Server, Path]) -> None:
    server, site = saved
    file = site / "menus/transport/applications.csv"
    rows = file.read_text("utf-8")
    file.write_text(rows.replace("2026-11-18", "2026-11-31", 1), "utf-8")
    told = until(lambda: _problem(server), "the problem is told")
    assert "applications.csv:2" in told
    assert "2026-11-31" in told
    enquiry = "3,1,00100230,1,30091975,hangup"
    assert "the eighteenth of November" in " ".join(call(server, enquiry)[2])
    file.write_text(rows.replace("2026-11-18", "2026-11-19", 1), "utf-8")
    until(lambda: "the nineteenth of November" in " ".join(call(server, enquiry)[2]), "the new row is told")
    until(lambda: _is_good(server), "the problem is gone")


def test_a_call_ends_on_the_edition_it_began_with(saved: tuple[Server, Path]) -> None:
    server, site = saved
    telephone = server.telephone("transport")
    telephone.ring()
    _heard(telephone, "3")
    _replace(site, "1: {label: {yue: 查詢申請進度", "8: {label: {yue: 查詢申請進度")
    until(lambda: all("press eight" in _menu(server) for _ in range(6)), "the new edition is served")
    assert "Please key in the eight digits" in _heard(telephone, "1")
    assert "the status of an application, press one" in _heard(telephone, "9")
    assert "not one of the choices" in _heard(telephone, "8")
    assert "not one of the choices" in " ".join(call(server, "3,1")[2])
    editions = server.rows("SELECT DISTINCT edition FROM journal WHERE call_sid = :sid", sid=telephone.state.call_sid)
    assert len(editions) == 1


def _heard(telephone: Telephone, script: str) -> str:
    return " ".join(one.text for act in parse_script(script) for one in perform(telephone, act))


def test_a_bad_site_at_start_is_refused_with_its_problems_or_the_last_good_edition_served(
    new_server: NewServer, own_site: Path
) -> None:
    good = (own_site / MENU).read_text("utf-8")
    _replace(own_site, *BROKEN["a destination that is not there"])
    server = new_server(site=own_site)
    assert server.run().wait(20) == 1
    assert f"{MENU}:" in server.log
    assert "There is no earlier edition to serve" in server.log
    assert "Traceback" not in server.log

    (own_site / MENU).write_text(good, "utf-8")
    server.start().stop()
    _replace(own_site, *BROKEN["a destination that is not there"])
    server.start()
    assert "The last good edition is served" in server.log
    assert "For opening hours, press three." in _menu(server)
    assert MENU in until(lambda: _problem(server), "the problem is told")
