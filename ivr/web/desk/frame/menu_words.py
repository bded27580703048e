"""What menus, settings and the system's own notes call things, in the reader's words; other names stay as they are."""

from collections.abc import Mapping

from flask_babel import get_locale, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.nodes import KINDS
from ivr.telling.codes import CODES
from ivr.translation import said
from ivr.web.desk.frame.languages import told

MENTIONED: Mapping[str, LazyString] = {
    "then": lazy_gettext("then"),
    "otherwise": lazy_gettext("otherwise"),
    "open": lazy_gettext("open"),
    "table": lazy_gettext("table"),
    "officers": lazy_gettext("officers"),
    "calendar": lazy_gettext("calendar"),
    "field": lazy_gettext("field"),
}
"""The cases in which the ways of nodes are gone, and what they mention."""

ELSEWHERE: Mapping[str, LazyString] = {
    "default": lazy_gettext("default"),
    "environment": lazy_gettext("environment"),
    "saved": lazy_gettext("saved"),
    "published at start": lazy_gettext("published at start"),
}
"""Where settings come from, and the notes that the system writes to editions; kept in English."""


def menu_word(name: str) -> str:
    """A word of the system in the reader's language; a name that a department gave, as it is."""
    known = MENTIONED.get(name) or ELSEWHERE.get(name)
    return str(known or code(name))


def kind_word(kind: str) -> str:
    """What a kind of node is called, in the reader's language; one that is gone, as it was written."""
    return in_locale(KINDS[kind].called, kind.replace("_", " ")) if kind in KINDS else kind


def in_locale(words: Mapping[str, str], otherwise: str = "") -> str:
    """That of the words, by locale, which is in the reader's."""
    return words.get(str(get_locale()), otherwise)


def code(value: str) -> str:
    """A word of the system in the reader's language; anything else as it is."""
    return told(said(value)) if value in CODES else value
