"""A menu that does not say how many choices it has, so that callers do not know how long to listen.

The number stands in the menu's `say`, in every language, as a word or in digits. The keys that all menus have are not
counted, nor are menus of one choice.

FAIL under `ireland`, a menu of three choices without `say`, or with `say: {en: There are four choices.}`
PASS `say: {en: There are three choices.}`
"""

import re
from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site
from ivr.nodes.menu import MenuNode
from ivr.words import HONG_KONG, say_value

ID = "service-count"
AFTER_OTHERS = True
A_PAIR = {"yue": "兩", "cmn": "两"}  # of things; the number as it is counted is another word


def check(site: Site) -> Iterator[Problem]:
    """Every menu of several choices; of its languages the first that does not say the number."""
    limit = limit_of(site, "count_said")
    if limit is None:
        return
    for placed in site.nodes:
        node = placed.node
        silent = _silent_in(site, node) if isinstance(node, MenuNode) else ""
        if isinstance(node, MenuNode) and silent:
            template = '"{node}" does not say in "{code}" that it has {count} choices.'
            message = said(template, node=placed.path[-1], code=silent, count=len(node.choices))
            advice = said("Begin it with a `say` that names the number, and change that when choices change.")
            yield finding(limit, ID, placed.document, placed.path, message, advice, name=True)


def _silent_in(site: Site, menu: MenuNode) -> str:
    """The first language in which a menu of several choices does not say how many they are."""
    count = len(menu.choices)
    texts = menu.say or {}
    return next((code for code in site.languages if count > 1 and not _says(texts.get(code, ""), count, code)), "")


def _says(text: str, count: int, language: str) -> bool:
    words = [str(count), say_value(str(count), "number", language, HONG_KONG)]
    if count == 2 and language in A_PAIR:
        words.append(A_PAIR[language])
    return any(re.search(rf"(?<![a-z0-9]){re.escape(word.lower())}(?![a-z0-9])", text.lower()) for word in words)
