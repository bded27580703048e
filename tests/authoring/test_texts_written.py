"""A text goes into YAML as an editor would type it: comments, order, quotes and blank lines stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.yaml.reading import read_document
from ivr.authoring.yaml.writing import NotWritten, with_texts

ORDER = ("yue", "cmn", "en")
FILE = """# What the counter says.
title: {yue: 運輸, en: Transport}   # short
nodes:
  main:
    kind: answer
    say:
      yue: 你好。  # heard first
      en: >-
        A very long text that goes on and on so that it does not stand on one line of the file, and is folded here
        for whoever reads it.

  # The end.
  bye: {kind: answer, say: {yue: '再見', cmn: "再见", en: Good-bye.}}
"""
SAY = ("nodes", "main", "say")


def test_a_language_that_is_missing_goes_to_its_place_among_the_others():
    written = with_texts(FILE, {("title", "cmn"): "运输", (*SAY, "cmn"): "您好。"}, ORDER)
    assert "title: {yue: 運輸, cmn: 运输, en: Transport}   # short\n" in written
    assert "      yue: 你好。  # heard first\n      cmn: 您好。\n      en: >-\n" in written
    assert "\n\n  # The end.\n" in written


def test_the_first_and_the_last_language_can_be_missing_too():
    assert with_texts("say: {cmn: 二}\n", {("say", "yue"): "一"}, ORDER) == "say: {yue: 一, cmn: 二}\n"
    assert with_texts("say: {cmn: 二}\n", {("say", "en"): "one, two"}, ORDER) == 'say: {cmn: 二, en: "one, two"}\n'
    assert with_texts("say:\n  en: one", {("say", "yue"): "一"}, ORDER) == "say:\n  yue: 一\n  en: one"
    assert with_texts("say:\n  yue: 一", {("say", "en"): "one"}, ORDER) == "say:\n  yue: 一\n  en: one"


def test_several_that_are_missing_stand_in_their_order():
    wishes = {("say", "en"): "one", ("say", "cmn"): "二"}
    assert with_texts("say:\n  yue: 一\n", wishes, ORDER) == "say:\n  yue: 一\n  cmn: 二\n  en: one\n"
    assert with_texts("say: {yue: 一}\n", wishes, ORDER) == "say: {yue: 一, cmn: 二, en: one}\n"


def test_quotes_folds_and_comments_stay_as_they_are_typed():
    wishes = {("nodes", "bye", "say", "yue"): "拜拜", ("nodes", "bye", "say", "cmn"): "拜拜", (*SAY, "en"): "Short."}
    written = with_texts(FILE, wishes, ORDER)
    assert """{yue: '拜拜', cmn: "拜拜", en: Good-bye.}""" in written
    assert "      en: >-\n        Short.\n\n  # The end.\n" in written
    assert written.startswith("# What the counter says.\n")


def test_a_long_text_is_folded_where_lines_have_room_for_it():
    words = " ".join(["Please bring your licence."] * 12)
    written = with_texts("say:\n  en: Short.\n", {("say", "en"): words}, ORDER)
    assert written.startswith("say:\n  en: >-\n    Please bring")
    assert max(map(len, written.splitlines())) <= 120


def test_line_ends_of_windows_stay():
    content = "say:\r\n  yue: 一\r\n  # next\r\nmore: yes\r\n"
    written = with_texts(content, {("say", "en"): "one"}, ORDER)
    assert written == "say:\r\n  yue: 一\r\n  en: one\r\n  # next\r\nmore: yes\r\n"


def test_what_is_empty_or_has_nothing_behind_its_colon_is_filled():
    assert with_texts('say: {yue: 一, en: ""}\n', {("say", "en"): "one"}, ORDER) == 'say: {yue: 一, en: "one"}\n'
    assert with_texts("say:\n  yue: 一\n  en:\n", {("say", "en"): "one"}, ORDER) in (
        "say:\n  yue: 一\n  en: one\n",
        'say:\n  yue: 一\n  en: "one"\n',
    )


@pytest.mark.parametrize("path", [("no", "en"), ("say",), ("say", "yue", "en")])
def test_where_there_is_no_group_of_languages_nothing_is_written(path):
    with pytest.raises(NotWritten):
        with_texts("say: {yue: 一}\n", {path: "one"}, ORDER)


TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)


@given(TEXTS, TEXTS, st.sampled_from(["say: {{yue: {}, en: x}}\n", "say:\n  yue: {}\n  # why\n  en: >-\n    x\n"]))
def test_any_text_is_read_again_as_it_was_meant(old, new, form):
    content = with_texts(form.format('"?"'), {("say", "yue"): old}, ORDER)
    content = with_texts(content, {("say", "yue"): new, ("say", "en"): old, ("say", "cmn"): new}, ORDER)
    document, _ = read_document("f", content.encode())
    assert document.value == {"say": {"yue": new, "cmn": new, "en": old}}
    assert ("# why" in content) == ("# why" in form)
