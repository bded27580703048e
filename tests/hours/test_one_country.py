"""The days of one country, loaded alone."""

import holidays
import pytest

from ivr.hours.one_country import country_holidays


@pytest.mark.parametrize("country", ["HK", "MO", "CN", "TW", "GB", "US", "NZ"])
def test_a_country_loaded_alone_has_the_days_that_the_library_gives_it(country):
    asked = {"years": range(2020, 2041)}
    assert country_holidays(country, **asked) == holidays.country_holidays(country, **asked)


def test_a_country_that_is_not_there_is_refused_as_the_library_refuses_it():
    with pytest.raises(NotImplementedError, match="XX"):
        country_holidays("XX", years=2026)
