"""What an edition's files tell is read once, and again only for another edition."""

from ivr.storage.editions.shelf import EditionShelf
from ivr.web.desk.menus.facts import facts_of, learn_menus, seconds_to, times_of
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
    assert facts_now(desk) is facts_now(desk)


def test_nothing_is_worked_out_where_nobody_has_signed_in(desk, monkeypatch):
    read = []
    monkeypatch.setattr(EditionShelf, "bundle", lambda shelf, name: read.append(name))
    with desk.app.app_context():
        learn_menus()
    assert read == []


def test_a_new_edition_has_facts_of_its_own(desk):
    before = facts_now(desk)
    published(desk, {TRANSPORT: ("review: 2027-04-01", "review: 2026-01-01")})
    after = facts_now(desk)
    assert due_in(before, "transport") == "2027-04-01"
    assert due_in(after, "transport") == "2026-01-01"


def facts_now(desk):
    """The facts of the edition served."""
    with desk.app.app_context():
        return facts_of(desk.installation.shelf.current())


def due_in(facts, department):
    """When the menu of a department must be read again."""
    return next(each.due.isoformat() for each in facts.reviews if (each.department, each.node) == (department, ""))


def test_the_seconds_are_the_shortest_of_any_hotline(desk):
    edition = desk.installation.shelf.current()
    found = seconds_to(edition)
    for each in times_of(edition):
        assert found[each.node][each.language] <= each.seconds
