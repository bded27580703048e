"""What an edition's files tell is read once, and again only for another edition."""

from ivr.storage.editions.shelf import EditionShelf
from ivr.web.desk.menus import facts
from ivr.web.desk.menus.facts import learn_menus, overdue, recordings_heard, seconds_to, times_of
from tests.web.desk.menus.test_editions import TRANSPORT, published


def test_the_files_of_an_edition_are_read_once(desk, as_viewer, monkeypatch):
    assert as_viewer.get("/desk/calls").status_code == 200
    with desk.app.app_context():
        learn_menus()
    read = []
    whole = EditionShelf.bundle
    monkeypatch.setattr(EditionShelf, "bundle", lambda shelf, name: read.append(name) or whole(shelf, name))
    assert as_viewer.get("/desk/menus/tree/transport").status_code == 200
    assert read == []
    with desk.app.app_context():
        edition = desk.installation.shelf.current()
        assert recordings_heard(edition, "city") is recordings_heard(edition, "city")
        heard = recordings_heard(edition, "city")
        assert set(heard["city/about"].values()) <= {"studio", "draft"}
        assert set(heard["city/main"].values()) == {"missing"}
        assert recordings_heard(edition, "transport") == {}


def test_nothing_is_worked_out_where_nobody_has_signed_in(desk, monkeypatch):
    read = []
    monkeypatch.setattr(EditionShelf, "bundle", lambda shelf, name: read.append(name))
    with desk.app.app_context():
        learn_menus()
    assert read == []


def test_a_new_edition_has_facts_of_its_own(desk):
    assert overdue_now(desk) == []
    published(desk, {TRANSPORT: ("review: 2027-04-01", "review: 2026-01-01")})
    assert overdue_now(desk) == [("transport", "2026-01-01")]


def overdue_now(desk):
    """The departments of the edition served that should have been read again, and the day of that."""
    with desk.app.app_context():
        found = overdue(desk.installation.shelf.current())
    return [(each.department, each.due.isoformat()) for each, _ in found]


def test_the_seconds_are_the_shortest_of_any_hotline(desk):
    edition = desk.installation.shelf.current()
    found = seconds_to(edition, "transport")
    for each in times_of(edition, "transport"):
        assert found[each.node][each.language] <= each.seconds


def test_in_a_large_site_the_seconds_are_those_of_the_departments_own_hotlines(desk, monkeypatch):
    edition = desk.installation.shelf.current()
    whole = {each for each in times_of(edition, "water") if each.hotline == "water"}
    monkeypatch.setattr(facts, "LARGE", 2)
    assert set(times_of(edition, "water")) == whole
