"""Templates are filled with values, and with nothing else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivr.words import HONG_KONG, Value, always_said, fill, placeholders

HOSTILE = [
    "{x.__class__}",
    "{0}",
    "{}",
    "{x!r}",
    "{x:>9}",
    "{x[0]}",
    "{ x }",
    "{x-y}",
    "{x",
    "x}",
    "{{x}",
    "{x}}",
    "{é}",
]


def test_a_place_takes_what_its_value_sounds_like():
    values = {"fee": Value("20.50", "money"), "number": Value("42", "digits")}
    assert fill("{number}: {fee}.", values, "en", HONG_KONG) == "four two: twenty dollars and fifty cents."
    assert fill("{number}：{fee}。", values, "yue", HONG_KONG) == "四二：二十元五毫。"


def test_double_braces_are_braces():
    assert fill("{{x}} {{", {}, "en", HONG_KONG) == "{x} {"
    assert placeholders("{{x}}") == ()


def test_places_are_named_once_in_their_order():
    assert placeholders("{b} {a} {b} {long_name_2}") == ("b", "a", "long_name_2")


def test_a_place_without_a_value_is_named():
    with pytest.raises(KeyError, match="fee"):
        fill("It costs {fee}.", {"cost": Value("1", "money")}, "en", HONG_KONG)


@pytest.mark.parametrize("template", HOSTILE)
def test_anything_but_a_plain_name_between_braces_is_refused(template):
    with pytest.raises(ValueError, match=r"belongs to no place to fill; write \{name\}"):
        placeholders(template)
    with pytest.raises(ValueError, match="belongs to no place"):
        fill(template, {"x": Value("1", "text")}, "en", HONG_KONG)


def test_the_refusal_tells_where_the_brace_is():
    with pytest.raises(ValueError, match=r'the "\{" at character 4'):
        placeholders("To {the end")


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        ("It is ready.[ Collect it by {until}.]", {"until": "noon"}, "It is ready. Collect it by noon."),
        ("It is ready.[ Collect it by {until}.]", {"until": ""}, "It is ready."),
        ("It is ready.[ Collect it by {until}.]", {"until": "  "}, "It is ready."),
        ("It is ready.[ Collect it by {until}.]", {}, "It is ready."),
        ("已準備好[，請於{until}前領取]。", {"until": ""}, "已準備好。"),
        ("Ready. [Bring {papers}.] Goodbye.", {"papers": ""}, "Ready. Goodbye."),
        ("[At {place},] {until}.", {"until": "noon"}, "noon."),
        ("[At {place}][, by {until}] ", {"until": "noon"}, ", by noon "),
        ("[{place} or {until}]{other}", {"until": "noon", "other": "x"}, "x"),
        ("[{place} or {until}]{other}", {"until": "noon", "place": "here", "other": "x"}, "here or noonx"),
        ("{other} [[{until}]]", {"until": "noon", "other": "x"}, "x [noon]"),
        ("[{until}[[!]]]{other}", {"until": "noon", "other": "x"}, "noon[!]x"),
        ("[{{}}]{other}", {"other": "x"}, "[{}]x"),
    ],
)
def test_what_stands_in_brackets_is_left_out_where_a_place_of_it_is_empty(template, values, told):
    known = {name: Value(text, "text") for name, text in values.items()}
    assert fill(template, known, "en", HONG_KONG) == told


@pytest.mark.parametrize("text", ["[x]", "[[x]]", "[", "]", "[[", "a [b [c] d", "Press 1 [or wait]."])
def test_brackets_in_a_text_without_places_are_said_as_they_stand(text):
    assert fill(text, {}, "en", HONG_KONG) == text


@pytest.mark.parametrize("text", ["[x] {y}", "{y} ]", "[ {y}", "[a [b] {y}"])
def test_brackets_without_a_place_are_said_as_they_stand(text):
    assert fill(text, {"y": Value("", "text")}, "en", HONG_KONG) == text.replace("{y}", "")


@given(text=st.text())
def test_a_value_with_brackets_leaves_nothing_out(text):
    assert fill("{x}[ {x}]", {"x": Value(f"[{text}]", "text")}, "en", HONG_KONG) == f"[{text}] [{text}]"


def test_an_empty_place_outside_brackets_is_said_as_nothing():
    assert fill("By {until}.", {"until": Value("", "date")}, "en", HONG_KONG) == "By ."


def test_what_is_always_said_stands_outside_brackets():
    assert always_said("{a}[ {b}]") == ("a",)
    assert always_said("[{a}] [{b}]") == ("a", "b")
    assert placeholders("{a}[ {b}] [{c} {a}]") == ("a", "b", "c")


@pytest.mark.parametrize("text", [*HOSTILE, "{{x}}", "%s %(x)s", "$x ${x}", "<Say>", "{{ 7*7 }}"])
def test_a_value_is_data_and_never_a_template(text):
    assert fill("({x})", {"x": Value(text, "text")}, "en", HONG_KONG) == f"({text})"


@given(template=st.text("{}xy0.! \n"), text=st.text())
def test_what_is_filled_is_filled_as_python_itself_would(template, text):
    try:
        filled = fill(template, {"x": Value(text, "text")}, "en", HONG_KONG)
    except (KeyError, ValueError):
        assume(False)
    assert filled == template.format_map({"x": text})


@given(text=st.text())
def test_doubled_braces_say_any_text_unchanged(text):
    assert fill(text.replace("{", "{{").replace("}", "}}"), {}, "yue", HONG_KONG) == text
