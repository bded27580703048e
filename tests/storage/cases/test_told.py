"""What callers hear of cases: their own, as the desk left them, and nothing of an anonymous one's number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from ivr.engine.case_table import FOUND_BY, TOLD, CaseWords
from ivr.engine.edition import TableShape
from ivr.engine.events import CallBackChosen, CaseOpened
from ivr.engine.ports import Bound, Order, Sought
from ivr.errors import StorageAway
from ivr.journal.entry import Entry
from ivr.storage.cases.history import Key
from ivr.storage.cases.told import CasesTold
from ivr.storage.cases.work import NONE_WANTED, CaseWork
from ivr.storage.database.transactions import Database
from ivr.storage.journal.entries import DatabaseJournal
from ivr.storage.retention.purging import forget_calls
from ivr.words import format_of

ZONE = ZoneInfo("Asia/Hong_Kong")
FORMATS = {name: format_of(form.replace("text in languages", "text")) for name, form in {**TOLD, **FOUND_BY}.items()}
SHAPE = TableShape("transport/cases", FORMATS, frozenset({"kind", "state", "handed_to"}), cases=True)
TITLES = {"transport": {"en": "Transport Services"}, "water": {"en": "Water Supplies", "yue": "水務署"}}
WORDS = CaseWords(
    {"en": {"case_complaint": "complaint", "case_in_hand": "in our hands"}, "yue": {"case_complaint": "投訴"}},
    lambda name: TITLES.get(name, {}),
)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
KEY = Key("CA01", 1)
FACT = {"reference": "1234567890", "last_digits": "0001"}
NewEntry = Callable[..., Entry]


@pytest.fixture
def kept(database: Database) -> DatabaseJournal:
    return DatabaseJournal(database)


@pytest.fixture
def work(database: Database, kept: DatabaseJournal, turn: NewEntry) -> CaseWork:
    """A complaint that was left from +852 9000 0001, and the desk."""
    kept.keep(turn(1, opened("1234567890")))
    return CaseWork(database, lambda: NOON)


def opened(reference: str, node: str = "transport/say", **different: object) -> CaseOpened:
    plain = {"case": "complaint", "recording": f"RE{reference}", "url": "", "seconds": 9, "call_back": ""}
    return CaseOpened(node=node, reference=reference, **plain | different)  # type: ignore[arg-type]  # by name


def told(
    database: Database, most: int = 5, now: datetime = NOON, shape: TableShape = SHAPE, **match: str
) -> list[dict[str, str]]:
    found = CasesTold(database, lambda: now).find(shape, Sought(match), most, ZONE, WORDS)
    return [dict(row) for row in found]


def state(database: Database, **different: object) -> tuple[str, str, str]:
    (row,) = told(database, **FACT, **different)  # type: ignore[arg-type]  # by name
    return row["state"], row["reply_due"], row["answered"]


def test_a_case_is_told_by_these_columns_and_no_others(database, work) -> None:
    (row,) = told(database, **FACT)
    assert row == {
        "reference": "1234567890", "kind": "complaint", "kind.en": "complaint", "kind.yue": "投訴",
        "state": "received", "state.en": "", "state.yue": "",
        "received": "2026-11-23", "reply_due": "2027-01-06", "answered": "",
        "handed_to": "", "handed_to.en": "", "handed_to.yue": "",
        "reply.en": "", "reply.yue": "",
    }  # fmt: skip


def test_what_the_desk_does_is_heard_at_once(database, work) -> None:
    work.assign(KEY, 0, "ann", "ben")
    assert state(database) == ("in_hand", "2027-01-06", "")
    work.reply(KEY, 1, "ben", "We put it right.", "telephone")
    assert state(database) == ("answered", "", "2026-11-24")
    work.settle(KEY, 2, "ben", "done", "", "")
    work.close(KEY, 3, "ben", "It is done.")
    assert state(database) == ("closed", "", "2026-11-24")
    work.reopen(KEY, 4, "ann", "The caller rang again.")
    assert state(database) == ("in_hand", "2027-01-06", "2026-11-24")


def test_of_whoever_wants_no_reply_nobody_says_that_there_was_one_or_will_be(database, work) -> None:
    work.reply(KEY, 0, "ben", "", NONE_WANTED)
    assert state(database) == ("in_hand", "", "")
    work.reply(KEY, 1, "ben", "All the same.", "letter", when="2026-11-25T09:00:00+08:00")
    assert state(database) == ("answered", "", "2026-11-25")


def test_a_promise_is_told_until_its_last_day(database, work) -> None:
    assert state(database, now=datetime(2027, 1, 6, 15, 0, tzinfo=UTC))[1] == "2027-01-06"
    assert state(database, now=datetime(2027, 1, 6, 16, 0, tzinfo=UTC))[1] == ""


@pytest.mark.parametrize("digits", ["9999", "001", "", "10001"])
def test_other_digits_and_too_few_find_nothing(database, work, digits) -> None:
    assert told(database, reference="1234567890", last_digits=digits) == []


def test_digits_of_the_number_to_call_back_find_it_too(database, kept, work, turn) -> None:
    kept.keep(turn(2, CallBackChosen("transport/say", 1, "+85255501234")))
    assert told(database, reference="1234567890", last_digits="1234")
    assert told(database, **FACT)
    assert told(database, caller="+85255501234") == []


def test_of_a_telephone_all_are_told_the_newest_first(database, kept, work, turn) -> None:
    later = {"at": NOON, "call_sid": "CA02"}
    kept.keep(turn(1, opened("2222222222"), **later))
    kept.keep(turn(2, opened("3333333333", "water/say"), **later))
    kept.keep(turn(1, opened("4444444444"), call_sid="CA03", caller="+85290000002"))
    found = told(database, caller="+85290000001")
    assert [row["reference"] for row in found] == ["2222222222", "1234567890"]
    assert len(told(database, most=1, caller="+85290000001")) == 1


def test_they_are_compared_and_put_in_order(database, kept, work, turn) -> None:
    kept.keep(turn(1, opened("2222222222"), at=NOON + timedelta(days=2), call_sid="CA02"))
    find = CasesTold(database, lambda: NOON).find
    first = Sought({"caller": "+85290000001"}, (), Order("received", False))
    (row,) = find(SHAPE, first, 1, ZONE, WORDS)
    assert row["reference"] == "1234567890"
    since = Sought({"caller": "+85290000001"}, (Bound("received", "at least", "2026-11-25"),))
    assert [row["reference"] for row in find(SHAPE, since, 5, ZONE, WORDS)] == ["2222222222"]


def test_one_that_was_handed_over_is_told_by_both_departments_and_who_has_it_by_the_first(database, work) -> None:
    work.hand_over(KEY, 0, "ann", "transport", "water", "It is about a pipe.")
    (row,) = told(database, **FACT)
    assert (row["handed_to"], row["handed_to.en"], row["handed_to.yue"]) == ("water", "Water Supplies", "水務署")
    (theirs,) = told(database, shape=replace(SHAPE, name="water/cases"), **FACT)
    assert theirs["handed_to"] == theirs["handed_to.en"] == ""
    assert told(database, shape=replace(SHAPE, name="parks/cases"), **FACT) == []


def test_one_that_was_handed_on_and_back_is_told_by_all_that_had_it(database, work) -> None:
    work.hand_over(KEY, 0, "ann", "transport", "water", "It is about a pipe.")
    work.hand_over(KEY, 1, "ben", "water", "parks", "It is about a fountain.")
    (row,) = told(database, **FACT)
    assert row["handed_to"] == "parks"
    assert row["handed_to.en"] == "", "nobody has a title for a department that the edition does not know"
    (between,) = told(database, shape=replace(SHAPE, name="water/cases"), **FACT)
    assert between["handed_to"] == "parks"
    work.hand_over(KEY, 2, "cyd", "parks", "transport", 'It says "giver":"roads".')
    assert told(database, **FACT)[0]["handed_to"] == ""
    assert told(database, shape=replace(SHAPE, name="roads/cases"), **FACT) == []


def test_an_anonymous_one_is_found_by_no_number(database, kept, turn) -> None:
    kept.keep(turn(1, opened("1234567890", anonymous=True)))
    assert told(database, **FACT) == told(database, caller="+85290000001") == []
    assert len(told(database, reference="1234567890")) == 1


def test_one_whose_number_was_forgotten_is_found_by_none(database, kept, work, notice) -> None:
    kept.keep(notice("end", 60, ends=True, seconds=60))
    work.close(KEY, 0, "ben", "It is done.")
    forget_calls(database, "numbers", NOON + timedelta(days=1), NOON)
    assert told(database, **FACT) == told(database, caller="+85290000001") == []


def test_while_the_lists_are_behind_nothing_is_said_not_to_be_there(database, kept, work, monkeypatch) -> None:
    monkeypatch.setattr(database, "catch_up", lambda: False)
    with pytest.raises(StorageAway, match="in no list of cases yet"):
        told(database, **FACT)
    monkeypatch.undo()
    assert told(database, **FACT)
    monkeypatch.setattr(database, "catch_up", lambda: False)
    assert told(database, **FACT), "what is there is told all the same"


def test_no_such_reference_and_other_digits_ask_the_database_the_same(database, work) -> None:
    def asked(**match: str) -> list[str]:
        statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
        assert told(database, **match) == []
        event.remove(database.engine, "before_cursor_execute", note)
        return statements

    asked(**FACT | {"last_digits": "9999"})
    wrong = asked(**FACT | {"last_digits": "9999"})
    assert wrong == asked(reference="9999999994", last_digits="0001")
    assert wrong


def test_the_words_of_a_reply_are_heard_by_who_has_both_facts_in_their_language_and_only_where_that_was_ticked(
    database: Database, work: CaseWork
) -> None:
    work.reply(KEY, 0, "wong", "not for the telephone", "letter")
    (row,) = told(database, **FACT)
    assert (row["reply.en"], row["reply.yue"]) == ("", "")
    work.reply(KEY, 1, "wong", "The sign was put right.", "letter", heard="en")
    (row,) = told(database, **FACT)
    assert (row["reply.en"], row["reply.yue"]) == ("The sign was put right.", "")
    for half in FACT:
        assert "The sign" not in str(told(database, **{half: FACT[half]}))
