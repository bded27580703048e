"""Editing a menu on the desk: checked while written, kept as a draft, published as an edition."""

import html
import re

import pytest

from ivr.authoring.site.files import unbundle
from ivr.storage.editions.drafts import draft_of_file, drafts_of
from ivr.storage.people.accounts import account_named, change_account
from ivr.web.desk.menus.files import hash_of_text

FILE = "menus/transport/menu.yaml"
EDIT = f"/desk/menus/edit/{FILE}"
KEEP = f"/desk/menus/keep/{FILE}"
OLD, NEW = "en: opening hours}", "en: hours of opening}"
WHO = "editor@transport.example"


def served(desk, file=FILE):
    shelf = desk.installation.shelf
    return unbundle(shelf.bundle(shelf.current().hash)).menus[file].decode()


def base_of(page):
    return re.search(r'name="base" value="([0-9a-f]*)"', page)[1]


def hidden(page, name):
    return re.search(rf'name="{name}" value="([0-9a-f]*)"', page)[1]


def save(client, content, deed="save"):
    page = client.get(EDIT).text
    return client.post(KEEP, {"content": content, "deed": deed, "base": base_of(page), "over": hidden(page, "over")})


def publish(client, note="hours", **more):
    page = "" if "base" in more and "shown" in more else client.get("/desk/menus/publish").text
    seen = {} if not page else {"base": base_of(page), "shown": hidden(page, "shown")}
    return client.post("/desk/menus/publish", {"file": FILE, "note": note, **seen, **more})


def test_the_page_is_for_editors_of_the_department(desk, as_editor, as_viewer, as_other, as_stranger):
    assert as_editor.get(EDIT).status_code == 200
    assert as_viewer.get(EDIT).status_code == 403
    assert as_stranger.get(EDIT).status_code == 302
    account = account_named(desk.installation.database, "supervisor@water.example")
    change_account(desk.installation.database, account.id, roles="editor:water")
    assert as_other.get(EDIT).status_code == 404
    assert as_other.post(KEEP, {"content": "x", "deed": "save"}).status_code == 404
    assert as_other.post(f"/desk/menus/problems/{FILE}", {"content": "x"}).status_code == 404
    assert as_editor.get("/desk/menus/edit/flows.yaml").status_code == 404
    assert as_editor.get("/desk/menus/edit/menus/transport/../../flows.yaml").status_code == 404
    assert desk.client("all@site.example").get("/desk/menus/edit/flows.yaml").status_code == 200


def test_the_text_stands_as_it_is_served_with_numbers(desk, as_editor):
    page = as_editor.get(EDIT).text
    written = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)[1]
    assert html.unescape(written) == served(desk)
    assert '<span id="line-1">1</span>' in page


def test_problems_are_told_without_saving_anything(desk, as_editor):
    wrong = served(desk).replace("to: opening_hours}", "to: opening_hour}")
    page = as_editor.post(KEEP, {"content": wrong, "deed": "look", "base": ""}).text
    assert "opening_hour" in page
    assert 'href="#line-' in page
    assert "Did you mean" in page
    assert html.escape(wrong.splitlines()[5]) in page
    beside = as_editor.post(f"/desk/menus/problems/{FILE}", {"content": wrong}).text
    assert "Did you mean" in beside
    assert "<html" not in beside
    assert drafts_of(desk.installation.database, WHO) == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "no node is called &#34;opening_hour&#34;"),
        ("zh_Hant_HK", "沒有名為「opening_hour」的節點。"),
        ("zh_Hans_CN", "没有名为“opening_hour”的节点。"),
    ],
)
def test_problems_are_told_in_the_readers_script(desk, as_editor, language, words):
    as_editor.post("/desk/language", {"language": language, "next": "/desk/"})
    wrong = served(desk).replace("to: opening_hours}", "to: opening_hour}")
    assert words in as_editor.post(KEEP, {"content": wrong, "deed": "look", "base": ""}).text


def drawn(client, content):
    """The menu as written, beside a text that is checked, without marks."""
    page = client.post(f"/desk/menus/problems/{FILE}", {"content": content}).text
    return " ".join(html.unescape(re.sub("<[^>]+>", "", page.partition("The menu as written")[2])).split())


