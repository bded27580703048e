"""The navigation: on one line for whoever may open everything, and in a group what hardly anybody opens every day."""

import pytest

ALL = "all@site.example"
LINES = "nav => new Set([...nav.querySelectorAll(':scope > ul > li')].map((each) => each.offsetTop)).size"


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_all_of_it_stands_on_one_line_with_what_is_ones_own(browse, language):
    page = browse("/desk/", ALL, language, width=1280)
    assert page.locator("header nav").evaluate(LINES) == 1
    assert page.locator("header nav").bounding_box()["y"] == page.locator("header .mine").bounding_box()["y"]


@pytest.mark.parametrize("width", [1280, 320])
def test_the_group_opens_by_keyboard_without_a_script(browse, width):
    page = browse("/desk/", ALL, width=width, script=False)
    link = page.get_by_role("link", name="System", exact=True)
    assert not link.is_visible()
    page.locator("header summary").focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "System"
    place = link.bounding_box()
    assert 0 <= place["x"] <= width - place["width"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/system")
    assert page.locator("header summary").get_attribute("aria-current") == "true"


def test_who_may_open_none_of_it_has_no_group(as_supervisor, as_administrator):
    assert "<summary" not in as_supervisor.get("/desk/help").text.partition("</header>")[0]
    assert "<summary" in as_administrator.get("/desk/help").text.partition("</header>")[0]
