"""The test telephone on a chosen edition: those that are kept for the signed in, a draft for its author alone."""

import pytest

from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import bundle, hash_of, unbundle
from ivr.storage.calls.reading import list_calls
from ivr.storage.editions.draft_editions import keep_draft_edition
from ivr.web.desk.menus.files import with_texts

FILE = "menus/transport/menu.yaml"
OLD, NEW = "en: opening hours}", "en: hours of opening}"
TRANSPORT = "+85222200101"
WHO = "editor@transport.example"


def with_other_words(desk):
    """What is served with other words: its files and its hash."""
    shelf = desk.installation.shelf
    files = unbundle(shelf.bundle(shelf.current().hash))
    text = files.menus[FILE].decode()
    assert OLD in text
    files = with_texts(files, [(FILE, text.replace(OLD, NEW))])
    assert check_files(files).edition
    return files, hash_of(bundle(files))


def draft_of(desk, author):
    files, name = with_other_words(desk)
    keep_draft_edition(desk.installation.database, author, name, bundle(files), desk.clock.now())
    return name


def rung(client, edition, acts=("3",), **asked):
    """All that is heard, or the status of what is refused."""
    told = client.flask.post(
        "/phone/calls", json={"hotline": TRANSPORT, "origin": "hong kong", "edition": edition, **asked}
    )
    heard = []
    for act in (*acts, ""):
        if told.status_code != 200:
            return told.status_code
        heard += [each["text"] for each in told.json["heard"]]
        if act:
            told = client.flask.post("/phone/calls/act", json={"state": told.json["state"], "act": act})
    return " ".join(heard)


def test_a_draft_is_rung_by_its_author_and_served_to_nobody(desk, as_editor, as_supervisor, as_other, as_stranger):
    before = len(list_calls(desk.installation.database))
    draft = draft_of(desk, WHO)
    assert "For hours of opening, press three" in rung(as_editor, draft)
    assert as_editor.get(f"/phone/?edition={draft}").status_code == 200
    for client in (as_supervisor, as_other, as_stranger):
        assert rung(client, draft) == 404
        assert client.get(f"/phone/?edition={draft}").status_code == 404
    assert "For opening hours, press three" in rung(as_stranger, "")
    assert len(list_calls(desk.installation.database)) == before + 1  # only what callers meet is on record


def test_a_call_on_a_draft_is_its_authors_to_the_end(desk, as_editor, as_other):
    draft = draft_of(desk, WHO)
    asked = {"hotline": TRANSPORT, "origin": "hong kong", "edition": draft}
    state = as_editor.flask.post("/phone/calls", json=asked).json["state"]
    assert as_other.flask.post("/phone/calls/act", json={"state": state, "act": "3"}).status_code == 404
    assert as_editor.flask.post("/phone/calls/act", json={"state": state, "act": "3"}).status_code == 200


def test_an_edition_of_the_past_is_rung_by_those_who_may_hear_calls(desk, as_supervisor, as_viewer, as_stranger):
    old = desk.installation.shelf.current().hash
    files, new = with_other_words(desk)
    desk.installation.shelf.publish(bundle(files), new, "wong", "", {})
    assert "For hours of opening, press three" in rung(as_supervisor, "")
    assert "For opening hours, press three" in rung(as_supervisor, old)
    assert rung(as_viewer, old) == rung(as_stranger, old) == 404


def test_a_time_and_a_failure_are_pretended_on_an_edition_too(desk, as_editor):
    draft = draft_of(desk, WHO)
    assert "Christmas Day" in rung(as_editor, draft, ("3", "0"), at="2026-12-25T10:00")


@pytest.mark.parametrize("name", ["../../x", "0" * 64, "current", "\x00"])
def test_what_is_no_edition_is_not_there(as_editor, name):
    answer = as_editor.get("/phone/", query_string={"edition": name, "language": "yue"})
    assert answer.status_code == 404
    assert "沒有可供你撥打的這個版本" in answer.text
    assert rung(as_editor, name) == 404