def test_each_text_with_errors_is_drawn_as_it_stands_for_everybody(desk, as_editor):
    other = desk.client("all@site.example")
    wrong_key = served(desk).replace("      5: {label: {yue: 轉換", "      55: {label: {yue: 轉換")
    wrong_name = served(desk).replace("to: opening_hours}", "to: nowhere}").replace("en: licence fees}", "en: money}")
    first, second = drawn(as_editor, wrong_key), drawn(other, wrong_name)
    assert wrong_key != served(desk)
    assert "2 licence fees" in first
    assert "another language" not in first
    assert "what has an error may be left out" in first
    assert "2 money" in second
    assert "5 another language" in second
    assert drawn(as_editor, wrong_key) == first


def test_a_text_that_cannot_be_drawn_says_so(as_editor):
    assert drawn(as_editor, "a: [") == "It cannot be drawn before the errors are mended."


def test_text_that_is_no_menu_at_all_is_told_of(as_editor):
    for text in ("", "{{{", "a: [", "\x00", "- &a [*a]", "<script>alert(1)</script>"):
        answer = as_editor.post(KEEP, {"content": text, "deed": "look", "base": ""})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_a_draft_is_kept_for_its_author_and_served_to_nobody(desk, as_editor):
    before = desk.installation.shelf.current().hash
    save(as_editor, served(desk).replace(OLD, NEW).replace("\n", "\r\n"))
    kept = draft_of_file(desk.installation.database, WHO, FILE)
    assert kept.content == served(desk).replace(OLD, NEW)
    assert "hours of opening" in as_editor.get(EDIT).text
    assert "hours of opening" not in desk.client("all@site.example").get(EDIT).text
    assert desk.installation.shelf.current().hash == before
    asked = save(as_editor, "typed: too", "discard").text
    assert "cannot be fetched back" in asked
    assert "hours of opening" in asked
    assert "typed: too" in asked
    assert "hours of opening" in as_editor.get(EDIT).text
    save(as_editor, "", "throw away")
    assert "hours of opening" not in as_editor.get(EDIT).text


def test_a_draft_is_published_as_an_edition_and_the_folder_is_left_alone(desk, as_editor):
    save(as_editor, served(desk).replace(OLD, NEW))
    page = as_editor.get("/desk/menus/publish").text
    assert "hours of opening" in page
    assert "key 3" in page
    answer = publish(as_editor, "better words")
    assert answer.status_code == 302
    assert NEW in served(desk)
    assert drafts_of(desk.installation.database, WHO) == ()
    newest = desk.installation.shelf.history(1)[0]
    assert (newest.author, newest.note) == (WHO, "better words")
    assert NEW not in (desk.installation.settings.site / FILE).read_text("utf-8")


def test_errors_are_never_published(desk, as_editor):
    before = desk.installation.shelf.current().hash
    save(as_editor, served(desk).replace("to: opening_hours}", "to: nowhere}"))
    assert 'id="publish"' not in as_editor.get("/desk/menus/publish").text
    shown = hash_of_text(f"{FILE} {draft_of_file(desk.installation.database, WHO, FILE).version}")
    answer = as_editor.post("/desk/menus/publish", {"file": FILE, "base": before, "shown": shown})
    assert answer.status_code == 422
    assert "There are errors; nothing was published." in answer.text
    assert "no node is called" in answer.text
    assert desk.installation.shelf.current().hash == before
    assert draft_of_file(desk.installation.database, WHO, FILE)


def test_what_was_published_meanwhile_is_not_overwritten(desk, as_editor):
    other = desk.client("all@site.example")
    mine = served(desk).replace(OLD, NEW)
    save(as_editor, mine)
    page = as_editor.get("/desk/menus/publish").text
    seen, shown = base_of(page), hidden(page, "shown")
    save(other, served(desk).replace("en: licence fees}", "en: fees}"))
    assert publish(other).status_code == 302
    theirs = desk.installation.shelf.current().hash
    answer = publish(as_editor, base=seen, shown=shown)
    assert answer.status_code == 422
    assert "Somebody published another version" in answer.text
    assert "Keep mine" in as_editor.get(EDIT).text
    assert desk.installation.shelf.current().hash == theirs
    save(as_editor, mine, "seen")
    assert publish(as_editor).status_code == 302
    assert NEW in served(desk)


def test_another_file_published_meanwhile_is_told_and_kept(desk, as_editor):
    other = desk.client("all@site.example")
    save(as_editor, served(desk).replace(OLD, NEW))
    seen = base_of(as_editor.get("/desk/menus/publish").text)
    water = "menus/water/menu.yaml"
    text = served(desk, water).replace("version: 1", "version: 1 # water", 1)
    base = base_of(other.get(f"/desk/menus/edit/{water}").text)
    other.post(f"/desk/menus/keep/{water}", {"content": text, "deed": "save", "base": base})
    assert publish(other, file=water).status_code == 302
    answer = publish(as_editor, base=seen)
    assert answer.status_code == 422
    assert "another edition has come into service meanwhile" in answer.text
    assert publish(as_editor).status_code == 302
    assert NEW in served(desk)
    assert "# water" in served(desk, water)


