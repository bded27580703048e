"""Every sentence of the program is there in both kinds of Chinese, with its places, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import ivr
from ivr.authoring.rules import PAGES
from ivr.authoring.service import profiles
from ivr.authoring.service.writing import wrong_script
from ivr.telling.codes import CODES
from ivr.translation import CHINESE
from ivr.translation.catalogues import FOLDER
from ivr.translation.sentences import PLACE

ROOT = Path(ivr.__file__).parent
PROGRAM = sorted(ROOT.rglob("*.py"))
PAGES_OF_THE_WEB = sorted(ROOT.rglob("*.html"))
MARKS = {
    "said": None,
    "counted": (2, 3),
    "in_context": ((1, "c"), 2),
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
STRICT = {"silent": "false", "trimmed": "false"}
PARTS_OF_FILES = frozenset(
    {"language", "hotline", "calendar", "closure", "table", "choice", "column", "review", "recording", "note", "day"}
    | {"call", "case", "step", "task", "language choice", "notice", "exception", "alert", "pledge"}
)
"""What the check calls parts of files by the names of their models."""
FILES = [(locale, file) for locale in CHINESE for file in sorted((FOLDER / locale).glob("*.po"))]


Known = tuple[str, str]
"""How a translation is found: by the context of a sentence, mostly none, and the sentence."""


@cache
def sentences() -> frozenset[Known]:
    """Every English text that may have to be told in another language."""
    sources = (limit.source.template for name in profiles.NAMES for limit in profiles.profile(name).values())
    elsewhere = (("", text) for text in (*PAGES.values(), *sources, *PARTS_OF_FILES, *CODES))
    return frozenset(known for known in (*_marked(), *elsewhere) if _has_words(known))


def _has_words(known: Known) -> bool:
    return bool(re.search("[A-Za-z]", PLACE.sub("", known[1])))


def _marked() -> Iterator[Known]:
    for method, files in (("python", PROGRAM), ("jinja2.ext:babel_extract", PAGES_OF_THE_WEB)):
        for file in files:
            for _, texts, _, context in extract_from_file(method, str(file), MARKS, options=STRICT):
                found = [texts] if isinstance(texts, str) else filter(None, texts)
                yield from ((context or "", text) for text in found)


def messages(locale: str) -> list[Message]:
    """What is written in the catalogues of a locale, file by file."""
    return [message for at, file in FILES if at == locale for message in _read(locale, file)]


def _read(locale: str, file: Path) -> list[Message]:
    with file.open("rb") as opened:
        return [message for message in read_po(opened, locale, abort_invalid=True) if message.id]


def english(message: Message) -> tuple[str, ...]:
    """The sentence, of one thing and of several."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


def translations(message: Message) -> tuple[str, ...]:
    """Its translation; in most languages there is more than one where things are counted."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def translated(locale: str) -> set[Known]:
    """What there is a translation of."""
    return {(message.context or "", text) for message in messages(locale) for text in english(message)}


def places(text: str) -> set[str]:
    """The names of the places in a sentence."""
    return set(PLACE.findall(text))


def test_what_is_said_is_marked_where_it_is_written() -> None:
    for file in PROGRAM:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS and node.args:
                assert not _is_put_together(node.args[0]), (file, node.lineno)


def _is_put_together(node: ast.expr) -> bool:
    """Whether a sentence is written in parts, so that nobody finds it as a whole."""
    parts = ast.walk(node) if isinstance(node, ast.IfExp | ast.BoolOp | ast.BinOp) else [node]
    return any(isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and part != node) for part in parts)


@pytest.mark.parametrize("locale", CHINESE)
def test_every_sentence_is_translated(locale: str) -> None:
    assert len(sentences()) > 1500
    assert sentences() - translated(locale) == set()


@pytest.mark.parametrize("locale", CHINESE)
def test_no_sentence_is_translated_that_nobody_says(locale: str) -> None:
    assert {known for known in translated(locale) - sentences() if _has_words(known)} == set()


@pytest.mark.parametrize("locale", CHINESE)
def test_a_sentence_has_one_translation(locale: str) -> None:
    found = [(message.context, message.id) for message in messages(locale)]
    assert [text for text in set(found) if found.count(text) > 1] == []


@pytest.mark.parametrize(("locale", "file"), FILES, ids=lambda part: getattr(part, "name", part))
def test_a_translation_has_the_places_of_its_sentence(locale: str, file: Path) -> None:
    pages = set(PAGES.values())  # whose braces are examples
    for message in _read(locale, file):
        assert not message.fuzzy, message.id
        for text in translations(message):
            assert text, message.id
            assert message.id in pages or places(text) == places(english(message)[-1]), message.id


@pytest.mark.parametrize(("locale", "code"), [("zh_Hant_HK", "yue"), ("zh_Hans_CN", "cmn")])
def test_no_letter_is_of_the_other_script(locale: str, code: str) -> None:
    examples = re.compile(r"`[^`]*`")  # an example may show the very letter that is wrong
    told = [examples.sub("", text) for message in messages(locale) for text in translations(message)]
    assert [(wrong_script(text, code), text) for text in told if wrong_script(text, code)] == []


@pytest.mark.parametrize("locale", CHINESE)
def test_every_page_of_a_rule_has_its_two_examples(locale: str) -> None:
    pages = {message.id: message.string for message in messages(locale) if message.id in set(PAGES.values())}
    for page in pages.values():
        assert [page.count(f"\n{word} ") for word in ("FAIL", "PASS")] == [1, 1], page
