"""One draft in two windows, and two editors on one file: nothing that somebody typed is lost unseen."""

import re

import pytest
from web.desk.menus.test_editing import EDIT, FILE, KEEP, NEW, OLD, WHO, base_of, hidden, publish, save, served

from ivr.storage.editions.drafts import draft_of_file
from ivr.storage.people.accounts import account_named, change_account

OTHER_WORDS = "en: the hours}"


def opened(client):
    """What a window holds when it is opened: the hidden fields of its form."""
    page = client.get(EDIT).text
    return {"base": base_of(page), "over": hidden(page, "over")}


def kept(desk):
    return draft_of_file(desk.installation.database, WHO, FILE).content


def test_a_second_window_does_not_overwrite_the_first(desk, as_editor):
    first, second = opened(as_editor), opened(as_editor)
    mine, theirs = served(desk).replace(OLD, OTHER_WORDS), served(desk).replace(OLD, NEW)
    assert as_editor.post(KEEP, {**first, "content": theirs, "deed": "save"}).status_code == 302
    answer = as_editor.post(KEEP, {**second, "content": mine, "deed": "save"})
    assert answer.status_code == 409
    assert kept(desk) == theirs
    assert "changed in another window" in answer.text
    assert OTHER_WORDS in re.search(r"<textarea[^>]*>(.*)</textarea>", answer.text, re.DOTALL)[1]
    clash = answer.text.partition('id="elsewhere"')[2].partition("</pre>")[0]
    assert re.search(r'class="was">-.*hours of opening', clash)
    assert re.search(r'class="is">\+.*the hours', clash)
    again = {"base": base_of(answer.text), "over": hidden(answer.text, "over"), "content": mine, "deed": "save"}
    assert as_editor.post(KEEP, again).status_code == 302
    assert kept(desk) == mine


def test_saving_the_same_twice_is_no_clash(desk, as_editor):
    window = {**opened(as_editor), "content": served(desk).replace(OLD, NEW), "deed": "save"}
    assert [as_editor.post(KEEP, window).status_code for _ in range(2)] == [302, 302]


def test_starting_again_in_one_window_does_not_throw_away_what_another_saved(desk, as_editor):
    save(as_editor, served(desk).replace(OLD, OTHER_WORDS))
    window = opened(as_editor)
    save(as_editor, served(desk).replace(OLD, NEW))
    answer = as_editor.post(KEEP, {**window, "content": "x", "deed": "throw away"})
    assert answer.status_code == 409
    assert NEW in kept(desk)


def test_what_was_not_looked_through_is_not_published(desk, as_editor):
    save(as_editor, served(desk).replace(OLD, NEW))
    shown = hidden(as_editor.get("/desk/menus/publish").text, "shown")
    save(as_editor, served(desk).replace(OLD, OTHER_WORDS))
    answer = publish(as_editor, shown=shown)
    assert answer.status_code == 422
    assert "anew since you looked" in answer.text
    assert OTHER_WORDS not in served(desk)
    assert OTHER_WORDS in kept(desk)


def test_two_editors_of_a_file_know_of_each_other_and_keep_their_own(desk, as_editor, as_other, as_stranger):
    account = account_named(desk.installation.database, "supervisor@water.example")
    change_account(desk.installation.database, account.id, roles="editor:water")
    other = desk.client("all@site.example")
    save(other, served(desk).replace(OLD, OTHER_WORDS))
    page = as_editor.get(EDIT).text
    assert "all@site.example has a draft of this file too" in page
    assert "the hours" not in page
    save(as_editor, served(desk).replace(OLD, NEW))
    assert NEW in kept(desk)
    assert "editor@transport.example has a draft" in other.get(EDIT).text
    assert as_other.get(EDIT).status_code == 404
    assert as_other.post(KEEP, {"content": "x", "deed": "save", "over": ""}).status_code == 404
    assert as_stranger.post(KEEP, {"content": "x", "deed": "save"}).status_code == 401


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_the_clash_is_told_without_a_barrier(desk, browse, barriers_in_any_light, language):
    page = browse(EDIT, WHO, language, width=320)
    save(desk.client(WHO), served(desk).replace(OLD, NEW))
    page.locator("#content").fill(served(desk).replace(OLD, OTHER_WORDS))
    page.locator('button[value="save"]').click()
    page.locator("#elsewhere").wait_for()
    assert OTHER_WORDS in page.locator("#content").input_value()
    assert barriers_in_any_light(page, 320) == []
