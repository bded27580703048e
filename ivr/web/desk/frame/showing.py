"""How values are shown on every page of the desk: times, numbers, names."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from flask import g, request, url_for
from flask_babel import get_locale, gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from ivr.errors import IvrError
from ivr.logs import mask_number
from ivr.storage.messages.work import BY_RULE
from ivr.storage.people.accounts import EVERY, Role, list_accounts
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import LANGUAGES, for_this_reader, in_readers_language, language_name, told
from ivr.web.desk.frame.menu_words import kind_word, menu_word
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person

CELLS = re.compile(r"<(?:(?P<row>tr)|(?P<cell>t[dh]))\b")
TIME = Markup('<time datetime="{}" title="{} UTC">{}</time>')
SOMEBODY = Markup('<bdi title="{}">{}</bdi>')

NAVIGATION: tuple[tuple[str, LazyString], ...] = (
    ("today", lazy_gettext("Today")),
    ("calls", lazy_gettext("Calls")),
    ("cases", lazy_gettext("Cases")),
    ("messages", lazy_gettext("Messages")),
    ("filed", lazy_gettext("Entries")),
    ("menus", lazy_gettext("Menus")),
    ("closures", lazy_gettext("Closures")),
    ("reports", lazy_gettext("Reports")),
    ("users", lazy_gettext("Users")),
    ("audit", lazy_gettext("Audit")),
    ("outbox", lazy_gettext("Outbox")),
    ("system", lazy_gettext("System")),
)
"""The endpoints in the navigation, each shown to those who may open it, once there is such a page."""
GROUPED = frozenset({"users", "audit", "outbox", "system"})
"""Those that hardly anybody opens every day: they stand together in a group, which opens."""


def local_time(moment: datetime | None, form: str = "%Y-%m-%d %H:%M") -> Markup:
    """A moment by the site's clock, with UTC on hover; nothing for None."""
    if moment is None:
        return Markup("")
    here, there = moment.astimezone(desk.zone), moment.astimezone(UTC)
    return TIME.format(there.isoformat(), there.strftime("%Y-%m-%d %H:%M:%S"), here.strftime(form))


def with_headings(rows: Markup, headings: Sequence[str]) -> Markup:
    """The rows of a table, each cell with its part in it and its heading, which stands beside it on a small screen."""
    places = itertools.count()

    def marked(found: re.Match[str]) -> str:
        nonlocal places
        if found["row"]:
            places = itertools.count()
            return '<tr role="row"'
        heading = escape(Markup(headings[next(places)]).striptags())  # noqa: S704 - without tags, and escaped
        return f'<{found["cell"]} role="{"rowheader" if found["cell"] == "th" else "cell"}" data-heading="{heading}"'

    return Markup(CELLS.sub(marked, rows))  # noqa: S704 - what was safe, and headings escaped


def by_name(email: str) -> Markup:
    """Somebody who did something: the name of their account, with the e-mail on hover; the e-mail without one.

    What a menu's rule did nobody did.
    """
    if email == BY_RULE:
        return escape(gettext("By the rule of its menu:"))
    if "names" not in g:
        g.names = {account.email: account.name for account in list_accounts(desk.database)}
    return SOMEBODY.format(email, g.names.get(email) or email)


def department_titles(role: Role) -> dict[str, Mapping[str, str]]:
    """The departments that the person holds a role in, with their titles in each language."""
    mine = person().departments(role)
    return {name: one.title for name, one in desk.edition.departments.items() if mine is None or name in mine}


def department_title(name: str) -> str:
    """What the reader calls a department; one that is no more, or is none, by its name."""
    if name == EVERY:
        return str(gettext("All departments"))
    department = desk.edition.departments.get(name)
    return in_readers_language(department.title) if department else name


def field_label(name: str, department: str) -> str:
    """What a department calls a field of its callers; where its menu does not say, the name in words."""
    return field_labels()(department)(name)


def field_labels() -> Callable[[str], Callable[[str], str]]:
    """What tells what a department calls its fields, also when the request is over."""
    edition, words = desk.edition, for_this_reader()

    def of(department: str) -> Callable[[str], str]:
        return lambda name: words(edition.label_of(f"{department}/{name}")) or name.replace("_", " ")

    return of


def hotline_title(name: str) -> str:
    """What the reader calls a hotline; one that is no more by its name."""
    lines = (line for line in desk.edition.hotlines.values() if line.name == name)
    return next((in_readers_language(line.title) for line in lines), name)


def called(code: str) -> str:
    """What the reader calls a language of callers; one that is no more by its code."""
    language = desk.edition.languages.get(code)
    return language_name(language) if language else code


class NavigationLink(NamedTuple):
    """A page that the person may open: its address, its words, whether it is where they are, and in the group."""

    address: str
    words: LazyString
    here: bool
    grouped: bool


def navigation() -> list[NavigationLink]:
    """What the person may open; a group of one is none."""
    visitor = g.get("person")
    if visitor is None or visitor.account.must_change:
        return []
    names = [name for name, _ in NAVIGATION if visitor.may_open(pages.roles[name])]
    grouped = GROUPED.intersection(names) if len(GROUPED.intersection(names)) > 1 else frozenset()
    return [_link(name, words, name in grouped) for name, words in NAVIGATION if name in names]


def _link(name: str, words: LazyString, grouped: bool) -> NavigationLink:
    address = url_for(f"desk.{name}")
    here = request.path == address or (name != "today" and request.path.startswith(f"{address}/"))
    return NavigationLink(address, words, here, grouped)


for shown in (
    local_time, with_headings, mask_number, by_name, in_readers_language, language_name, kind_word, menu_word, told,
    department_title, hotline_title, field_label, called,
):  # fmt: skip
    pages.add_app_template_filter(shown)
pages.add_app_template_filter(datetime.fromisoformat, "as_moment")


@pages.context_processor
def _names() -> dict[str, object]:
    """What every template of the desk finds."""
    return {
        "navigation": navigation,
        "site_name": _site_name,
        "as_of": desk.as_of,
        "languages": LANGUAGES,
        "locale": str(get_locale()),
        "person": g.get("person"),
        "office": bool(desk.settings.oidc_url),
        "demo": desk.settings.mode == "demo",
    }


def _site_name() -> str:
    """What the site calls itself, for titles; nothing where no edition can be had, as on a page that says so."""
    try:
        return in_readers_language(desk.edition.site)
    except IvrError:
        return ""
