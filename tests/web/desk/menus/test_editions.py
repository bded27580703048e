"""Menus: what is served, by department; editions, what is different, and deciding about them."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import unbundle
from ivr.storage.people.accounts import account_named, change_account
from ivr.storage.people.audit import list_audit
from ivr.web.desk.menus.draft_publishing import publish

TRANSPORT = "menus/transport/menu.yaml"


def published(desk, changes, author="wong", note="new fees"):
    """Publish what is served with words replaced: {file: (old, new)}. The edition's hash."""
    shelf = desk.installation.shelf
    files = unbundle(shelf.bundle(shelf.current().hash))
    menus = dict(files.menus)
    for file, (old, new) in changes.items():
        assert old.encode() in menus[file]
        menus[file] = menus[file].replace(old.encode(), new.encode(), 1)
    checked = check_files(replace(files, menus=menus))
    assert checked.edition, checked.problems
    with desk.app.app_context():
        return publish(checked, shelf.current().hash, author, note).edition


def test_viewers_see_their_departments_and_no_way_to_change_them(as_viewer, as_other, as_stranger):
    page = as_viewer.get("/desk/menus").text
    assert "Transport Services" in page
    assert "Water" not in page
    assert "/desk/menus/edit/" not in page
    assert "Water" in as_other.get("/desk/menus").text
    assert as_stranger.get("/desk/menus").location.startswith("/desk/sign-in")


def test_every_time_on_the_desk_is_by_the_sites_own_clock(desk, as_supervisor):
    published(desk, {"flows.yaml": ("zone: Asia/Hong_Kong", "zone: America/New_York")})
    page = as_supervisor.get("/desk/calls?since=2026-11-22&until=2026-11-22").text
    assert "2026-11-22 21:00" in page  # ten on Monday in Hong Kong
    assert "2026-11-23" not in re.sub(r"<time[^>]*>", "", page)
    row = as_supervisor.get("/desk/calls.csv").data.decode("utf-8-sig").splitlines()[-1]
    assert "2026-11-22 21:00:00" in row


def test_a_tree_is_for_those_of_its_department(as_viewer, as_other, as_stranger):
    assert as_viewer.get("/desk/menus/tree/transport").status_code == 200
    assert as_other.get("/desk/menus/tree/transport").status_code == 404
    assert as_stranger.get("/desk/menus/tree/transport").status_code == 302
    assert as_viewer.get("/desk/menus/tree/nothing").status_code == 404


def test_the_tree_shows_keys_words_side_by_side_and_seconds(as_viewer):
    page = as_viewer.get("/desk/menus/tree/transport").text
    assert re.search(r"<kbd>3</kbd> (<span[^>]*>[^<]*</span> )?opening hours", page)
    for words in ("查詢申請進度", "查询申请进度", "the status of an application"):
        assert words in page
    assert "heard after" in page
    assert 'data-language="yue-HK"' in page


def test_every_key_tells_what_callers_did_in_the_last_30_days(as_viewer):
    page = as_viewer.get("/desk/menus/tree/transport").text
    pressed = re.search(r'<kbd>1</kbd> <span class="about">pressed (once|\d+ times)</span> the status', page)
    assert pressed, page
    assert pressed[1] != "0 times"
    assert "gave up here" in page
    assert "asked for an officer" in page
    assert "s on average" in page


def test_every_node_of_the_department_is_on_the_page_once(desk, as_viewer):
    page = as_viewer.get("/desk/menus/tree/transport").text
    names = [name for name in desk.installation.shelf.current().nodes if name.startswith("transport/")]
    for name in names:
        assert page.count(f'id="{name.replace("_", "__").replace("/", "_s_").replace(".", "_d_")}"') == 1, name


def test_try_from_here_rings_with_the_acts_of_the_fastest_script(desk, demo_client):
    page = demo_client.get("/desk/menus/tree/transport").text
    address = (
        page.partition('<span class="visually-hidden">(opening_hours, opens another window)</span></a>')[0]
        .rpartition('href="')[2]
        .partition('"')[0]
    )
    path, _, kept = address.replace("&amp;", "&").partition("#")
    assert path == f"/phone/?edition={desk.installation.shelf.current().hash}&language=en"
    assert demo_client.get(path).status_code == 200
    assert parse_qsl(kept)[:2] == [("hotline", "+85222200101"), ("origin", "hong kong")]
    assert [value for name, value in parse_qsl(kept) if name == "act"] == ["tap:3", "tap:3"]


@pytest.fixture
def demo_client(desk):
    """An editor where the test telephone is open to all."""
    object.__setattr__(desk.installation.settings, "mode", "demo")
    return desk.client("editor@transport.example")


def test_the_editions_tell_author_and_note_and_what_is_different(desk, as_viewer, as_other):
    before = desk.installation.shelf.current().hash
    after = published(desk, {TRANSPORT: ("opening hours}", "hours of opening}")})
    assert "new fees" in as_viewer.get("/desk/menus").text
    address = f"/desk/menus/changes?from={before}&to={after}"
    assert "hours of opening" in as_viewer.get(address).text
    assert "hours of opening" not in as_other.get(address).text
    assert "hours of opening" in as_viewer.get(f"/desk/menus/editions/{before}").text
    assert as_viewer.get("/desk/menus/editions/0123456789abcdef").status_code == 404


