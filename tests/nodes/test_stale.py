"""What is too old to be told as it is: by the import of its table, or by a column of the row."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from small_hotline import HONG_KONG, MONDAY_MORNING, World, table

from ivr.engine.events import AnswerGiven, EnquiryMade
from ivr.engine.instructions import Transfer

GOES = "stale: {after: 2 days, then: officer}"
SAYS = "stale: {after: 2 days, say: {en: This is as of {as_of}.}}".replace("This", '"This').replace("of}.", 'of}."')
TOLD = """
main:
  kind: enquiry
  from: lifts
  found: {say: {en: "It is {state}."}}
  several: {say: {en: "There are {count}."}, each: {en: "{state}."}}
  none: {say: {en: There is none.}}
  STALE
"""
LIFTS = {name: replace(shape, file="lifts.csv") for name, shape in table("lifts", state="text", seen="date").items()}
SEEN = {name: replace(shape, as_of="seen") for name, shape in LIFTS.items()}
AT = {
    name: replace(shape, as_of="seen")
    for name, shape in table("lifts", state="text", seen="moment in Pacific/Guam").items()
}
ONE = ({"state": "running", "seen": "2026-11-21"},)


@dataclass
class Imported(World):
    """A world in which a table was loaded at a moment."""

    imported: str = "2026-11-23T09:00"

    def imported_at(self, table: str) -> str:
        return self.imported


@pytest.fixture
def rung(ring):
    """Ring a hotline that tells of rows which may be too old."""

    def _rung(stale, rows=ONE, tables=LIFTS, at=MONDAY_MORNING, **changes):
        world = Imported(at=at, rows={"works/lifts": list(rows)}, **changes)
        return ring(TOLD.replace("STALE", stale), world, tables=tables)

    return _rung


@pytest.mark.parametrize(("imported", "old"), [("2026-11-21T10:00", False), ("2026-11-21T09:59", True), ("", True)])
def test_a_table_is_as_old_as_its_import_and_too_old_where_nobody_knows(rung, imported, old):
    caller = rung(GOES, imported=imported)
    assert isinstance(caller.closing, Transfer) == old
    assert ("It is running." in caller.words) != old
    assert [event.outcome for event in caller.happened(EnquiryMade)] == ["stale" if old else "found"]


def test_that_nothing_is_there_is_as_old_as_the_table(rung):
    assert isinstance(rung(GOES, (), imported="2026-11-20T10:00").closing, Transfer)
    assert rung(GOES, ()).words.startswith("There is none.")


@pytest.mark.parametrize(("day", "old"), [(23, False), (24, True)])
def test_a_row_is_as_old_as_its_column_says_in_whole_days(rung, day, old):
    caller = rung(GOES, tables=SEEN, at=datetime(2026, 11, day, 16, 59, tzinfo=HONG_KONG))
    assert isinstance(caller.closing, Transfer) == old


@pytest.mark.parametrize(("seen", "old"), [("2026-11-21T12:00", False), ("2026-11-21T11:59", True), ("", True)])
def test_a_moment_counts_by_the_clocks_of_its_own_zone(rung, seen, old):
    caller = rung(GOES, [{"state": "running", "seen": seen}], AT)
    assert isinstance(caller.closing, Transfer) == old


def test_of_several_rows_the_oldest_counts(rung):
    caller = rung(SAYS, [{"state": "new", "seen": "2026-11-23"}, {"state": "old", "seen": "2026-11-20"}], SEEN)
    assert caller.words.startswith(
        "This is as of the twentieth of November, twenty twenty-six. There are two. new. old."
    )


def test_without_rows_a_column_tells_nothing(rung):
    assert rung(GOES, (), SEEN).words.startswith("There is none.")


def test_words_come_before_the_answer_which_is_told_all_the_same_and_again(rung):
    told = "This is as of Friday the twentieth of November at nine o'clock in the morning. It is running."
    caller = rung(SAYS, imported="2026-11-20T09:00")
    assert caller.words.startswith(f"{told} To hear this again")
    assert caller.happened(AnswerGiven)
    caller.world.imported = "2026-11-23T09:30"
    assert caller.press("#").startswith(told), "the rows that were told have grown no younger"


def test_words_come_before_nothing_found(rung):
    assert ". There is none." in rung(SAYS, (), imported="2026-11-20T09:00").words


def test_words_may_lead_on_too(rung):
    caller = rung("stale: {after: 1 hour, say: {en: We do not know yet.}, then: officer}", imported="2026-11-23T08:00")
    assert caller.words.startswith("We do not know yet. Putting you through")
    assert not caller.happened(AnswerGiven)


def test_the_first_page_of_a_list_says_so_and_no_other(ring):
    nodes = TOLD.replace("STALE", f"most: 1\n  {SAYS}").replace('each: {en: "{state}."}', "pages: yes")
    world = Imported(rows={"works/lifts": [*ONE, *ONE]}, imported="2026-11-20T09:00")
    caller = ring(nodes, world, tables=LIFTS)
    assert caller.words.startswith(
        "This is as of Friday the twentieth of November at nine o'clock in the morning. There"
    )
    assert caller.press("1").startswith("Next: ")


def test_words_for_those_who_wait_come_before_all(ring):
    nodes = TOLD.replace("STALE", f"wait: {{say: {{en: One moment.}}}}\n  {GOES}")
    caller = ring(nodes, Imported(rows={"works/lifts": list(ONE)}, imported="2026-11-20T09:00"), tables=LIFTS)
    assert caller.words == "One moment."
    caller.world.at += timedelta(seconds=5)
    caller.wait()
    assert isinstance(caller.closing, Transfer)
