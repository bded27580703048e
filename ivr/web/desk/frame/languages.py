"""The language of the pages: English, Traditional or Simplified Chinese. Their words are those of `ivr.translation`."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, g, request, session
from flask_babel import Babel, Domain, get_locale, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from ivr.engine.edition import Language
from ivr.translation import counted, in_language, said

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


class ReadersWords(Domain):  # type: ignore[misc]  # ships no types
    """Tells sentences of the program in the reader's language; what `gettext` and `lazy_gettext` of pages ask."""

    def gettext(self, string: str, **values: object) -> str:
        """A sentence."""
        return told(said(string, **values))

    def ngettext(self, singular: str, plural: str, num: int, **values: object) -> str:
        """A sentence that is said of `num` things."""
        return told(counted(num, singular, plural, **values))


class Reader(Babel):  # type: ignore[misc]  # ships no types
    """Flask-Babel, which knows the reader's language, with our sentences."""

    domain_instance = ReadersWords()


def told(sentence: str) -> str:
    """A sentence in the reader's language; what is none, as it is."""
    return in_language(sentence, str(get_locale()))


def speak_languages(app: Flask) -> None:
    """Let the pages of an app speak the reader's language."""
    Reader(app, locale_selector=chosen_language, configure_jinja=False)
    app.jinja_env.globals.update(_=_in_page, ngettext=_counted_in_page)


def _in_page(text: str, /, **values: object) -> Markup:
    """A sentence for HTML, what stands in its places made harmless."""
    return Markup(gettext(text, **_harmless(values)))  # noqa: S704 - text is the program's own, values are escaped


def _counted_in_page(one: str, several: str, number: int) -> Markup:
    return Markup(ngettext(one, several, number))  # noqa: S704 - all of it is the program's own


def _harmless(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: escape(value) for name, value in values.items()}


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
    return for_this_reader()(texts)


def for_this_reader() -> Callable[[Mapping[str, str]], str]:
    """What gives a text in the language nearest to this reader's, also when the request is over."""
    codes = CALLERS.get(str(get_locale()), ())
    return lambda texts: next((texts[code] for code in codes if texts.get(code)), next(iter(texts.values()), ""))
