"""Telephone numbers as people write, key and say them, at home in Hong Kong and elsewhere."""

import phonenumbers
import pytest

from ivr.hours import holidays_in
from ivr.words import Home, say_value
from ivr.words.telephones import (
    called_number,
    countries_with_telephones,
    country_of,
    example_telephone,
    exists,
    is_costly,
    is_emergency,
    read_telephone,
    telephone_groups,
    written_telephone,
)

SHARE_THEIR_NUMBERS = ("EH", "MF")  # with Morocco, with Saint Barthelemy
KEYED_IN_HONG_KONG = {
    "28246111": "+85228246111",
    "85228246111": "+85228246111",
    "852852 28246111": "+85228246111",
    "0085228246111": "+85228246111",
    "00185228246111": "+85228246111",
    "006085228246111": "+85228246111",
    "0085222200111": "+85222200111",
    "00185222200111": "+85222200111",
    "008613800138000": "+8613800138000",
    "0018613800138000": "+8613800138000",
    "0060 86 138 0013 8000": "+8613800138000",
    "0080 44 20 7946 0958": "+442079460958",
    "00 1 202 555 0123": "+12025550123",
    "００８５２ 2824–6111": "+85228246111",
    "+0085228246111": "+85228246111",
    "+44 (0)20 7946 0958": "+442079460958",
    "+852 1823": "1823",
    "1823": "1823",
    "187 8022": "1878022",
    "+852 187 8022": "1878022",
    "18288": "18288",
    "18501": "18501",
}
NO_NUMBERS_IN_HONG_KONG = (
    *("2220011", "222001112", "00000000", "13800138000", "12", "", "+", "+999 1234", "anonymous", "client:joe"),
    *("2824 6111 ext 5", "٢٨٢٤٦١١١", "+85299", "9" * 400),
)
KEYED_ELSEWHERE = (
    ("020 7946 0958", "GB", "+442079460958", ("020", "7946", "0958")),
    ("(202) 555-0123", "US", "+12025550123", ("202", "555", "0123")),
    ("1 202 555 0123", "US", "+12025550123", ("202", "555", "0123")),
    ("011 44 20 7946 0958", "US", "+442079460958", ("20", "7946", "0958")),
    ("138 0013 8000", "CN", "+8613800138000", ("138", "0013", "8000")),
    ("00 852 2824 6111", "CN", "+85228246111", ("2824", "6111")),
    ("6612 3456", "MO", "+85366123456", ("6612", "3456")),
    ("551 1234", "IS", "+3545511234", ("551", "1234")),
    ("116 123", "GB", "116123", ("116", "123")),
)


@pytest.mark.parametrize(("keyed", "meant"), KEYED_IN_HONG_KONG.items())
def test_the_prefixes_people_really_key_are_understood(keyed, meant):
    assert read_telephone(keyed, "HK") == meant


@pytest.mark.parametrize("text", NO_NUMBERS_IN_HONG_KONG)
def test_what_fits_no_numbering_plan_is_no_number(text):
    assert called_number(text, "HK") == ""


@pytest.mark.parametrize(("keyed", "country", "meant", "groups"), KEYED_ELSEWHERE)
def test_each_country_has_its_own_plan_and_its_own_groups(keyed, country, meant, groups):
    assert read_telephone(keyed, country) == meant
    assert telephone_groups(meant, country)[1] == groups


def test_a_mainland_mobile_needs_no_code_where_the_mainland_may_be_rung():
    assert read_telephone("13800138000", "HK", ("MO", "CN")) == "+8613800138000"
    assert read_telephone("66123456", "HK", ("MO",)) == "+85266123456"  # one that is at home comes first


def test_every_country_knows_its_own_numbers_again_as_they_are_written_there():
    for country in sorted(countries_with_telephones()):
        number = example_telephone(country)
        assert country_of(number, "HK") == country or country in SHARE_THEIR_NUMBERS
        assert read_telephone(written_telephone(number, country), country) == number
        assert read_telephone(written_telephone(number, "HK"), "HK") == number


def test_the_holidays_of_every_country_with_telephones_can_be_asked_for():
    for country in sorted(countries_with_telephones() - {"AC", "TA"}):
        for _, names in holidays_in(2027, country):
            assert names
            assert not any(set(name) & set("()（）;") for name in names.values())


@pytest.mark.parametrize(
    "address",
    [
        *(
            "+85222200102",
            "+0085222200102",
            "22200102",
            "85222200102",
            "0085222200102",
            "00185222200102",
            "+852 2220-0102",
        ),
        *("sip:+85222200102@pstn.example;transport=udp", "sip:22200102@10.0.0.1:5060", "<sip:%2B85222200102@host>"),
        *('"City" <sips:0085222200102@host>', "tel:+852-2220-0102", "SIP:22200102;phone-context=+852@host"),
    ],
)
def test_every_form_in_which_a_carrier_names_a_number_is_that_number(address):
    assert called_number(address, "HK") == "+85222200102"


@pytest.mark.parametrize("address", ["", "anonymous", "client:joe", "sip:city@host", "sip:@", "sip:%FF@h", "+"])
def test_an_address_without_a_number_has_none(address):
    assert called_number(address, "HK") == ""


def test_a_short_number_is_at_home_and_belongs_to_nobody_whom_one_could_ring_back():
    assert country_of("1823", "HK") == "HK"
    assert not exists("1823")
    assert not exists("+85222200111")
    assert exists("+85228246111")


def test_numbers_that_cost_whoever_rings_them_are_known():
    assert is_costly(read_telephone("90012345678", "HK"))
    assert is_costly("+449098790000")
    assert not is_costly("+85228246111")
    assert not is_costly("1823")


def test_emergency_services_are_those_of_the_country():
    assert is_emergency("999", "HK")
    assert is_emergency("9-1-1", "US")
    assert not is_emergency("911", "HK")


def test_at_home_no_country_code_is_said():
    british = Home("GB", "GBP")
    assert say_value("+442079460958", "phone", "en", british).startswith("zero two zero, ")
    assert say_value("+85228246111", "phone", "en", british).startswith("country code eight five two, ")


def test_the_longest_prefix_abroad_is_looked_for():
    plans = (phonenumbers.PhoneMetadata.metadata_for_region(each) for each in phonenumbers.SUPPORTED_REGIONS)
    assert max(len(plan.preferred_international_prefix or "") for plan in plans) <= 5
