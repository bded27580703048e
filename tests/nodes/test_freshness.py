"""As of when it is what an enquiry tells: the import of its table or a column of the row, and no other name's sake."""

from dataclasses import dataclass, replace

from small_hotline import World, table

TOLD = """
main:
  kind: enquiry
  from: lifts
  found: {say: {en: "As of {as_of}: {state}."}}
  none: {say: {en: "None as of {as_of}."}}
"""
LIFTS = {name: replace(shape, file="lifts.csv") for name, shape in table("lifts", state="text", seen="date").items()}
ROWS = {"works/lifts": [{"state": "running", "seen": "2026-11-20"}]}


@dataclass
class Reloading(World):
    """A world in which a table was loaded at a moment that changes."""

    imported: str = "2026-11-23T09:00"

    def imported_at(self, table: str) -> str:
        return self.imported


def test_what_is_told_again_is_as_old_as_it_was_though_the_table_was_loaded_anew(ring):
    caller = ring(TOLD, Reloading(rows=ROWS), tables=LIFTS)
    told = "As of Monday the twenty-third of November at nine o'clock in the morning: running."
    assert told in caller.words
    caller.world.imported = "2026-11-23T11:00"
    assert told in caller.press("#")


def test_that_nothing_is_there_is_told_of_the_table_as_it_is(ring):
    assert "None as of Monday the twenty-third of November at nine" in ring(TOLD, World(), tables=LIFTS).words


def test_a_column_that_the_table_names_tells_it_of_each_row(ring):
    by_column = {name: replace(shape, as_of="seen") for name, shape in LIFTS.items()}
    caller = ring(TOLD, World(rows=ROWS), tables=by_column)
    assert "As of the twentieth of November" in caller.words
    assert "As of the twentieth of November" in caller.press("#")


def test_a_column_of_that_name_stays_what_it_is(ring):
    own = {name: replace(shape, file="lifts.csv") for name, shape in table("lifts", state="text", as_of="text").items()}
    rows = {"works/lifts": [{"state": "running", "as_of": "last week"}]}
    assert "As of last week: running." in ring(TOLD, World(rows=rows), tables=own).words


ASKING = "main: {kind: ask, say: {en: Key.}, digits: 2, confirm: no, keep: as_of, then: lift}"


def test_so_does_what_callers_gave_under_that_name(ring):
    caller = ring(TOLD.replace("main:", "lift:") + ASKING, World(rows=ROWS), tables=LIFTS)
    assert "As of one two: running." in caller.press("12")
