"""A row in which a column that may be empty is left out: nothing is filed there, whatever was given before."""

import pytest
from small_hotline import World, table

CLAIMS = table("claims", number="digits", hours="number or empty")
NODES = """
main: {kind: ask, say: {en: Your number.}, digits: 3, confirm: no, keep: number, then: hours}
hours: {kind: ask, say: {en: Your hours.}, digits: 2, confirm: no, keep: hours, then: claim}
claim: {kind: submit, into: claims, file: FILE, done: {say: {en: Entered.}}}
"""


@pytest.mark.parametrize(
    ("file", "hours"), [("{number: number}", ""), ("{number: number, hours: hours}", "12")], ids=["left out", "filed"]
)
def test_a_column_that_may_be_empty_is_empty_where_it_is_left_out(ring, file, hours):
    world = World()
    caller = ring(NODES.replace("FILE", file), world, tables=CLAIMS)
    caller.press("007")
    assert caller.press("12").startswith("Entered.")
    assert world.rows["works/claims"] == [{"number": "007", "hours": hours}]


def test_nothing_is_entered_where_a_column_that_must_be_filled_is_left_out(ring):
    caller = ring(NODES.replace("FILE", "{hours: hours}"), World(), tables=CLAIMS)
    caller.press("007")
    assert caller.press("12").startswith("We cannot confirm just now that this is entered.")
