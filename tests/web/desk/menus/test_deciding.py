"""Withdrawing, approving, cancelling and going back on the pages, by three people; what of a menu is late or stale."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from web.desk.menus.test_editions import TRANSPORT, published

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.storage.editions.publications import ServingSpan
from ivr.storage.people.accounts import account_named, add_account, change_account, read_grants
from ivr.storage.people.audit import list_audit
from ivr.web.desk.people.passwords import hash_password

WHO, SECOND = "editor@transport.example", "second@transport.example"
CHANGE = {TRANSPORT: ("en: opening hours}", "en: hours of opening}")}
TWO_PEOPLE = {"flows.yaml": ("version: 1\n", "version: 1\npublishing: {approval: two people}\n")}


@pytest.fixture
def as_second(desk):
    """Another editor of transport."""
    hashed = hash_password("a right good password")
    grants, now = read_grants("editor:transport"), desk.clock.now()
    add_account(desk.installation.database, SECOND, "Second", grants, hashed, now, must_change=False)
    return desk.client(SECOND)


@pytest.fixture
def as_water_editor(desk):
    """An editor, of another department."""
    account = account_named(desk.installation.database, "supervisor@water.example")
    change_account(desk.installation.database, account.id, roles="editor:water")
    return desk.client("supervisor@water.example")


def decide(client, edition, deed, **more):
    return client.post(f"/desk/menus/editions/{edition}/{deed}", more)


def refused_to_others(desk, edition, deed, as_water_editor, as_viewer, as_stranger):
    """What those get who may not decide; nothing has changed afterwards."""
    before = desk.installation.shelf.current().hash
    given = [decide(client, edition, deed).status_code for client in (as_water_editor, as_viewer, as_stranger)]
    assert given == [404, 403, 302]
    assert desk.installation.shelf.current().hash == before


def test_a_second_editor_approves_and_the_first_cannot(
    desk, as_editor, as_second, as_water_editor, as_viewer, as_stranger
):
    published(desk, TWO_PEOPLE)
    proposed = published(desk, CHANGE, WHO)
    assert "Approve and publish" in as_second.get(f"/desk/menus/editions/{proposed}").text
    assert "Approve and publish" not in as_water_editor.get(f"/desk/menus/editions/{proposed}").text
    refused_to_others(desk, proposed, "approve", as_water_editor, as_viewer, as_stranger)
    page = as_editor.post(f"/desk/menus/editions/{proposed}/approve", follow_redirects=True).text
    assert "another person approves it" in page
    assert desk.installation.shelf.current().hash != proposed
    assert decide(as_second, proposed, "approve").status_code == 302
    assert desk.installation.shelf.current().hash == proposed
    assert SECOND in as_viewer.get("/desk/menus").text
    newest = list_audit(desk.installation.database)[0]
    assert (newest.who, newest.action) == (SECOND, "approved an edition")


def test_a_proposal_is_withdrawn_and_cannot_be_approved_any_more(
    desk, as_editor, as_second, as_water_editor, as_viewer, as_stranger
):
    published(desk, TWO_PEOPLE)
    proposed = published(desk, CHANGE, WHO)
    refused_to_others(desk, proposed, "withdraw", as_water_editor, as_viewer, as_stranger)
    page = as_editor.post(f"/desk/menus/editions/{proposed}/withdraw", follow_redirects=True).text
    assert "no longer proposed" in page
    assert "withdrawn" in page
    page = as_second.post(f"/desk/menus/editions/{proposed}/approve", follow_redirects=True).text
    assert "Nothing was changed" in page
    assert desk.installation.shelf.current().hash != proposed


def test_a_scheduled_edition_is_taken_out_before_its_time(desk, as_editor, as_water_editor, as_viewer, as_stranger):
    shelf = desk.installation.shelf
    served = shelf.current().hash
    changed = published(desk, CHANGE)
    decide(as_editor, served, "roll-back")
    tomorrow = shelf.clock() + timedelta(days=1)
    shelf.bundles.publish(shelf.bundle(changed), changed, WHO, "new year", {}, ServingSpan(begins=tomorrow))
    page = as_editor.get(f"/desk/menus/editions/{changed}").text
    assert "scheduled" in page
    assert "Take it out" in page
    refused_to_others(desk, changed, "cancel", as_water_editor, as_viewer, as_stranger)
    page = as_editor.post(f"/desk/menus/editions/{changed}/cancel", follow_redirects=True).text
    assert "was taken out" in page
    assert "taken out" in as_viewer.get(f"/desk/menus/editions/{changed}").text
    assert not [each for each in shelf.bundles.plan() if each.waits(shelf.clock())]


def test_going_back_asks_why_and_takes_one_person(desk, as_editor, as_water_editor, as_viewer, as_stranger):
    published(desk, TWO_PEOPLE)
    before = desk.installation.shelf.current().hash
    proposed = published(desk, CHANGE, "wong")
    decide(as_editor, proposed, "approve")
    refused_to_others(desk, before, "roll-back", as_water_editor, as_viewer, as_stranger)
    page = as_editor.post(
        f"/desk/menus/editions/{before}/roll-back", {"note": "the hours were wrong"}, follow_redirects=True
    ).text
    assert desk.installation.shelf.current().hash == before
    assert "the hours were wrong" in page


def test_going_back_to_what_was_never_served_is_refused(desk, as_editor):
    published(desk, TWO_PEOPLE)
    proposed = published(desk, CHANGE, WHO)
    decide(as_editor, proposed, "withdraw")
    page = as_editor.post(f"/desk/menus/editions/{proposed}/roll-back", follow_redirects=True).text
    assert "was never served" in page


def test_overdue_reviews_are_told_to_their_department(desk, as_viewer, as_other, as_stranger):
    published(desk, {TRANSPORT: ("review: 2027-04-01", "review: 2026-11-20")})
    page = as_viewer.get("/desk/menus").text
    assert "transport (overdue by 3 days, kept by Licensing Division)" in page
    assert "overdue by 3 days" in as_viewer.get("/desk/menus/tree/transport").text
    assert "transport" not in as_other.get("/desk/menus").text.partition("Overdue reviews")[2].partition("<h2>")[0]
    assert as_stranger.get("/desk/menus").status_code == 302


def test_stale_and_missing_recordings_stand_at_their_node(desk, as_viewer):
    city = desk.client("all@site.example")
    page = city.get("/desk/menus/tree/city").text
    assert "English: recorded by a machine" in node(page, "about")
    assert "English: recording is missing" in page
    text = desk.installation.shelf.current().nodes["city/about"].say["en"]
    published(desk, {"menus/city/menu.yaml": (text.split(".")[0], "Other words")})
    page = city.get("/desk/menus/tree/city").text
    assert "English: recording is stale" in node(page, "about")
    assert as_viewer.get("/desk/menus/tree/city").status_code == 404


def node(page, name):
    """What the page tells of a node of the city's."""
    return page.partition(f'id="city_s_{name}"')[2].partition("<table")[0]


