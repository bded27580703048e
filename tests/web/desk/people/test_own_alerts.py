"""One's own alerts on the account page: chosen, kept, on record, and nobody else's."""

from ivr.app.sending import edition_with_own_alerts
from ivr.engine.alerts import ABOUT
from ivr.storage.people.accounts import account_named
from ivr.storage.people.audit import list_audit
from ivr.storage.people.own_alerts import choices_of
from ivr.web.desk.people.own_alerts import WORDS

PAGE = "/desk/alerts"
SUPERVISOR = "supervisor@transport.example"


def chosen(desk, email=SUPERVISOR):
    return choices_of(account_named(desk.installation.database, email))


def test_what_is_chosen_is_kept_and_told_from_then_on(desk, as_supervisor):
    assert "/desk/alerts" in as_supervisor.get("/desk/password").text
    answer = as_supervisor.post(PAGE, data={"complaints": "now", "overdue": "at 09:00", "messages": ""})
    assert answer.location == PAGE
    assert chosen(desk) == {"complaints": "now", "overdue": "at 09:00"}
    page = as_supervisor.get(PAGE).text
    assert '<option value="at 09:00" selected>' in page
    alerts = edition_with_own_alerts(desk.installation)().alerts
    mine = [each for each in alerts.values() if each.emails == (SUPERVISOR,)]
    assert [(each.about, each.departments) for each in mine] == [
        (("complaints",), ("transport",)),
        (("overdue",), ("transport",)),
    ]
    (line,) = [each for each in list_audit(desk.installation.database) if each.action == "chose own alerts"]
    assert line.who == SUPERVISOR
    as_supervisor.post(PAGE, data={"overdue": "at 09:00", "complaints": "now"})
    assert list_audit(desk.installation.database)[0] == line, "the same again is no change"
    as_supervisor.post(PAGE, data={})
    assert chosen(desk) == {}


def test_what_is_not_theirs_or_nonsense_is_passed_over(desk, as_supervisor):
    as_supervisor.post(PAGE, data={"webhooks": "now", "editions": "now", "messages": "in nowhere", "nothing": "now"})
    assert chosen(desk) == {}
    assert 'id="webhooks"' not in as_supervisor.get(PAGE).text


def test_everything_that_can_be_chosen_has_words():
    assert set(WORDS) == set(ABOUT)


def test_administrators_of_all_may_be_told_of_the_system(as_administrator):
    page = as_administrator.get(PAGE).text
    assert 'id="webhooks"' in page
    assert "This installation sends no mail" in page
