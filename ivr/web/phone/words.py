"""The languages of the page, and what its script says; the rest stands in the templates."""

from collections.abc import Mapping
from typing import NamedTuple

from ivr.translation import ENGLISH, Sentence, in_context, in_language, said


class PageLanguage(NamedTuple):
    """A language of the page: callers' code for it, its own name for itself, its tag in HTML, its catalogue."""

    code: str
    name: str
    tag: str
    locale: str

    def told(self, sentence: str) -> str:
        """A sentence in it."""
        return in_language(sentence, self.locale)

    def written(self, text: str, /, **values: object) -> str:
        """The sentence that `text` makes with its places filled, in it."""
        return self.told(said(text, **values))


LANGUAGES: Mapping[str, PageLanguage] = {
    each.code: each
    for each in (
        PageLanguage("en", "English", "en", ENGLISH),
        PageLanguage("yue", "繁體中文", "yue-Hant-HK", "zh_Hant_HK"),
        PageLanguage("cmn", "简体中文", "cmn-Hans-CN", "zh_Hans_CN"),
    )
}
CALL = in_context("button", "Call")
OF_THE_SCRIPT: Mapping[str, Sentence] = {
    "away": said("The server cannot be reached."),
    "fault": said("No carrier would accept this answer: {fault}"),
    "to officer": said("to the officer"),
    "no voice": said("This browser has no voice for this language."),
    "no voice yue": said("This browser has no Cantonese voice."),
    "no voice cmn": said("This browser has no Putonghua voice."),
    "no voice en": said("This browser has no English voice."),
    "recording": said("Recording"),
    "drafted": said("What was typed at the desk"),
    "no walk": said("There is no such call to replay. Sign in at the desk, then open the link again."),
    "you press": said("you press {key}"),
    "you say": said("you say “{words}”"),
    "ended by hotline": said("The hotline hung up."),
    "ended by caller": said("You hung up."),
}
"""By the names that phone.js calls them; it fills the places itself."""
