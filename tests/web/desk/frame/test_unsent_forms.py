"""What is typed into the editor of menus is never lost: on leaving, signed out, with the form of an earlier sign-in."""

import html
import time

import pytest
from web.desk.menus.test_editing import EDIT, FILE, KEEP, NEW, OLD, WHO, served

from ivr.storage.editions.drafts import draft_of_file

CHECK = f"/desk/menus/problems/{FILE}"
RING = f"/desk/menus/ring/{FILE}"
PATIENCE = 30.0  # seconds
TYPED = "typed: <b>here</b>"


def sign_out_elsewhere(page):
    """What another window of the same browser does."""
    token = page.locator('.mine form[action$="sign-out"] input').input_value()
    root = page.url.partition("/desk/")[0]
    page.request.post(f"{root}/desk/sign-out", form={"csrf_token": token}, headers={"Referer": page.url})


def sign_in_elsewhere(desk, page):
    root = page.url.partition("/desk/")[0]
    page.context.add_cookies([{"name": desk.cookie_name, "value": desk.cookie(WHO), "url": root}])


def until_nothing_is_kept(page):
    """Asked from outside: a page that asks itself again and again would have to evaluate text, which it may not."""
    end = time.monotonic() + PATIENCE
    while page.evaluate("sessionStorage.length"):
        assert time.monotonic() < end, "what was typed is still kept"
        page.wait_for_timeout(20)


@pytest.mark.parametrize("address", [KEEP, CHECK, RING])
def test_a_text_sent_signed_out_is_told_so_and_saved_nowhere(desk, as_stranger, address):
    answer = as_stranger.post(address, {"content": TYPED, "deed": "save", "base": "ab", "over": "cd"})
    assert answer.status_code == 401
    assert "You are signed out: sign in in another window" in answer.text
    assert "HX-Redirect" not in answer.headers
    assert draft_of_file(desk.installation.database, WHO, FILE) is None


def test_a_text_that_was_refused_stands_in_the_answer_and_can_be_sent_again(desk, as_editor):
    sent = {"content": TYPED, "deed": "save", "base": "ab", "over": "cd"}
    answer = as_editor.flask.post(KEEP, data=sent)
    assert answer.status_code == 400
    assert "You signed in again" in answer.text
    assert html.escape(TYPED) in answer.text
    assert all(f'value="{each}"' in answer.text for each in ("ab", "cd"))
    assert as_editor.flask.post(CHECK, data=sent).text.count('id="token"') == 1


def test_other_forms_are_refused_as_before(as_editor, as_stranger):
    assert as_stranger.post("/desk/menus/publish", {"content": TYPED}).status_code == 302
    assert TYPED not in html.unescape(as_editor.flask.post("/desk/menus/publish", data={"content": TYPED}).text)


def test_whoever_leaves_a_typed_text_is_asked_and_it_is_offered_back(desk, browse):
    page = browse(EDIT, WHO)
    page.locator("#content").fill(served(desk).replace(OLD, NEW))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator(".back a").click()
    page.wait_for_url("**/desk/menus")
    assert asked == ["beforeunload"]
    page.goto(page.url.replace("/desk/menus", EDIT))
    assert page.locator("#content").input_value() == served(desk)
    page.get_by_role("button", name="Put it back").click()
    assert page.locator("#content").input_value() == served(desk).replace(OLD, NEW)
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("The draft is saved.").wait_for()
    assert not page.locator("#kept").is_visible()
    until_nothing_is_kept(page)
    page.locator(".back a").click()
    page.wait_for_url("**/desk/menus")
    assert asked == ["beforeunload"]


def test_a_text_that_was_thrown_away_is_not_offered_again(desk, browse):
    page = browse(EDIT, WHO)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#content").fill("typed: here")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    page.reload()
    assert not page.locator("#kept").is_visible()


def test_signed_out_in_another_window_one_goes_on_after_signing_in(desk, browse):
    page = browse(EDIT, WHO)
    changed = served(desk).replace(OLD, NEW)
    page.locator("#findings").get_by_text("Nothing is wrong.").wait_for(timeout=20_000)
    sign_out_elsewhere(page)
    page.locator("#content").fill(changed)
    page.locator("#findings").get_by_text("You are signed out").wait_for()
    assert page.locator("#findings form").count() == 0
    page.get_by_role("button", name="Save as draft").click()
    assert page.locator("#content").input_value() == changed
    sign_in_elsewhere(desk, page)
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("You signed in again").wait_for()
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("The draft is saved.").wait_for()
    assert draft_of_file(desk.installation.database, WHO, FILE).content == changed


def test_the_problems_come_again_by_themselves_after_signing_in(desk, browse):
    page = browse(EDIT, WHO)
    page.locator("#findings").get_by_text("Nothing is wrong.").wait_for(timeout=20_000)
    sign_in_elsewhere(desk, page)
    page.locator("#content").fill(served(desk).replace("to: opening_hours}", "to: opening_hour}"))
    page.locator("#findings .problems .hint").first.wait_for(timeout=20_000)
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("The draft is saved.").wait_for()


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nobody_is_kept_out_of_what_is_given_back_by_a_barrier(desk, browse, barriers_in_any_light, language):
    page = browse(EDIT, WHO, language, width=320)
    sign_out_elsewhere(page)
    page.locator('button[value="save"]').click()
    page.locator('a[target="_blank"]').wait_for()
    assert barriers_in_any_light(page, 320) == []
