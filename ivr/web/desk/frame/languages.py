"""The language of the pages: English, Traditional or Simplified Chinese. Catalogues are .po files, read when needed.

Words of the pages lie in `translations/<locale>/*.po` of the desk; all of a locale are read together.
"""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request, session
from flask_babel import Babel, Domain, get_locale, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.engine.edition import Language

FOLDER = Path(__file__).parents[1] / "translations"
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "en": ("English", "en"),
    "zh_Hant_HK": ("繁體中文", "zh-Hant-HK"),
    "zh_Hans_CN": ("简体中文", "zh-Hans-CN"),
}
"""By locale: its own name for itself, and its tag in HTML."""

CALLED: Mapping[str, LazyString] = {
    "yue": lazy_gettext("Cantonese"),
    "cmn": lazy_gettext("Putonghua"),
    "en": lazy_gettext("English"),
}
"""What the reader calls a language of callers."""
CALLERS = {"en": ("en", "yue", "cmn"), "zh_Hant_HK": ("yue", "cmn", "en"), "zh_Hans_CN": ("cmn", "yue", "en")}


class PoDomain(Domain):  # type: ignore[misc]  # ships no types
    """Finds translations in the .po files themselves, so that nothing compiled can be out of step with them."""

    def get_translations(self) -> NullTranslations:
        """Those of the page's language."""
        return catalogue(str(get_locale()))


@cache
def catalogue(locale: str) -> NullTranslations:
    """All that is translated into a locale."""
    found = Translations()
    for file in sorted((FOLDER / locale).glob("*.po")):
        with file.open("rb") as opened:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(opened, locale))
        compiled.seek(0)
        read = Translations(compiled)
        found.merge(read)
        found.plural = read.plural  # merging leaves it out
    return found


class PoBabel(Babel):  # type: ignore[misc]  # ships no types
    """Flask-Babel, with those catalogues."""

    domain_instance = PoDomain()


def speak_languages(app: Flask) -> None:
    """Let the pages of an app speak the reader's language."""
    PoBabel(app, locale_selector=chosen_language)


def chosen_language() -> str:
    """The locale chosen on this browser, else the account's, else what the browser asks for."""
    person = g.get("person")
    for wanted in (session.get("language"), person.account.language if person else ""):
        if wanted in LANGUAGES:
            return str(wanted)
    tags = {tag: locale for locale, (_, tag) in LANGUAGES.items()} | {
        "zh-TW": "zh_Hant_HK",
        "zh-HK": "zh_Hant_HK",
        "zh-CN": "zh_Hans_CN",
        "zh": "zh_Hans_CN",
    }
    return tags[request.accept_languages.best_match(tags, "en")]


def callers_language() -> str:
    """The language of callers that is nearest to the reader's, such as yue."""
    return CALLERS.get(str(get_locale()), ("en",))[0]


def language_name(language: Language) -> str:
    """What the reader calls a language of callers; where there is no word for it, what the site does."""
    return str(CALLED.get(language.code, language.name))


def in_readers_language(texts: Mapping[str, str]) -> str:
    """A text given by callers' language (yue, cmn, en), in the one nearest to the reader's."""
    for code in CALLERS.get(str(get_locale()), ()):
        if texts.get(code):
            return texts[code]
    return next(iter(texts.values()), "")
