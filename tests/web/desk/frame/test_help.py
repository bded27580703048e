"""Help: for the pages that the person may open, at the right heading from every page; and the frame of every page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ivr.web.desk.frame.help import PURPOSES
from ivr.web.desk.frame.showing import NAVIGATION

SITE = Path(__file__).parents[4]
EVERYONE = "all@site.example"
SUPERVISOR = "supervisor@transport.example"
SMALLEST = 24  # CSS pixels, of whatever is pressed and stands by itself
TOO_SMALL = f"""() => [...document.querySelectorAll("a[href], button, select, input:not([type=hidden]), summary")]
    .filter((each) => each.getBoundingClientRect().width && !each.closest(".skip"))
    .filter((each) => each.tagName !== "A" || getComputedStyle(each).display !== "inline")
    .filter((each) => Object.values((({{ width, height }}) => ({{ width, height }}))(each.getBoundingClientRect()))
        .some((size) => size < {SMALLEST}))
    .map((each) => each.outerHTML)"""


def headings(page):
    return re.findall(r'<h2 id="(\w+)"', page.text)


def test_every_page_of_the_navigation_has_its_help_and_its_page_of_the_manual():
    assert {name for name, _ in NAVIGATION} == set(PURPOSES)
    for _, manual in PURPOSES.values():
        assert (SITE / manual).is_file(), manual


def test_help_is_given_for_the_pages_one_may_open(as_supervisor, as_other, as_administrator, as_stranger):
    of_supervisors = ["today", "calls", "cases", "messages", "filed", "menus", "closures", "reports"]
    for client in (as_supervisor, as_other):
        assert headings(client.get("/desk/help")) == [*of_supervisors, "account", "keys", "words"]
    assert {"users", "audit", "system"} <= set(headings(as_administrator.get("/desk/help")))
    assert as_stranger.get("/desk/help").location.startswith("/desk/sign-in")


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/desk/", "today"),
        ("/desk/calls?outcome=answered", "calls"),
        ("/desk/closures/new", "closures"),
        ("/desk/menus/tree/transport", "menus"),
        ("/desk/menus/changes", "menus"),
        ("/desk/users/new", "users"),
        ("/desk/password", ""),
        ("/desk/calls/nothing-here", "calls"),
    ],
)
def test_help_opens_at_the_page_one_comes_from(desk, path, heading):
    page = desk.client(EVERYONE).get(path)
    assert re.search(r'<a href="/desk/help(?:#(\w+))?">', page.text).group(1) == (heading or None)


def test_the_first_key_skips_to_the_content(browse):
    page = browse("/desk/help", SUPERVISOR)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_was_done_and_what_is_wrong_have_the_focus_and_so_are_read_out(browse):
    page = browse("/desk/closures/new?kind=typhoon", SUPERVISOR)
    page.get_by_label("Ends by itself").fill("2020-01-01T00:00")
    page.get_by_role("button", name="Hear it before it is announced").click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("Ends by itself").fill("2026-11-23T18:00")
    page.get_by_role("button", name="Hear it before it is announced").click()
    page.get_by_role("button", name="Close these offices").click()
    expect(page.locator("main [role=status]").first).to_be_focused()


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nobody_meets_a_barrier(browse, barriers, language):
    for scheme, width in (("light", 1280), ("dark", 320)):
        page = browse("/desk/help", EVERYONE, language, scheme, width)
        assert barriers(page) == [], f"{scheme}, {width}"
        assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("path", ["/desk/", "/desk/calls", "/desk/closures/new", "/desk/users/new", "/desk/audit"])
def test_what_is_pressed_is_large_enough(browse, path):
    assert browse(path, EVERYONE, width=320).evaluate(TOO_SMALL) == []


def test_the_pictures_in_fields_may_be_drawn(browse):
    page = browse("/desk/closures/new?kind=typhoon", EVERYONE)
    ticked = page.locator("input:checked[type=checkbox]").first
    assert "data:image/svg" in ticked.evaluate("each => getComputedStyle(each).backgroundImage")
