"""The telephone beside the text, which rings the draft for its author; and how checks come while typing."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from web.desk.menus.test_editing import EDIT, FILE, KEEP, NEW, OLD, WHO, publish, save, served

from ivr.storage.editions.drafts import draft_of_file, drafts_of
from ivr.web.desk.menus import draft_checks
from ivr.web.desk.menus.files import hash_of_text

RING = f"/desk/menus/ring/{FILE}"
CHECK = f"/desk/menus/problems/{FILE}"


def rung_from(client, content, node=""):
    answer = client.post(RING, {"content": content, "from": node})
    assert answer.status_code == 302, answer.text
    found = urlsplit(answer.location)
    return parse_qs(found.query)["edition"][0], parse_qsl(found.fragment)


def test_the_text_is_rung_as_it_stands_and_saved_nowhere(desk, as_editor):
    edition, asked = rung_from(as_editor, served(desk).replace(OLD, NEW))
    assert asked[0] == ("hotline", "+85222200101")
    told = as_editor.flask.post("/phone/calls", json={**dict(asked), "edition": edition})
    told = as_editor.flask.post("/phone/calls/act", json={"state": told.json["state"], "act": "3"})
    assert "For hours of opening, press three." in [each["text"] for each in told.json["heard"]]
    assert desk.installation.shelf.current().hash != edition
    assert drafts_of(desk.installation.database, WHO) == ()


def test_a_node_of_the_draft_is_rung_by_the_keys_that_lead_there(desk, as_editor):
    moved = served(desk).replace("      3: {label: {yue: 辦公時間", "      9: {label: {yue: 辦公時間")
    assert moved != served(desk)
    _, asked = rung_from(as_editor, moved, "transport/opening_hours")
    assert [value for name, value in asked if name == "act"] == ["tap:3", "tap:9"]
    _, asked = rung_from(as_editor, moved, "water/main")
    assert "act" not in dict(asked)


def test_a_text_with_errors_is_not_rung_and_says_so_in_the_frame(desk, as_editor):
    answer = as_editor.post(RING, {"content": served(desk).replace("to: opening_hours}", "to: nowhere}")})
    assert answer.status_code == 422
    assert "cannot be rung" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert as_editor.get(EDIT).headers["X-Frame-Options"] == "DENY"


def test_ringing_is_for_editors_of_the_file(desk, as_viewer, as_other, as_stranger):
    assert as_viewer.post(RING, {"content": "x"}).status_code == 403
    assert as_other.post(RING, {"content": "x"}).status_code == 403
    assert as_stranger.post(RING, {"content": "x"}).status_code == 401


def test_a_first_answer_comes_without_ringing_every_path_and_says_so(desk, as_editor):
    dropped = served(desk).replace("unanswered: leave_message", "unanswered: goodbye")
    assert dropped != served(desk)
    first = as_editor.post(CHECK, {"content": dropped}).text
    assert "Nothing is wrong so far." in first
    assert "no problems" not in first
    whole = as_editor.post(CHECK, {"content": dropped, "walked": "yes"}).text
    assert "let go" in whole
    assert "error" in whole
    assert "let go" in as_editor.post(CHECK, {"content": dropped}).text  # known by now
    assert "Try from here" in whole  # what drops a caller can be rung all the same


def test_a_page_without_a_script_says_how_to_ring_every_path(desk, browse):
    page = browse(EDIT, WHO, script=False)
    page.locator("#content").fill(served(desk).replace(OLD, NEW))
    page.get_by_role("button", name="Check", exact=True).click()
    assert "Nothing is wrong." in page.locator("#findings").inner_text()


def test_whoever_has_everything_checked_too_often_is_asked_to_wait(as_editor, desk):
    assert as_editor.post(CHECK, {"content": "{"}).status_code == 200
    while desk.app.extensions["ivr desk"].checks.allows(WHO):
        pass
    for address in (CHECK, RING):
        answer = as_editor.post(address, {"content": "{"})
        assert answer.status_code == 429
        assert "Wait a moment" in answer.text
    assert desk.client("all@site.example").post(CHECK, {"content": "{"}).status_code == 200


def test_the_telephone_stands_beside_the_text_and_speaks_its_words(desk, browse):
    page = browse(EDIT, WHO)
    page.locator("#content").fill(served(desk).replace(OLD, NEW))
    page.get_by_role("button", name="Ring this text").click()
    telephone = page.frame_locator('iframe[name="telephone"]')
    telephone.get_by_text("press three", exact=False).first.wait_for()  # it rings by itself
    telephone.locator("#aloud").uncheck()
    frame = page.locator('iframe[name="telephone"]').bounding_box()
    key = telephone.locator('button[data-key="3"]').bounding_box()
    assert frame["y"] <= key["y"] <= frame["y"] + frame["height"] - key["height"]
    telephone.locator('button[data-key="3"]').click()
    telephone.get_by_text("For hours of opening, press three.").first.wait_for()
    assert page.locator("#content").input_value() == served(desk).replace(OLD, NEW)
    assert not page.locator("#changed-since").is_visible()
    page.locator("#content").fill(served(desk))
    assert page.locator("#changed-since").is_visible()


def test_a_node_is_tried_from_the_outline_of_the_draft(desk, browse):
    page = browse(EDIT, WHO)
    page.locator("#findings button.try", has_text="(opening_hours)").click()
    telephone = page.frame_locator('iframe[name="telephone"]')
    telephone.locator("#log li", has_text="you press 3").nth(1).wait_for()


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nobody_is_kept_out_of_the_telephone_by_a_barrier(desk, browse, barriers_in_any_light, language):
    page = browse(EDIT, WHO, language, width=320)
    page.locator(f'button[formaction="{RING}"]').first.click()
    page.frame_locator('iframe[name="telephone"]').locator("#call").wait_for()
    assert barriers_in_any_light(page, 320) == []


def test_the_served_file_is_downloaded_as_it_is(desk, as_editor, as_viewer, as_other, as_stranger):
    save(as_editor, served(desk).replace(OLD, NEW))
    answer = as_editor.get(f"/desk/menus/file/{FILE}")
    assert answer.get_data(as_text=True) == served(desk)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="menu.yaml"'
    assert as_viewer.get(f"/desk/menus/file/{FILE}").status_code == 403
    assert as_other.get(f"/desk/menus/file/{FILE}").status_code == 403
    assert as_stranger.get(f"/desk/menus/file/{FILE}").status_code == 302


def test_where_the_paths_take_too_long_the_text_is_looked_over_and_not_published(desk, as_editor, monkeypatch):
    monkeypatch.setattr(draft_checks, "LONGEST", 0)
    content = f"# unlike any other\n{served(desk).replace(OLD, NEW)}"
    found = as_editor.post(CHECK, {"content": content, "walked": "yes"}).text
    assert "Not every path could be rung in time." in found
    assert "Ringing every path" not in found  # which would ask again, and again
    page = as_editor.post(KEEP, {"content": content, "deed": "look"}).text
    assert "Not every path could be rung in time." in page
    assert "# unlike any other" in page
    save(as_editor, content)
    review = as_editor.get("/desk/menus/publish").text
    assert "It cannot be published: not every path could be rung in time." in review
    assert 'id="publish"' not in review
    before = desk.installation.shelf.current().hash
    shown = hash_of_text(f"{FILE} {draft_of_file(desk.installation.database, WHO, FILE).version}")
    assert publish(as_editor, base=before, shown=shown).status_code == 422
    assert desk.installation.shelf.current().hash == before
