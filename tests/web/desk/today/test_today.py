"""Today: its figures, each with its list; what needs somebody; who sees what."""

import html
import re
from datetime import timedelta

import pytest

from ivr.journal.entry import Entry
from ivr.storage.people.sign_ins import IDLE

PEOPLE = ("supervisor@transport.example", "viewer@transport.example", "supervisor@water.example", "all@site.example")


def _tiles(page):
    found = re.findall(r'<li><a href="([^"]*)"><strong>(\d+)</strong> ([^<]+)', page)
    return {words: (int(count), html.unescape(address)) for address, count, words in found}


def _hours(page):
    found = re.findall(r'<th scope="row"><a href="([^"]+)">(\d+):00</a></th>\s*<td><meter[^>]*></meter> (\d+)', page)
    return {int(hour): (int(count), html.unescape(address)) for address, hour, count in found}


def test_a_supervisor_sees_what_became_of_todays_calls(as_supervisor):
    tiles = _tiles(as_supervisor.get("/desk/").text)
    assert {words: count for words, (count, _) in tiles.items()} == {
        "on the line now": 0,
        "calls today": 6,
        "answered by the system": 1,
        "gave what was asked for": 0,
        "answered by officers": 1,
        "left a message": 1,
        "became a case": 1,
        "without an answer": 2,
        "of these, gave up (abandoned)": 2,
        "cases due": 0,
        "messages waiting": 1,
    }


@pytest.mark.parametrize("email", PEOPLE)
def test_every_figure_is_as_long_as_its_list(busy, rows_of, email):
    client = busy.client(email)
    tiles = _tiles(client.get("/desk/").text)
    assert tiles["calls today"][0] > (20 if "water" in email else 50), "more than a page"
    assert all(tiles[words][0] for words in ("on the line now", "without an answer", "of these, gave up (abandoned)"))
    assert {words: rows_of(client, address) for words, (_, address) in tiles.items()} == {
        words: count for words, (count, _) in tiles.items()
    }


@pytest.mark.parametrize("email", PEOPLE)
def test_every_hour_is_as_long_as_its_list(busy, rows_of, email):
    client = busy.client(email)
    page = client.get("/desk/").text
    hours = _hours(page)
    assert {hour: rows_of(client, address) for hour, (_, address) in hours.items()} == {
        hour: count for hour, (count, _) in hours.items()
    }
    assert sum(count for count, _ in hours.values()) == _tiles(page)["calls today"][0]


def test_calls_still_on_the_line_are_not_yet_without_an_answer(busy):
    tiles = {words: count for words, (count, _) in _tiles(busy.client("all@site.example").get("/desk/").text).items()}
    over = [words for words in tiles if words.startswith(("answered", "left", "became", "without"))]
    assert sum(tiles[words] for words in over) < tiles["calls today"]
    waiting = busy.client("all@site.example").get("/desk/calls?since=2026-11-23&outcome=nothing&now=1").text
    assert waiting.partition("<tbody")[2].count("<tr ") == tiles["calls today"] - sum(tiles[words] for words in over)


def test_another_departments_supervisor_sees_their_own_figures(as_other):
    assert _tiles(as_other.get("/desk/").text)["calls today"][0] == 3


def test_a_stranger_sees_nothing_of_today(as_stranger):
    assert as_stranger.get("/desk/").status_code == 302


def test_a_day_without_calls_says_so(desk):
    desk.clock.at += timedelta(days=2)
    page = desk.client("supervisor@transport.example").get("/desk/").text
    assert _tiles(page)["calls today"][0] == 0
    assert "No calls yet today" in page


def test_the_usual_day_is_the_median_of_the_last_eight_of_that_weekday(desk):
    edition = desk.installation.shelf.current().hash
    for weeks in range(5):
        for number in range(3):
            at = desk.clock.now() - timedelta(weeks=weeks, minutes=number)
            desk.installation.journal.load(
                Entry(f"CU{weeks}{number}", "turn 1", 1, at, "water", "", "", edition, "water/main", "en", {})
            )
    desk.clock.at += timedelta(days=7, hours=1)
    page = desk.client("supervisor@water.example").get("/desk/").text
    assert re.search(r">11:00</a></th>\s*<td><meter[^>]*></meter> 0</td>\s*<td><meter[^>]*></meter> 2</td>", page)
    assert re.search(r">12:00</a></th>\s*<td><meter[^>]*></meter> 0</td>\s*<td><meter[^>]*></meter> 1</td>", page)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_today_has_no_barriers(browse, barriers_in_any_light, language):
    page = browse("/desk/", "supervisor@transport.example", language)
    assert barriers_in_any_light(page, 1280, 320) == []


def test_a_page_that_renews_itself_does_not_keep_anybody_signed_in(desk, as_supervisor):
    page = as_supervisor.get("/desk/").text
    assert 'hx-get="/desk/?renew=1" hx-trigger="every 30s"' in page
    assert '<div id="today"' in page
    for _ in range(20):
        desk.clock.at += IDLE / 10
        answer = as_supervisor.get("/desk/?renew=1", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/desk/sign-in")
