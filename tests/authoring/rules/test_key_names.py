"""Which keys a text tells callers to press."""

import pytest

from ivr.authoring.rules.key_names import keys_named
from ivr.words.small_talk import KEYS


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("For fees, press two.", "2"),
        ("Press the star key to go back.", "star"),
        ("then press the pound sign", "hash"),
        ("查詢費用請按二字", "2"),
        ("查询费用请按两键", "2"),
        ("返回請按星號鍵", "star"),
        ("返回请按星号键", "star"),
        ("請按５字", "5"),
    ],
)
def test_a_text_names_the_key_it_tells_callers_to_press(text: str, key: str) -> None:
    assert [named.key for named in keys_named(text)] == [key]


@pytest.mark.parametrize("text", ["Press ten keys.", "Key in 5 digits.", "press two keys", "within 5 days", "請按兩下"])
def test_a_number_of_anything_else_is_no_key(text: str) -> None:
    assert [*keys_named(text)] == []


@pytest.mark.parametrize("name", [name for names in KEYS.values() for name in names.split("|")])
def test_whatever_callers_call_a_key_a_text_may_call_it_too(name: str) -> None:
    told = f"Press {name}." if name.isascii() else f"請按{name}。"
    assert [KEYS[named.key].split("|").count(name) for named in keys_named(told)] == [1]
