"""Dates in a list of rows: the year is said once, and again where it is another."""

from small_hotline import World, table

HEARINGS = table("hearings", room="digits", on="date", until="date or empty")
IN_THREE_YEARS = {
    "works/hearings": [
        {"room": "1", "on": "2026-11-30", "until": "2027-01-04"},
        {"room": "2", "on": "2026-12-02", "until": ""},
        {"room": "3", "on": "2027-01-04", "until": "2027-02-01"},
        {"room": "4", "on": "2027-02-01", "until": "2027-03-01"},
    ]
}
LIST = """
main: {kind: enquiry, from: hearings, found: {say: {en: "Room {room}, {on}[ until {until}]."}}}
"""
IN_PAGES = LIST.replace("from: hearings", "from: hearings, most: 3, several: {pages: yes}")
ROOM_ONE = "Room one, the thirtieth of November, twenty twenty-six until the fourth of January, twenty twenty-seven."
ROOM_THREE = "Room three, the fourth of January, twenty twenty-seven until the first of February, twenty twenty-seven."


def test_the_year_is_said_with_the_first_row_and_where_it_is_another(ring):
    caller = ring(LIST, World(rows=IN_THREE_YEARS), tables=HEARINGS)
    assert (
        f"{ROOM_ONE} Room two, the second of December. {ROOM_THREE}"
        " Room four, the first of February until the first of March. To hear this again" in caller.words
    )
    first = caller.words
    assert caller.press("#") == first


def test_each_page_says_the_year_anew(ring):
    caller = ring(IN_PAGES, World(rows=IN_THREE_YEARS), tables=HEARINGS)
    assert f"{ROOM_ONE} Room two, the second of December. {ROOM_THREE}" in caller.words
    assert "Room four, the first of February, twenty twenty-seven until" in caller.press("1")


def test_one_row_is_told_with_its_year(ring):
    caller = ring(LIST, World(rows={"works/hearings": IN_THREE_YEARS["works/hearings"][1:2]}), tables=HEARINGS)
    assert caller.words.startswith("Room two, the second of December, twenty twenty-six.")
