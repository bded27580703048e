"""Which new passwords are refused as easily guessed."""

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from quick_passwords import OWN_HASHER

from ivr.web.desk.people.passwords import NOBODYS, easily_guessed, fits, hash_password, one_time_password


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaa", "abababababab", "123412341234", "abcdefghijkl", "Password1234", "passwordpassword",
     "wong.taiman!!!", "qwertyuiop12", "987654321012", "admin1234567890"],
)  # fmt: skip
def test_what_guessers_try_first_is_refused(password):
    assert easily_guessed(password, "wong.taiman@water.example")


@pytest.mark.parametrize(
    "password", ["seven wet umbrellas", "a right good password", "颱風後雨停了真好呀太平山", "kV7#pqz!t2Lm"]
)
def test_several_words_are_taken(password):
    assert not easily_guessed(password, "wong.taiman@water.example")


def test_what_is_handed_over_is_never_refused():
    assert not any(easily_guessed(one_time_password(), "abcd@water.example") for _ in range(200))


def test_passwords_are_hashed_with_the_work_that_the_standard_asks_for():
    """Source: RFC 9106, the second recommended option."""
    assert extract_parameters(OWN_HASHER.hash(one_time_password())) == RFC_9106_LOW_MEMORY


def test_a_password_of_nobody_is_refused_after_the_same_work_as_any():
    assert not fits(None, one_time_password())
    assert extract_parameters(NOBODYS) == extract_parameters(hash_password(one_time_password()))
