"""Rows that callers entered, forgotten by rule: the old ones, with all that was done to them, and no others."""

from datetime import timedelta

from sqlalchemy import func, select

from ivr.engine.edition import FiledShape, TableShape
from ivr.engine.filing import RowToFile
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.forgetting import count_old_rows, forget_rows
from ivr.storage.filed.tables import filed_cells, filed_changes
from ivr.storage.filed.work import FiledWork
from ivr.storage.journal.entries import DatabaseJournal
from ivr.switchboard.ports import Kept

CLAIMS = TableShape("city/claims", {"number": "digits"}, frozenset(), filed=FiledShape(("number",)))


def test_the_old_rows_go_with_their_history_and_what_they_took_is_free(database, turn):
    filed, first = FiledTables(database, "a key of hashes, and long enough for that"), turn(1).at
    journal = DatabaseJournal(database, filed=filed)
    for at in (1, 2, 3):
        journal.keep(turn(at), [(CLAIMS, RowToFile("city/claims", f"{at:010d}", {"number": str(at)}))])
    FiledWork(filed).withdraw("0000000001", "kim", first)
    before = first + timedelta(seconds=15)
    assert count_old_rows(database, before) == 2
    assert (forget_rows(database, before), forget_rows(database, before)) == (2, 0)
    assert [row.entry for row in FiledWork(filed).rows(withdrawn=True)] == ["0000000003"]
    with database.reading() as connection:
        left = [connection.scalar(select(func.count()).select_from(table)) for table in (filed_cells, filed_changes)]
    assert left == [1, 0]
    again = RowToFile("city/claims", "0000000009", {"number": "2"})
    assert journal.keep(turn(9), [(CLAIMS, again)]) == Kept()
