"""Every word of the desk's pages is translated into both kinds of Chinese, with the same places to fill in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po

import ivr.web.desk
from ivr.web.desk.frame.languages import LANGUAGES, catalogue

HERE = Path(ivr.web.desk.__file__).parent
CHINESE = [locale for locale in LANGUAGES if locale != "en"]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}
PLACE = re.compile(r"%\([a-z_]+\)[sd]")
WRITERS = {
    HERE / "translations" / locale / f.name for locale in CHINESE for f in HERE.glob(f"translations/{locale}/*.po")
}


def words() -> Iterator[tuple[str, str]]:
    """Every text to be translated, and the file it is in."""
    for method, pattern in (("python", "**/*.py"), ("jinja2.ext:babel_extract", "**/*.html")):
        options = {"silent": "false", "trimmed": "false"} if "jinja" in method else {}
        for file in sorted(HERE.glob(pattern)):
            for _, message, _, _ in extract_from_file(method, str(file), KEYWORDS, options=options):
                yield (message if isinstance(message, str) else next(filter(None, message))), file.name


@pytest.mark.parametrize("locale", CHINESE)
def test_every_word_is_translated(locale: str) -> None:
    translations = catalogue(locale)
    known = set(translations._catalog) | {one[0] for one in translations._catalog if isinstance(one, tuple)}
    missing = sorted({f"{file}: {text}" for text, file in words() if text not in known})
    assert missing == []


@pytest.mark.parametrize("file", sorted(WRITERS), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_translation_fills_in_what_the_english_does(file: Path) -> None:
    with file.open("rb") as opened:
        messages = [message for message in read_po(opened, file.parent.name, abort_invalid=True) if message.id]
    assert messages
    for message in messages:
        assert not message.fuzzy, message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACE.findall(message.id if isinstance(message.id, str) else message.id[1]))
        for text in texts:
            assert text, f"{message.id!r} is not translated"
            assert set(PLACE.findall(text)) == wanted, message.id


@pytest.mark.parametrize("locale", CHINESE)
def test_one_english_word_has_one_translation(locale: str) -> None:
    found: dict[object, set[object]] = {}
    for file in HERE.glob(f"translations/{locale}/*.po"):
        with file.open("rb") as opened:
            for message in read_po(opened, locale):
                found.setdefault((message.id, message.context), set()).add(message.string)
    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}
