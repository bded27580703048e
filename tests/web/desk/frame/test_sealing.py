"""Numbers in addresses: read with the keys of this system alone."""

import pytest

from ivr.web.desk.frame.sealing import Seal

OLD, NEW = "o" * 32, "n" * 32


def test_what_stands_in_an_address_is_the_same_each_time_and_tells_nothing():
    seal = Seal([NEW])
    sealed = seal.close_for_address("+85255501234")
    assert sealed == seal.close_for_address("+85255501234") != seal.close_for_address("+85255501235")
    assert len(sealed) == len(seal.close_for_address("123"))
    assert seal.open_from_address(sealed) == "+85255501234"
    assert sealed != Seal([OLD]).close_for_address("+85255501234")


def test_an_older_key_still_reads():
    assert Seal([NEW, OLD]).open_from_address(Seal([OLD]).close_for_address("1234")) == "1234"
    assert Seal([NEW]).open_from_address(Seal([OLD]).close_for_address("1234")) == ""


@pytest.mark.parametrize("forged", ["", "1234", "+85255501234", "A" * 43, "ü", "=" * 9, "A" * 5000])
def test_what_was_not_made_here_is_not_read(forged):
    assert Seal([NEW]).open_from_address(forged) == ""