def test_nobody_publishes_the_draft_of_another(desk, as_editor):
    other = desk.client("all@site.example")
    save(other, served(desk).replace(OLD, NEW))
    shown = hidden(other.get("/desk/menus/publish").text, "shown")
    base = desk.installation.shelf.current().hash
    answer = as_editor.post("/desk/menus/publish", {"file": FILE, "base": base, "shown": shown})
    assert answer.status_code == 422
    assert NEW not in served(desk)


def test_a_form_without_its_token_changes_nothing(desk, as_editor):
    assert as_editor.flask.post(KEEP, data={"content": "x", "deed": "save"}).status_code == 400
    assert drafts_of(desk.installation.database, WHO) == ()


def test_problems_come_while_typing_and_line_numbers_keep_up(desk, browse):
    page = browse(EDIT, WHO)
    text = page.locator("#content")
    count = page.locator(".numbers span").count()
    text.fill(served(desk).replace("to: opening_hours}", "to: opening_hour}") + "\n# more")
    page.locator("#findings .problems .hint").first.wait_for(timeout=20_000)
    assert "opening_hours" in page.locator("#findings").inner_text()
    assert page.locator(".numbers span").count() == count + 1
    page.locator("#findings .problems a").first.click()
    chosen = page.evaluate("content.value.slice(content.selectionStart, content.selectionEnd)")
    assert "opening_hour}" in chosen
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.locator(".numbers .marked").count() == 1
    page.locator("#content").fill(served(desk))
    page.locator(".numbers .marked").wait_for(state="detached")


def test_one_sees_where_one_types_and_as_many_numbers_as_lines(desk, browse):
    page = browse(EDIT, WHO)
    lines = served(desk).splitlines()
    assert page.locator(".numbers span").count() == len(lines) + 1  # a file ends with an empty line
    page.locator("#content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("# the end, which stands in a line that is long" + " and longer" * 30)
    box, bar = page.locator("#numbered").bounding_box(), page.locator("#editor .deeds").bounding_box()
    last = page.locator(".numbers span").last.bounding_box()
    assert box["y"] < last["y"] < box["y"] + box["height"] <= bar["y"]
    assert last["x"] == pytest.approx(box["x"], abs=8)  # it stays at the edge, however far the text goes
    assert page.evaluate("content.scrollLeft") == 0
    assert page.evaluate("numbered.scrollLeft") > 0


@pytest.mark.parametrize("script", [True, False])
def test_a_draft_is_thrown_away_only_when_that_is_said_twice(desk, browse, barriers, script):
    save(desk.client(WHO), served(desk).replace(OLD, NEW))
    page = browse(EDIT, WHO, script=script)
    page.get_by_role("button", name="Start again from what is served").click()
    if script:
        assert barriers(page) == []
    page.get_by_role("button", name="Keep the draft").click()
    assert NEW in page.locator("#content").input_value()
    page.get_by_role("button", name="Start again from what is served").click()
    page.get_by_role("button", name="Throw the draft away").click()
    page.get_by_text("The draft is gone").wait_for()
    assert page.locator("#content").input_value() == served(desk)


def test_a_menu_is_changed_and_published_without_a_script(desk, browse):
    page = browse(EDIT, WHO, script=False)
    page.locator("#content").fill(served(desk).replace(OLD, NEW))
    page.get_by_role("button", name="Save as draft").click()
    page.locator(".deeds").get_by_role("link", name="Look through and publish").click()
    page.get_by_label("Note").fill("words")
    page.get_by_role("button", name="Publish", exact=True).click()
    assert "Callers now meet edition" in page.locator("main").inner_text()
    assert NEW in served(desk)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
@pytest.mark.parametrize("path", [EDIT, "/desk/menus/publish"])
def test_nobody_is_kept_out_of_editing_by_a_barrier(desk, browse, barriers_in_any_light, path, language):
    client = desk.client(WHO)
    save(client, served(desk).replace(OLD, NEW) + "a: b\n" * (path == EDIT))
    assert barriers_in_any_light(browse(path, WHO, language), 320) == []
