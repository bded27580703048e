"""The catalogues: for each English sentence its translation. All .po files of a locale are read together.

Nothing compiled is kept, so that nothing can be out of step with them.
"""

import gettext
import io
from functools import cache
from pathlib import Path

from ivr.translation.sentences import Sentence, fill_places

FOLDER = Path(__file__).parent
ENGLISH = "en"
CHINESE = ("zh_Hant_HK", "zh_Hans_CN")
"""The locales that there are catalogues for: the written Chinese of Hong Kong, and of the Mainland."""


def in_language(text: str, locale: str) -> str:
    """The sentence in the language of a locale; what is no sentence, or has no words there, as it stands."""
    if locale == ENGLISH or not text or not isinstance(text, Sentence):
        return text
    values = {name: in_language(value, locale) for name, value in text.values.items()}
    return fill_places(_template(text, catalogue(locale)), values)


def _template(text: Sentence, words: gettext.NullTranslations) -> str:
    if text.several:
        return words.ngettext(text.template, text.several, text.number)
    if text.context:
        return words.pgettext(text.context, text.template)
    return words.gettext(text.template)


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """All that is translated into a locale."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    words = Catalog(locale)
    for file in sorted((FOLDER / locale).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened, locale, abort_invalid=True):
                words[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
