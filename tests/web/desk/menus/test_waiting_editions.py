"""Editions that wait for a second person: who is told, who is offered what; and how two editions are compared."""

import re

from web.desk.menus.test_deciding import (  # noqa: F401 - fixtures
    CHANGE,
    SECOND,
    TWO_PEOPLE,
    WHO,
    as_second,
    as_water_editor,
)
from web.desk.menus.test_editing import NEW, OLD, publish, save, served
from web.desk.menus.test_editions import published

TOLD, TILE = 'id="waiting"', "editions wait for you to approve"


def waits(desk, who=WHO):
    published(desk, TWO_PEOPLE)
    return published(desk, CHANGE, who, note="clearer hours")


def test_whoever_may_approve_is_told_and_nobody_else(desk, as_editor, as_second, as_water_editor, as_viewer):  # noqa: F811
    proposed = waits(desk)
    page = as_second.get("/desk/menus").text.partition(TOLD)[2].partition("</div>")[0]
    assert "One edition waits for a second person" in page
    assert "clearer hours" in page
    assert f"/desk/menus/editions/{proposed}" in page
    today = as_second.get("/desk/").text
    assert f'<a href="/desk/menus/editions/{proposed}"><strong>1</strong> {TILE}' in today
    for client in (as_editor, as_water_editor, as_viewer, desk.client("administrator@site.example")):
        assert TOLD not in client.get("/desk/menus").text
        assert TILE not in client.get("/desk/").text
    as_second.post(f"/desk/menus/editions/{proposed}/approve")
    assert TOLD not in as_second.get("/desk/menus").text


def test_the_proposer_is_told_who_may_approve_instead_of_being_offered_it(desk, as_editor, as_second):  # noqa: F811
    proposed = waits(desk)
    mine, theirs = (client.get(f"/desk/menus/editions/{proposed}").text for client in (as_editor, as_second))
    assert "Approve and publish" not in mine
    told = mine.partition("Who may approve it:")[2].partition("</p>")[0]
    assert SECOND in told
    assert "all@site.example" in told
    assert WHO not in told
    assert "Withdraw" in mine
    assert "Approve and publish" in theirs


def test_what_is_to_be_approved_can_be_read_line_by_line_and_rung(desk, as_second, as_viewer):  # noqa: F811
    proposed = waits(desk)
    page = as_second.get(f"/desk/menus/editions/{proposed}").text
    assert re.search(r'class="was">-.*opening hours}', page)
    assert re.search(r'class="is">\+.*hours of opening}', page)
    assert "@@" not in page
    number = served(desk).splitlines().index(next(line for line in served(desk).splitlines() if OLD in line)) + 1
    found = re.search(r'class="same">line (\d+)<', page)
    assert found
    assert number - 3 <= int(found[1]) <= number
    assert f"/phone/?edition={proposed}" in page
    seen = as_viewer.get(f"/desk/menus/editions/{proposed}").text
    assert 'class="difference"' not in seen
    assert "/phone/?edition=" not in seen


def test_what_was_proposed_in_place_of_another_edition_is_nobodys_to_approve(desk, as_second):  # noqa: F811
    before = desk.installation.shelf.current().hash
    proposed, shelf = waits(desk), desk.installation.shelf
    shelf.approvals.propose(shelf.bundle(proposed), proposed, before, WHO, "as if a scheduled edition had begun", {})
    page = as_second.get(f"/desk/menus/editions/{proposed}").text
    assert "Approve and publish" not in page
    assert "propose it again" in page
    assert TOLD not in as_second.get("/desk/menus").text


def test_a_draft_that_is_proposed_is_not_asked_to_be_published(desk, as_editor):
    published(desk, TWO_PEOPLE)
    save(as_editor, served(desk).replace(OLD, NEW))
    assert "Look through and publish" in as_editor.get("/desk/menus").text
    assert publish(as_editor).status_code == 302
    page = as_editor.get("/desk/menus").text
    assert "proposed; waits for a second person" in page
    assert "Look through and publish" not in page


def test_two_editions_are_compared_by_date_author_and_note(desk, as_viewer):
    before = desk.installation.shelf.current().hash
    assert "the same edition" in as_viewer.get("/desk/menus/changes").text
    after = published(desk, CHANGE, note="clearer hours")
    page = as_viewer.get("/desk/menus/changes").text
    chosen = re.findall(r'<option value="(\w+)" selected>([^<]+)<', page)
    assert [name for name, _ in chosen] == [before, after]
    assert "clearer hours" in chosen[1][1]
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d · wong · clearer hours · ", chosen[1][1])
    assert "before:" in page


def test_who_publishes_is_no_news_for_callers(desk, as_editor):
    before = desk.installation.shelf.current().hash
    published(desk, TWO_PEOPLE)
    page = as_editor.get(f"/desk/menus/changes?from={before}").text
    callers, _, editors = page.partition("What editors will notice")
    assert "Callers will notice nothing" in callers
    assert "two people" in editors