@pytest.mark.parametrize(
    ("language", "words", "kind", "note"),
    [
        ("zh_Hant_HK", "3 鍵的名稱：內容已改（英語）", "選單", "啟動時發布"),
        ("zh_Hans_CN", "3 键的名称：内容已改（英语）", "菜单", "启动时发布"),
    ],
)
def test_what_is_different_and_what_nodes_are_is_told_in_the_readers_words(
    desk, as_viewer, as_other, as_stranger, language, words, kind, note
):
    before = desk.installation.shelf.current().hash
    after = published(desk, {TRANSPORT: ("opening hours}", "hours of opening}")}, note="published at start")
    address = f"/desk/menus/changes?from={before}&to={after}"
    for client in (as_viewer, as_other):
        client.post("/desk/language", {"language": language})
    page = as_viewer.get(address).text
    assert words in page
    assert "differently" not in page
    assert words not in as_other.get(address).text
    assert as_stranger.get(address).status_code == 302
    assert f'<span class="kind">{kind}</span>' in as_viewer.get("/desk/menus/tree/transport").text
    assert note in as_viewer.get("/desk/menus").text


def test_an_editor_of_the_department_goes_back_and_it_is_audited(desk, as_editor, as_other, as_viewer, as_stranger):
    before = desk.installation.shelf.current().hash
    published(desk, {TRANSPORT: ("opening hours}", "hours of opening}")})
    address = f"/desk/menus/editions/{before}/roll-back"
    assert as_other.post(address).status_code == 403
    assert as_viewer.post(address).status_code == 403
    assert as_stranger.post(address).status_code == 302
    assert desk.installation.shelf.current().hash != before
    assert as_editor.post(address, {"note": "fees were wrong"}).status_code == 302
    assert desk.installation.shelf.current().hash == before
    newest = list_audit(desk.installation.database)[0]
    assert (newest.who, newest.action, newest.department) == ("editor@transport.example", "rolled back", "transport")


def test_an_editor_of_another_department_cannot_go_back_over_this_one(desk, as_other):
    account = account_named(desk.installation.database, "supervisor@water.example")
    change_account(desk.installation.database, account.id, roles="editor:water")
    before = desk.installation.shelf.current().hash
    after = published(desk, {TRANSPORT: ("opening hours}", "hours of opening}")})
    assert as_other.post(f"/desk/menus/editions/{before}/roll-back").status_code == 404
    assert desk.installation.shelf.current().hash == after


def test_two_people_propose_and_approve(desk, as_editor):
    shelf = desk.installation.shelf
    published(desk, {"flows.yaml": ("version: 1\n", "version: 1\npublishing: {approval: two people}\n")})
    served = shelf.current().hash
    mine = proposed_by(desk, "editor@transport.example")
    page = as_editor.post(f"/desk/menus/editions/{mine}/approve", follow_redirects=True).text
    assert "another person approves it" in page
    assert shelf.current().hash == served
    theirs = proposed_by(desk, "wong")
    assert "was approved" in as_editor.post(f"/desk/menus/editions/{theirs}/approve", follow_redirects=True).text
    assert shelf.current().hash == theirs


def proposed_by(desk, author):
    return published(desk, {TRANSPORT: ("opening hours}", f"hours of {author.partition('@')[0]}}}")}, author)


def test_names_under_editors_bind_the_desk_as_they_bind_the_command_line(desk, as_editor):
    before = published(
        desk, {"flows.yaml": ("version: 1\n", "version: 1\npublishing: {editors: {site: [wong], transport: [chan]}}\n")}
    )
    published(desk, {TRANSPORT: ("opening hours}", "hours of opening}")})
    page = as_editor.post(f"/desk/menus/editions/{before}/roll-back", follow_redirects=True).text
    assert "may not publish changes of transport; ask chan, wong" in page
    assert desk.installation.shelf.current().hash != before


def test_hostile_labels_are_shown_as_they_are_written(desk, as_viewer):
    hostile = "<script>alert(1)</script>\"' {{ 7 * 7 }}"
    label = "en: '" + hostile.replace("'", "''") + "'}"
    after = published(desk, {TRANSPORT: ("en: opening hours}", label)}, note=hostile)
    for address in ("/desk/menus/tree/transport", "/desk/menus", f"/desk/menus/editions/{after}"):
        page = as_viewer.get(address).text
        assert "<script>alert" not in page
        assert "{{ 7 * 7 }}" in page or address == "/desk/menus/tree/transport"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in as_viewer.get("/desk/menus/tree/transport").text


def test_sounds_are_for_those_of_the_department(desk, as_viewer, as_other):
    edition = desk.installation.shelf.current().hash
    assert as_viewer.get(f"/desk/menus/sound/{edition}/en/transport/main").status_code == 404  # not recorded
    assert as_other.get(f"/desk/menus/sound/{edition}/en/transport/main").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nobody_is_kept_out_by_a_barrier(desk, browse, barriers_in_any_light, language):
    page = browse("/desk/menus", "all@site.example", language)
    served = f"editions/{desk.installation.shelf.current().hash}"
    for address in (page.url, *(f"{page.url}/{path}" for path in ("tree/transport", "changes", served))):
        page.goto(address)
        assert barriers_in_any_light(page, 320) == []
