"""Whoever asks to hear it again hears what was told on the way, as it was told then."""

from datetime import timedelta

import pytest
from small_hotline import MONDAY_MORNING, World

NIGHT = MONDAY_MORNING.replace(hour=3)

HOURS = """
main: {kind: menu, choices: {1: {label: {en: the library}, to: library}, 2: {label: {en: the museum}, to: museum}}}
library:
  kind: hours
  calendar: office
  say: {en: The library.}
  open: {say: {en: It is open.}, then: main}
  closed: {say: {en: It is closed.}, then: main}
museum: {kind: hours, calendar: office, open: main, closed: {say: {en: The museum is closed.}, then: main}}
"""

LOOKED_UP = """
main:
  kind: menu
  choices: {1: {label: {en: a permit}, to: permit}, 2: {label: {en: an owner}, to: owner}}
permit: {kind: ask, say: {en: Your permit.}, digits: 3, confirm: no, keep: permit, then: by_permit}
by_permit:
  kind: enquiry
  from: permits
  match: {number: permit}
  found: {say: {en: "It is ready."}}
  none: {say: [{en: There is no such permit.}, {en: "There is no permit {permit} either."}], then: permit}
owner: {kind: ask, say: {en: Your number.}, digits: 3, confirm: no, keep: owner, then: by_owner}
by_owner:
  kind: enquiry
  from: permits
  match: {number: owner}
  found: {say: {en: "It is ready."}}
  none: {say: {en: "Nobody is called {owner}."}, then: main}
"""


@pytest.fixture
def ask_for(ring, a_table):
    def _ask_for(key: str, *entries: str):
        caller = ring(LOOKED_UP, World(rows={"works/permits": []}), tables=a_table("permits", number="digits"))
        for keys in (key, *entries):
            caller.press(keys)
            if keys != key:
                caller.press("#")  # swallowed behind an entry of fixed length
        return caller

    return _ask_for


def test_hours_that_lead_on_are_told_again_in_the_menu_behind_them(ring):
    caller = ring(HOURS)
    told = caller.press("1")
    assert told.startswith("The library. It is open. For the library, press one.")
    assert caller.press("#") == told
    assert caller.press("#") == told


def test_hours_are_told_again_as_they_were_though_the_office_has_opened_since(ring):
    caller = ring(HOURS, World(at=NIGHT))
    told = caller.press("1")
    assert told.startswith("The library. It is closed.")
    caller.world.at = NIGHT + timedelta(hours=6)
    assert caller.press("#") == told


def test_hours_that_say_nothing_on_the_way_have_nothing_to_tell_again(ring):
    caller = ring(HOURS)
    assert caller.press("2").startswith("For the library, press one.")
    assert caller.press("#").startswith("For the library, press one.")
    assert caller.call.told == ()


def test_that_nothing_was_found_is_told_again_in_the_menu_behind_it(ask_for):
    caller = ask_for("2", "007")
    assert caller.press("#").startswith("Nobody is called zero zero seven. For a permit, press one.")


def test_that_nothing_was_found_is_told_again_at_the_question_in_the_words_of_that_try(ask_for):
    assert ask_for("1", "007").press("#") == "There is no such permit. Your permit."
    assert ask_for("1", "007", "008").press("#") == "There is no permit zero zero eight either. Your permit."


def test_what_was_said_on_the_way_to_a_question_is_told_again_there(ring):
    caller = ring(
        """
        main: {kind: menu, choices: {1: {label: {en: a form}, to: first}}}
        first: {kind: answer, say: {en: You need a form.}, then: code}
        code: {kind: ask, say: {en: Your code.}, digits: 3, keep: code, then: main}
        """
    )
    assert caller.press("1") == "You need a form. Your code."
    assert caller.press("#") == "You need a form. Your code."
