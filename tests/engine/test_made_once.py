"""What is made once of an edition: every caller hears what a caller of a new edition would hear."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pickle import dumps, loads

import pytest
from small_hotline import Caller, World, edition_of

from ivr.engine import made_once
from ivr.engine.edition import Edition
from ivr.engine.made_once import MadeOnce
from ivr.engine.turn import Turn, begin

MENU = """
main:
  kind: menu
  choices:
    1: {label: {yue: 轉語言, cmn: 换语言, en: another language}, to: language}
    2: {label: {yue: 渠, cmn: 渠, en: drains}, to: number}
    3: {label: {yue: 收費, cmn: 收费, en: fees}, answer: {yue: 免費。, cmn: 免费。, en: It costs nothing.}}
number:
  kind: ask
  say: {yue: 號碼, cmn: 号码, en: "Which number?"}
  digits: 1
  keep: number
  then: drain
drain:
  kind: menu
  say: {yue: "{number}號渠。", cmn: "{number}号渠。", en: "Drain {number}."}
  choices:
    1: {label: {yue: 收費, cmn: 收费, en: fees}, to: main.3}
"""


@pytest.fixture
def edition(three_languages) -> Edition:
    speaking = {code: replace(each, speech_language=each.say_language) for code, each in three_languages.items()}
    return edition_of(MENU, languages=speaking)


def rung(edition: Edition, keys: Sequence[str]) -> list[Turn]:
    """The turns of a caller who presses these keys, or stays silent where none is given."""
    world = World()
    caller = Caller(edition, world, begin(edition, edition.hotline("works"), "CA1", "+85255501234", world.ports))
    caller.ring()
    for key in keys:
        caller.press(key) if key else caller.wait()
    return caller.turns


def test_it_differs_for_nobody_who_rang_before(edition: Edition) -> None:
    ways = [("2", "7", "1", "*", "1"), ("2", "8", "1", "1", "*", "#"), ("3", "", "9"), ("", "", "5", "8"), ("1", "3")]
    for languages, keys in product("123", ways):
        assert rung(edition, (*languages, *keys)) == rung(replace(edition), (*languages, *keys))


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "MOST", 2)
    kept = MadeOnce()
    assert [kept.get(name, name.upper) for name in ("one", "two")] == ["ONE", "TWO"]
    assert kept.get("two", "made again".upper) == "TWO"
    assert kept.get("three", "three".upper) == "THREE"
    assert kept.get("two", "made again".upper) == "MADE AGAIN"


def test_it_goes_nowhere_with_its_edition(edition: Edition) -> None:
    rung(edition, "32")
    bare = dumps(replace(edition))
    assert len(dumps(edition)) < len(bare) + 200
    assert loads(dumps(edition)) == edition  # noqa: S301 - its own
