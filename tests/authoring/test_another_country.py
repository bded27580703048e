"""A site in another country: its telephone numbers, its money and its holidays."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.hours import state_at
from ivr.words import HONG_KONG, Home
from ivr.words.telephones import exists

ROOT = Path(__file__).parents[2]

MENU = "menus/transport/menu.yaml"


@pytest.fixture
def british(with_edits):
    """The good site, moved to Britain."""
    edits = [
        ("flows.yaml", "version: 1", "version: 1\ncountry: GB\nzone: Europe/London"),
        ("flows.yaml", "+852 2220 0101", "020 7946 0101"),
        ("flows.yaml", "+852 2220 0111", "020 7946 0111"),
    ]
    checked = check_files(with_edits(edits), walked=False)
    assert checked.problems == ()
    return checked.edition


def test_a_file_that_names_no_country_goes_on_meaning_hong_kong(good_files):
    assert check_files(good_files, walked=False).edition.home == HONG_KONG


def test_a_country_brings_its_currency_and_its_telephone_plan(british):
    assert british.home == Home("GB", "GBP")
    assert british.officers["counter"].numbers == ("+442079460111",)
    assert british.hotline_at("02079460101") is british.hotline("transport")
    assert british.hotline_at("sip:00442079460101@host") is british.hotline("transport")
    assert all(table.home == british.home for table in british.tables.values())


def test_its_offices_keep_the_holidays_of_the_country(british):
    boxing_day, national_day = datetime(2025, 12, 26, 11, tzinfo=UTC), datetime(2026, 10, 1, 11, tzinfo=UTC)
    assert state_at(british.calendars["office"], boxing_day).reason["en"] == "Boxing Day"
    assert state_at(british.calendars["office"], national_day).open


def test_no_telephone_has_a_number_of_the_sample_site():
    flows = gather(read_folder(ROOT))[0].flows
    numbers = [line.number for line in flows.hotlines.values()]
    numbers += [number for officers in flows.officers.values() for number in officers.numbers]
    assert len(numbers) > 10
    assert not any(exists(number) for number in numbers)