def test_editors_are_told_where_the_folder_and_what_is_served_differ(
    desk, as_editor, as_water_editor, as_viewer, as_stranger
):
    assert 'id="aside"' not in as_editor.get("/desk/menus").text
    published(desk, CHANGE)
    page = as_editor.get("/desk/menus").text
    assert TRANSPORT in page.partition('id="aside"')[2]
    assert f"/desk/menus/file/{TRANSPORT}" in page
    assert "ivr editions export current /tmp/served" in page
    for client in (as_water_editor, as_viewer):
        assert 'id="aside"' not in client.get("/desk/menus").text
    assert as_stranger.get("/desk/menus").status_code == 302


def test_the_telephone_of_every_node_is_for_those_who_may_ring_editions(desk, as_editor, as_supervisor, as_viewer):
    before = desk.installation.shelf.current().hash
    published(desk, CHANGE)
    for edition in (before, desk.installation.shelf.current().hash):
        address = f"/desk/menus/tree/transport?edition={edition}"
        for client in (as_editor, as_supervisor):
            assert f"/phone/?edition={edition}" in client.get(address).text
        assert "Try from here" not in as_viewer.get(address).text


def test_what_another_worker_published_is_seen_at_once(desk):
    parts = desk.installation
    worker = replace(desk, installation=open_installation(parts.settings, desk.clock))
    worker = replace(worker, app=bare_app(worker.installation))
    before = worker.client(WHO)
    assert "said differently" not in before.get("/desk/menus").text
    worker.installation.shelf._asked = float("inf")  # it trusts what it knows for as long as this test takes
    published(desk, CHANGE, note="said differently")
    page = before.get("/desk/menus").text
    assert re.search(r"served</span>.*?said differently", page, re.DOTALL)
    assert TRANSPORT in page.partition('id="aside"')[2]
    assert "hours of opening" in before.get(f"/desk/menus/edit/{TRANSPORT}").text
    worker.installation.database.close()
