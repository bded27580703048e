"""Every sentence in which a call is told is there in Chinese."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from ivr.telling import telling

ROOM = Path(telling.__file__).parents[1]
TRANSLATIONS = ROOM / "web" / "desk" / "translations"


@pytest.mark.parametrize("locale", ["zh_Hant_HK", "zh_Hans_CN"])
def test_every_sentence_and_word_of_a_call_is_translated(locale):
    with (TRANSLATIONS / locale / "call.po").open("rb") as file:
        translated = {message.id for message in read_po(file, locale) if message.string}
    sentences = {words for _, words, _, _ in extract_from_file("python", telling.__file__, keywords={"gettext": None})}
    assert (sentences | telling.CODES) - translated == set()
