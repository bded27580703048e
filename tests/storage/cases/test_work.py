"""Work on cases and messages: each deed a row of history, the columns following it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ivr.authoring.checking.loading import load_site
from ivr.engine.events import CaseOpened, MessageLeft
from ivr.errors import IvrError, RecordMissing, StorageAway, WorkConflict
from ivr.hours.working_days import usual_days, working_day_after
from ivr.jobs.overlong_waiting import make_cases_of_messages
from ivr.journal.entry import Entry
from ivr.storage.alerts.tables import occasions
from ivr.storage.cases.due import USUAL, Promises
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import Case, CaseFilters, count_desk_cases, find_cases, list_desk_cases
from ivr.storage.cases.order import CasePlace
from ivr.storage.cases.work import CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.messages.listing import Message, MessageFilters, find_message, list_desk_messages
from ivr.storage.messages.work import BY_RULE, MessageWork

NewEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CASE, MESSAGE = Key("CA01", 1), Key("CA01", 2)


@pytest.fixture
def work(database: Database, turn: NewEntry) -> CaseWork:
    """A call that left a complaint and a message."""
    kept = DatabaseJournal(database)
    kept.keep(turn(1, CaseOpened("transport/say", "complaint", "1234567890", "RE1", "", 9, "")))
    kept.keep(turn(2, MessageLeft("water/leave", "RE2", "https://x/RE2", 5, "+852")))
    return CaseWork(database, lambda: NOON)


@pytest.fixture
def message_work(database: Database, work: CaseWork) -> MessageWork:
    return MessageWork(database, lambda sid, number: f"{sid}-{number}", lambda: NOON)


def the_case(database: Database, reference: str = "1234567890") -> Case:
    (case,) = find_cases(database, reference)
    return case


def the_message(database: Database) -> Message:
    message = find_message(database, MESSAGE)
    assert message
    return message


def test_a_new_case_is_due_by_its_kind(database: Database, work: CaseWork) -> None:
    case = the_case(database)
    assert (case.acknowledge_due, case.reply_due) == USUAL.due_dates("complaint", case.opened_at)
    assert (case.version, case.owner, case.state, case.key) == (0, "", "open", CASE)


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_day_after(date(2026, 11, 20), 1, usual_days("HK")) == date(2026, 11, 23)
    assert working_day_after(date(2026, 12, 24), 1, usual_days("HK")) == date(2026, 12, 28)
    acknowledge, _ = USUAL.due_dates("complaint", datetime(2026, 11, 22, 17, tzinfo=UTC))  # the 23rd in Hong Kong
    assert acknowledge.isoformat() == "2026-11-30T23:59:00+08:00"


def test_a_working_day_ends_by_the_sites_own_clock() -> None:
    promises = Promises(zone=lambda: ZoneInfo("America/New_York"))
    acknowledge, _ = promises.due_dates("complaint", datetime(2026, 11, 23, 4, tzinfo=UTC))  # Sunday evening there
    assert acknowledge.isoformat() == "2026-11-27T23:59:00-05:00"


def test_promises_are_kept_by_kind_and_nobody_is_acknowledged_after_the_reply() -> None:
    promises = Promises({"": 5}, {"": 30, "request": 2})
    acknowledge, reply = promises.due_dates("request", NOON)  # a Tuesday
    assert (acknowledge, reply) == (acknowledge, acknowledge)
    assert reply.isoformat() == "2026-11-26T23:59:00+08:00"
    assert promises.due_dates("complaint", NOON) == USUAL.due_dates("complaint", NOON)


def test_a_case_of_another_kind_is_due_by_its_own_promise(database: Database, work: CaseWork) -> None:
    promises = Promises({"": 5}, {"": 30, "request": 2})
    CaseWork(database, lambda: NOON, promises).classify(CASE, 0, "mei", "request", "asks for a form")
    case = the_case(database)
    assert (case.kind, case.reply_due) == ("request", promises.due_dates("request", case.opened_at)[1])
    with pytest.raises(RecordMissing):
        work.classify(Key("CA99", 1), 0, "mei", "request", "")


def test_what_nobody_has_seen_so_is_a_conflict(database: Database, work: CaseWork) -> None:
    with pytest.raises(WorkConflict, match="nobody has seen this case so") as refused:
        work.note(CASE, -1, "mei", "x")
    assert refused.value.version == 0


def test_a_case_is_worked_on_from_assigning_to_closing(database: Database, work: CaseWork) -> None:
    work.assign(CASE, 0, "mei", "chan")
    work.note(CASE, 1, "chan", "rang the depot")
    work.reply(CASE, 2, "chan", "told the caller", "telephone")
    work.settle(CASE, 3, "chan", "upheld", "sign missing", "sign put up")
    work.close(CASE, 4, "mei", "all done")
    case = the_case(database)
    assert (case.owner, case.outcome, case.cause, case.remedy) == ("chan", "upheld", "sign missing", "sign put up")
    assert (case.state, case.closed_at, case.replied_at, case.acknowledged_at) == ("closed", NOON, NOON, NOON)
    deeds = work.history(CASE)
    assert [(deed.version, deed.who, deed.what) for deed in deeds] == [
        (1, "mei", "assigned"),
        (2, "chan", "noted"),
        (3, "chan", "replied"),
        (4, "chan", "settled"),
        (5, "mei", "closed"),
    ]
    assert deeds[2].details == {"text": "told the caller", "by": "telephone"}
    work.reopen(CASE, 5, "mei", "rang again")
    assert (the_case(database).state, the_case(database).closed_at) == ("open", None)


def test_the_first_acknowledgement_counts(database: Database, work: CaseWork) -> None:
    work.acknowledge(CASE, 0, "mei", "")
    CaseWork(database, lambda: NOON + timedelta(days=1)).acknowledge(CASE, 1, "mei", "")
    assert the_case(database).acknowledged_at == NOON


def test_of_two_at_once_one_is_told_of_the_other(database: Database, work: CaseWork) -> None:
    def assign(owner: str) -> str:
        try:
            work.assign(CASE, 0, owner, owner)
        except WorkConflict as conflict:
            return str(conflict)
        return ""

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(assign, ["mei", "chan", "lee", "ho"]))
    assert sum(not each for each in told) == 1
    case = the_case(database)
    assert case.version == 1
    assert all(f"{case.owner} has changed this case meanwhile" in each for each in told if each)
    with pytest.raises(WorkConflict) as refused:
        work.note(CASE, 0, "mei", "late")
    assert refused.value.version == 1


def test_a_case_that_is_not_there_is_missing(work: CaseWork) -> None:
    with pytest.raises(RecordMissing):
        work.note(Key("CA99", 1), 0, "mei", "")


@pytest.mark.parametrize("statement", ["UPDATE history SET who = 'x'", "DELETE FROM history"])
def test_history_cannot_be_rewritten(database: Database, work: CaseWork, statement: str) -> None:
    work.note(CASE, 0, "mei", "as it was")
    with pytest.raises((DBAPIError, StorageAway), match="history is never changed"), database.writing() as connection:
        connection.execute(text(statement))
    assert [deed.who for deed in work.history(CASE)] == ["mei"]


def test_a_message_is_done_and_undone(database: Database, message_work: MessageWork) -> None:
    message_work.done(MESSAGE, 0, "mei", "rang back")
    assert (the_message(database).done_at, the_message(database).done_by) == (NOON, "mei")
    assert list_desk_messages(database, MessageFilters(state="waiting")) == ()
    message_work.undo(MESSAGE, 1, "chan")
    assert the_message(database).done_at is None
    assert [deed.what for deed in message_work.history(MESSAGE)] == ["done", "undone"]


def test_a_message_becomes_a_case_once(database: Database, message_work: MessageWork, work: CaseWork) -> None:
    reference = message_work.make_case(MESSAGE, 0, "mei", "request")
    case = the_case(database, reference)
    assert (case.kind, case.department, case.came_from, case.version) == ("request", "water", "message", 1)
    assert (case.url, case.opened_at) == ("https://x/RE2", the_message(database).left_at)
    assert (the_message(database).became, the_message(database).done_by) == (reference, "mei")
    with pytest.raises(IvrError, match="already"):
        message_work.make_case(MESSAGE, 1, "chan", "request")
    assert the_message(database).version == 1
    work.assign(case.key, 1, "mei", "chan")


def test_a_message_that_waits_too_long_becomes_a_case_by_rule(
    database: Database, message_work: MessageWork, turn: NewEntry
) -> None:
    left = (("water/leave", 1), ("water/leave", 2), ("water/call", 0))  # on a Monday
    for number, (node, days) in enumerate(left, start=3):
        message = MessageLeft(node, f"RE{number}", "", 5, "", (), False, "complaint" if days else "", days)
        DatabaseJournal(database).keep(turn(number, message))
    past = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # the minute after that Tuesday
    assert make_cases_of_messages(database, message_work, past - timedelta(minutes=2)) == 0
    assert make_cases_of_messages(database, message_work, past) == 1
    (case,) = list_desk_cases(database, CaseFilters(department="water"))
    assert (case.turn, case.kind, case.came_from) == (3, "complaint", "message")
    assert (case.acknowledge_due, case.reply_due) == USUAL.due_dates("complaint", case.opened_at)
    waiting = list_desk_messages(database, MessageFilters(state="waiting"))
    assert [message.turn for message in waiting] == [5, 4, 2], "it is in one place"
    assert [(deed.who, deed.what) for deed in message_work.history(case.key)] == [(BY_RULE, "made a case")]
    message_work.undo(case.key, 1, "mei")
    assert make_cases_of_messages(database, message_work, past) == 0, "there is one already"
    before = list_desk_cases(database, CaseFilters()), list_desk_messages(database, MessageFilters())
    rebuild_projections(database)
    assert (list_desk_cases(database, CaseFilters()), list_desk_messages(database, MessageFilters())) == before


def test_what_an_officer_did_meanwhile_goes_before_the_rule(
    database: Database, message_work: MessageWork, turn: NewEntry
) -> None:
    rule = MessageLeft("water/leave", "RE3", "", 5, "", (), False, "request", 1)
    DatabaseJournal(database).keep(turn(3, rule))
    seen = find_message(database, Key("CA01", 3))
    message_work.done(seen.key, 0, "mei")
    with pytest.raises(WorkConflict):
        message_work.make_case(seen.key, seen.version, BY_RULE, seen.becomes)
    assert make_cases_of_messages(database, message_work, NOON + timedelta(days=9)) == 0
    assert list_desk_cases(database, CaseFilters(department="water")) == ()


def test_the_office_is_told_of_a_case_made_by_rule(
    database: Database, message_work: MessageWork, turn: NewEntry
) -> None:
    rule = MessageLeft("water/leave", "RE3", "", 5, "", (), False, "complaint", 1)
    DatabaseJournal(database).keep(turn(3, rule))
    make_cases_of_messages(database, message_work, NOON + timedelta(days=9))
    message_work.make_case(MESSAGE, 0, "mei", "request")
    with database.reading() as connection:
        noted = connection.execute(select(occasions.c.about, occasions.c.department).order_by(occasions.c.id)).all()
    assert [*noted][-1] == ("complaints", "water"), "what an officer makes the office knows"


def test_work_outlives_making_the_projections_anew(
    database: Database, message_work: MessageWork, work: CaseWork
) -> None:
    reference = message_work.make_case(MESSAGE, 0, "mei", "request")
    work.assign(MESSAGE, 1, "mei", "chan")
    work.settle(CASE, 0, "chan", "upheld", "", "")
    before = the_case(database, reference), the_case(database), the_message(database)
    rebuild_projections(database)
    assert (the_case(database, reference), the_case(database), the_message(database)) == before


def test_cases_are_found_by_what_is_asked(database: Database, work: CaseWork, turn: NewEntry) -> None:
    other = CaseOpened("water/say", "compliment", "2222222222", "RE9", "", 9, "")
    DatabaseJournal(database).keep(turn(9, other, call_sid="CA09", at=NOON))
    work.assign(CASE, 0, "mei", "chan")
    work.note(CASE, 1, "mei", "the Depot in 100% of cases")

    def found(**wanted: object) -> list[str]:
        filters = CaseFilters(**wanted)
        cases = list_desk_cases(database, filters)
        assert count_desk_cases(database, filters) == len(cases)
        return [case.reference for case in cases]

    assert found() == ["2222222222", "1234567890"]
    assert found(after=CasePlace(None, NOON, "CA09", 9)) == ["1234567890"]
    assert found(kind="complaint") == found(owner="chan") == found(text="depot") == found(text="100%") == ["1234567890"]
    assert found(owner="-") == found(departments=frozenset({"water"})) == ["2222222222"]
    assert found(departments=frozenset()) == found(text="1%") == []
    case = the_case(database)
    assert case.acknowledge_due
    assert case.reply_due
    assert found(due_before=case.acknowledge_due + timedelta(hours=1)) == ["1234567890"]
    work.acknowledge(CASE, 2, "mei", "")
    assert found(due_before=case.acknowledge_due + timedelta(hours=1)) == []
    assert "1234567890" in found(due_before=case.reply_due + timedelta(hours=1))
    work.close(CASE, 3, "mei", "")
    assert "1234567890" not in found(due_before=case.reply_due + timedelta(hours=1))


def test_the_holidays_of_the_sites_country_are_no_working_days() -> None:
    promises = Promises(zone=lambda: ZoneInfo("America/New_York"), country=lambda: "US")
    acknowledge, _ = promises.due_dates("complaint", datetime(2026, 11, 23, 4, tzinfo=UTC))
    assert acknowledge.isoformat() == "2026-11-30T23:59:00-05:00"  # Thanksgiving is the 26th


def test_a_department_s_pledges_say_when_its_cases_are_due() -> None:
    sample = load_site(Path(__file__).parents[3])
    promises = Promises(edition=lambda: sample)
    acknowledge, reply = promises.due_dates("complaint", NOON, "water")  # by the office, which opens on Saturdays
    assert (acknowledge.date(), reply.date()) == (date(2026, 11, 27), date(2026, 12, 5))
    assert promises.due_dates("complaint", NOON, "city")[1].date() == date(2026, 12, 31)  # which pledges no reply
    assert promises.due_dates("request", NOON, "transport")[0].date() == date(2026, 11, 30)  # nor this for requests
    assert promises.due_dates("complaint", NOON, "")[1] == USUAL.due_dates("complaint", NOON)[1]
