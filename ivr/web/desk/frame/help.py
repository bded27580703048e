"""Help: what each page is for, the keys, the words, and where the manual tells more."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.showing import NAVIGATION, navigation

PURPOSES: Mapping[str, tuple[LazyString, str]] = {
    "today": (
        lazy_gettext(
            "What happens now and since midnight. Every figure is a link to just those calls. The red strip is there "
            "when something needs you."
        ),
        "docs/supervisors/desk.md",
    ),
    "calls": (
        lazy_gettext(
            "Find calls by day, time, hotline, outcome, place or number. The time of a call leads to the call: step "
            "by step what the caller heard and did. Files hold exactly the list you see."
        ),
        "docs/supervisors/desk.md",
    ),
    "cases": (
        lazy_gettext(
            "Complaints, suggestions, compliments and requests that callers left. Take one, note what you do, reply, "
            "and close it with its cause and remedy. Nothing written there can be changed later."
        ),
        "docs/supervisors/cases.md",
    ),
    "messages": (
        lazy_gettext(
            "What callers recorded when no officer could be reached. Listen, ring back, and mark it done or make a "
            "case of it."
        ),
        "docs/supervisors/cases.md",
    ),
    "filed": (
        lazy_gettext(
            "What callers entered themselves: bookings, claims and the like. Look for those of a day, correct one, "
            "take one back, or take them along as a file. What is private is shown only to supervisors who ask for it."
        ),
        "docs/supervisors/entries.md",
    ),
    "menus": (
        lazy_gettext(
            "What callers hear and which keys lead where, with what callers did there in the last 30 days. Editors "
            "write, check and publish here."
        ),
        "docs/editors/on-the-desk.md",
    ),
    "closures": (
        lazy_gettext(
            "Close offices for a typhoon or another emergency, or announce a notice. You hear it before callers do; it "
            "ends by itself and can be stopped."
        ),
        "docs/supervisors/closures.md",
    ),
    "reports": (
        lazy_gettext(
            "Figures for any days, each with what it counts and what it leaves out. Every chart has its table; tables "
            "can be downloaded and printed."
        ),
        "docs/supervisors/reports.md",
    ),
    "users": (
        lazy_gettext(
            "Accounts and their roles, each in one department or in all. A forgotten password is replaced here."
        ),
        "docs/supervisors/signing-in.md",
    ),
    "audit": (
        lazy_gettext(
            "Who saw, changed, listened to, announced or exported what, and when. Nothing can be changed, nor taken "
            "out within a year."
        ),
        "docs/supervisors/signing-in.md",
    ),
    "outbox": (
        lazy_gettext(
            "What is sent out of the house: what waits, was sent or could not be, every attempt, and sending it again."
        ),
        "docs/operators/sending.md",
    ),
    "system": (
        lazy_gettext("Settings in force, the version, and whether anything is away or waiting."),
        "docs/operators/watching.md",
    ),
}
"""By endpoint of the navigation: what the page is for, and its page of the manual."""

KEYS: tuple[tuple[LazyString, LazyString], ...] = (
    (lazy_gettext("Tab, Shift+Tab"), lazy_gettext("to the next or previous link, button or field")),
    (lazy_gettext("Enter"), lazy_gettext("follows a link, presses a button, sends a form")),
    (lazy_gettext("Space"), lazy_gettext("presses a button, ticks a box")),
    (lazy_gettext("First Tab on a page, then Enter"), lazy_gettext("skips to the content")),
    (lazy_gettext("Arrow keys"), lazy_gettext("choose in a group, and scroll a wide table that has the focus")),
    (lazy_gettext("0–9, star, hash"), lazy_gettext("on the test telephone: the keys of the telephone")),
)

WORDS: tuple[tuple[LazyString, LazyString], ...] = (
    (lazy_gettext("hotline"), lazy_gettext("a number that callers ring; it belongs to a department")),
    (lazy_gettext("place"), lazy_gettext("where in a menu the caller was, such as transport/fees")),
    (lazy_gettext("answered by the system"), lazy_gettext("the caller was told an answer, and needed no officer")),
    (
        lazy_gettext("gave what was asked for"),
        lazy_gettext("the caller answered questions whose answers are kept for themselves, such as ratings"),
    ),
    (lazy_gettext("answered by officers"), lazy_gettext("an officer picked up and talked with the caller")),
    (lazy_gettext("without an answer"), lazy_gettext("no answer, no officer, no message, no case, and nothing given")),
    (lazy_gettext("gave up"), lazy_gettext("the caller hung up, and the call is one of those without an answer")),
    (lazy_gettext("case"), lazy_gettext("a complaint, suggestion, compliment or request, with a reference")),
    (lazy_gettext("message"), lazy_gettext("what a caller recorded when no officer could be reached")),
    (lazy_gettext("entry"), lazy_gettext("what a caller entered on the telephone, under a number that they were told")),
    (lazy_gettext("due"), lazy_gettext("to be acknowledged or replied to by then, as pledged")),
    (
        lazy_gettext("edition"),
        lazy_gettext("all menus, words and recordings published together; a call ends on the one it began with"),
    ),
    (lazy_gettext("draft"), lazy_gettext("a change that is saved and that callers do not meet yet")),
    (lazy_gettext("closure"), lazy_gettext("offices are closed in an emergency, and callers are told why")),
    (lazy_gettext("notice"), lazy_gettext("callers are told something; nothing is closed")),
    (
        lazy_gettext("recording is stale"),
        lazy_gettext("it says other words than the menu does now, so it is not played"),
    ),
    (lazy_gettext("waiting on the disk"), lazy_gettext("kept while the database was away, and loaded when it is back")),
)


@pages.app_template_global()
def help_address() -> str:
    """The help of the page that is shown; its beginning where a page has none of its own."""
    group = request.path.removeprefix("/desk/").partition("/")[0].partition(".")[0] or "today"
    return url_for("desk.help", _anchor=group if group in PURPOSES else None)


@pages.get("/help", role="signed in", endpoint="help")
def show_help() -> str:
    """The page."""
    open_to_them = {link.address: link.words for link in navigation()}
    addresses = {name: url_for(f"desk.{name}") for name, _ in NAVIGATION if name in PURPOSES}
    mine = [(name, open_to_them[where], where) for name, where in addresses.items() if where in open_to_them]
    return render_template("desk/frame/help.html", mine=mine, purposes=PURPOSES, keys=KEYS, meanings=WORDS)
