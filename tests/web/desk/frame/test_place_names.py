"""What places are called on pages: in the words of their department, in the reader's language."""

import pytest
from flask import session

from ivr.web.desk.frame.place_names import PlaceWords


@pytest.fixture
def words(desk):
    """Those of the sample site."""
    return PlaceWords(desk.installation.shelf.current())


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("transport/main", "Transport Services"),
        ("transport/fees.1", "driving licence fees"),
        ("transport/application_status", "the status of an application"),
        ("transport/officer", "the licensing counter"),
        ("transport/leave_message", "leaving a message"),
        ("transport/vehicle_fee", "vehicle licence fees"),
        ("leisure/venue_hours", "opening hours of venues"),
        ("language", "the choice of language"),
        ("en", "English"),
        ("gone/long_ago", "long ago"),
        ("", ""),
    ],
)
def test_a_place_is_called_as_its_choice_says(desk, words, name, called):
    with desk.app.test_request_context("/desk/"):
        assert words.place(name) == called


def test_a_place_is_found_from_where_it_is_named(desk, words):
    with desk.app.test_request_context("/desk/"):
        assert words.place("officer", "water/main") == "the water accounts office"


def test_words_are_those_of_the_readers_language(desk, words):
    with desk.app.test_request_context("/desk/"):
        session["language"] = "zh_Hant_HK"
        assert words.place("transport/fees") == "牌照費用"
        assert words.officers("licensing_counter") == "牌照組櫃位"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("LICENCE fees", ("transport/fees", "transport/fees.1", "transport/vehicle", "transport/vehicle_fee")),
        ("執照費用", ("transport/fees.1",)),
        ("  telephone  end ", ("water/telephone_end", "water/meter_telephone_end")),
        ("zebra", ()),
        (" ", ()),
    ],
)
def test_places_are_found_by_words_of_any_language(words, asked, found):
    assert words.places_about(asked) == found
