"""A holiday is told of by its name where the caller's language has one, and otherwise in another of the line's."""

from datetime import datetime

import pytest
from small_hotline import HONG_KONG, PHRASES, World

from ivr.engine.edition import Language
from ivr.hours.holidays import named_for

CHRISTMAS = World(at=datetime(2026, 12, 25, 10, 0, tzinfo=HONG_KONG))
NODES = """
main: {kind: menu, choices: {1: {label: {en: hours, fr: les heures, en-GB: hours}, to: hours}}}
hours: {kind: hours, calendar: office}
"""
ENGLISH, BRITISH = Language("en", "1", "English", "en-GB", "", ""), Language("en-GB", "1", "English", "en-GB", "", "")
FRENCH = Language("fr", "2", "français", "fr-FR", "", "")


@pytest.fixture
def closed(ring):
    """What callers hear of an office at Christmas who choose the last of some languages."""

    def _closed(*languages: Language) -> str:
        spoken = {each.code: each for each in languages}
        phrases = {**PHRASES, "en-GB": PHRASES["en"], "fr": {**PHRASES["en"], "closed_for": "Fermé : {reason}."}}
        caller = ring(NODES, CHRISTMAS, languages=spoken, phrases=phrases)
        if len(languages) > 1:
            caller.press(languages[-1].key)
        return caller.press("1")

    return _closed


def test_a_language_of_a_country_has_the_names_of_its_language(closed):
    assert closed(BRITISH).startswith("We are closed for Christmas Day.")


def test_a_name_that_the_language_lacks_is_told_in_another_of_the_line_with_the_words_around_it(closed):
    assert closed(ENGLISH, FRENCH).startswith("We are closed for Christmas Day.")


def test_a_name_in_none_of_the_languages_is_not_told_in_a_language_of_nobody(closed):
    assert closed(FRENCH).startswith("We are closed now.")


def test_names_are_those_of_the_languages_asked_for():
    names = {"en": "Christmas Day", "yue": "聖誕節"}
    assert named_for(names, ["en-GB", "en", "fr"]) == {"en-GB": "Christmas Day", "en": "Christmas Day"}
