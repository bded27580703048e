"""Today: its figures, each with its list; what needs somebody; who sees what."""

import re
from datetime import timedelta

import pytest

from ivr.engine.closures import ClosureWish
from ivr.storage.closures import ClosureBook


def _tiles(page):
    found = re.findall(r'<li>(?:<a href="([^"]*)">)?<strong>(\d+)</strong> ([^<]+)', page)
    return {words: (int(count), address.replace("&amp;", "&")) for address, count, words in found}


def test_a_supervisor_sees_what_became_of_todays_calls(as_supervisor):
    tiles = _tiles(as_supervisor.get("/desk/").text)
    assert {words: count for words, (count, _) in tiles.items() if words != "cases due"} == {
        "on the line now": 0,
        "calls today": 6,
        "answered by the system": 1,
        "answered by officers": 1,
        "left a message": 1,
        "became a case": 1,
        "without an answer": 2,
        "of these, gave up": 2,
    }


def test_every_figure_leads_to_the_list_of_just_those_calls(as_supervisor):
    for words, (count, address) in _tiles(as_supervisor.get("/desk/").text).items():
        if address and words != "cases due":
            assert as_supervisor.get(address).text.count('<th scope="row">') == count, words


def test_every_hour_leads_to_its_calls(as_supervisor):
    page = as_supervisor.get("/desk/").text
    address = re.search(r'<a href="([^"]+)">10:00</a>', page)[1].replace("&amp;", "&")
    assert as_supervisor.get(address).text.count('<th scope="row">') == 6


def test_another_departments_supervisor_sees_their_own_figures(as_other):
    assert _tiles(as_other.get("/desk/").text)["calls today"][0] == 3


def test_a_stranger_sees_nothing_of_today(as_stranger):
    assert as_stranger.get("/desk/").status_code == 302


def test_a_day_without_calls_says_so(desk):
    desk.clock.at += timedelta(days=2)
    page = desk.client("supervisor@transport.example").get("/desk/").text
    assert _tiles(page)["calls today"][0] == 0
    assert "No calls yet today" in page


def test_the_usual_day_is_the_mean_of_the_last_four_of_that_weekday(desk):
    desk.clock.at += timedelta(days=7)
    assert "1.5" in desk.client("supervisor@transport.example").get("/desk/").text  # six calls in one of four weeks


def test_a_closure_in_force_is_told_to_those_whom_it_concerns(desk, as_supervisor, as_other):
    ends = desk.clock.now() + timedelta(hours=3)
    words = {"en": "Come <b>later</b>.", "yue": "請遲啲嚟", "cmn": "请晚点来"}
    book = ClosureBook(desk.installation.database, desk.clock.now)
    book.announce(desk.installation.shelf.current(), ClosureWish(("transport",), "typhoon", ends, words), "tests")
    assert (
        "A closure is in force until 2026-11-23 15:00. Come &lt;b&gt;later&lt;/b&gt;."
        in as_supervisor.get("/desk/").text
    )
    assert "A closure is in force" not in as_other.get("/desk/").text


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_today_has_no_barriers(browse, barriers, language, scheme, width):
    page = browse("/desk/", "supervisor@transport.example", language, scheme, width)
    assert barriers(page) == []
