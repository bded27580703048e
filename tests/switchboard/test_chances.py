"""Lots: the same whenever asked, about as often as they should, and nobody's guess."""

from ivr.switchboard.chances import KeyedChances


def test_a_lot_falls_the_same_whoever_asks_and_however_often() -> None:
    names = [f"transport/opinion CA{number}" for number in range(200)]
    first = [KeyedChances("a key").falls_on(name, 4) for name in names]
    assert first == [KeyedChances("a key").falls_on(name, 4) for name in names]
    assert first != [KeyedChances("another key").falls_on(name, 4) for name in names]


def test_it_falls_on_one_in_so_many() -> None:
    chances = KeyedChances("a key")
    hits = sum(chances.falls_on(f"CA{number}", 4) for number in range(4000))
    assert 900 < hits < 1100
    assert all(chances.falls_on(f"CA{number}", 1) for number in range(50))
