"""No line of the audit claims what did not happen: forms that are refused, or that change nothing, leave none."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import PASSWORD
from web.desk.menus.test_deciding import CHANGE, TWO_PEOPLE, WHO
from web.desk.menus.test_editing import FILE, KEEP, NEW, OLD, publish, save, served
from web.desk.menus.test_editions import published
from web.desk.menus.test_two_windows import OTHER_WORDS, opened
from web.desk.people.test_audit import sent_to
from web.desk.test_attacks import forms

from ivr.storage.people.audit import AuditFilters, list_audit
from ivr.web.desk.frame.auditing import ACTIONS

NO_CLAIMS = {
    "read the audit", "saw a number", "saw what is private", "looked for a number", "listened", "exported",
    "failed to sign in", "gave a wrong code", "gave a wrong password", "was refused",
    "had the system looked at",
}  # fmt: skip
"""What is written before it is seen, and what tells of a refusal; every other action says that something changed."""


def claims(desk):
    """The lines that say that something changed, the latest first."""
    lines = list_audit(desk.installation.database, AuditFilters(limit=5000))
    return [line for line in lines if line.action not in NO_CLAIMS]


def everything(desk):
    """Every row of every table but those of the audit."""
    with desk.installation.database.reading() as connection:
        names = sorted(set(inspect(connection).get_table_names()) - {"audit"})
        return {name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}  # noqa: S608


def sent(desk, client, rule, address):
    """Forms of every kind: empty, another department's, right, and the right one again when it is stale."""
    right = sent_to(client, rule, address)
    return {}, next(forms(desk, "water")), right, right


def test_every_line_that_claims_a_change_has_one(desk):
    """Every form of the desk, by whoever may do all and little: where no row has changed, a line of a deed is false."""
    assert set(ACTIONS) > NO_CLAIMS
    told = set()
    for rule, method in rules_of(desk.app):
        for email in ("all@site.example", "viewer@transport.example") * (method == "POST"):
            address = address_of(desk, rule.rule, "transport")
            for form in sent(desk, desk.client(email), rule, address):
                desk.clock.at += timedelta(seconds=1)  # so that the same draft saved again is a change
                client = desk.client(email)
                client.token()
                before, known = everything(desk), len(claims(desk))
                client.post(address, form).close()
                found = claims(desk)
                new = found[: len(found) - known]
                told |= {line.action for line in new}
                assert not new or everything(desk) != before, (rule.rule, email, form, new)
    assert len(told) >= 10, told


def actions(desk, who=WHO):
    return [line.action for line in list_audit(desk.installation.database, AuditFilters(who=who))]


def test_proposing_is_no_publishing_and_ones_own_proposal_is_not_approved(desk, as_editor):
    published(desk, TWO_PEOPLE)
    save(as_editor, served(desk).replace(OLD, NEW))
    assert publish(as_editor, note="new words").status_code == 302
    line = list_audit(desk.installation.database)[0]
    assert (line.action, line.details["note"]) == ("proposed an edition", "new words")
    proposal = desk.installation.shelf.approvals.latest(1)[0].edition
    as_editor.post(f"/desk/menus/editions/{proposal}/approve")
    line = list_audit(desk.installation.database)[0]
    assert (line.action, line.details["wanted"]) == ("was refused", "approved an edition")
    assert "another person approves it" in line.details["why"]
    assert not {"published menus", "approved an edition"} & set(actions(desk))


def test_a_page_refused_for_want_of_a_role_is_written_once_in_ten_minutes(desk, as_viewer):
    def refused():
        given = AuditFilters(who="viewer@transport.example", action="was refused")
        return [line.subject for line in list_audit(desk.installation.database, given)]

    for _ in range(3):
        assert as_viewer.get("/desk/users").status_code == 403
    assert as_viewer.get("/desk/calls").status_code == 200
    assert refused() == ["/desk/users"]
    desk.clock.at += timedelta(minutes=11)
    as_viewer.get("/desk/users")
    assert refused() == ["/desk/users"] * 2


def test_going_back_keeps_its_reason(desk, as_editor):
    before = desk.installation.shelf.current().hash
    published(desk, CHANGE)
    as_editor.post(f"/desk/menus/editions/{before}/roll-back", {"note": "the hours were wrong"})
    line = list_audit(desk.installation.database)[0]
    assert (line.action, line.details["note"]) == ("rolled back", "the hours were wrong")


@pytest.mark.parametrize("deed", ["save", "throw away"])
def test_a_draft_that_was_not_kept_is_not_told_as_kept(desk, as_editor, deed):
    window = opened(as_editor)
    save(as_editor, served(desk).replace(OLD, OTHER_WORDS))
    before = actions(desk)
    answer = as_editor.post(KEEP, {**window, "content": served(desk).replace(OLD, NEW), "deed": deed})
    assert answer.status_code == 409, FILE
    assert actions(desk) == before


def test_an_address_that_exists_is_not_told_as_added(desk, as_administrator):
    form = {"email": "supervisor@transport.example", "name": "x", "roles": "viewer:water"}
    assert as_administrator.post("/desk/users", form).status_code == 422
    assert "added an account" not in actions(desk, "administrator@site.example")


def test_a_new_password_is_no_new_sign_in(desk):
    client = desk.client("viewer@transport.example")
    new = "seven wet umbrellas"
    answer = client.post("/desk/password", {"old": PASSWORD, "new": new, "again": new})
    assert re.search("/desk/$", answer.location)
    assert actions(desk, "viewer@transport.example") == ["changed own password"]
