"""Addresses of the test telephone, with an edition to ring and acts to do; such a call is kept nowhere."""

from urllib.parse import urlencode

from flask import url_for
from flask_babel import get_locale

from ivr.engine.edition import Edition
from ivr.web.desk.frame.languages import CALLERS
from ivr.web.desk.frame.person import person


def may_practise() -> bool:
    """Whether the person may ring editions by name, as the telephone itself decides."""
    return person().may_open("editor") or person().may_open("supervisor")


def language_of_reader(edition: Edition) -> str:
    """The callers' language nearest to the reader's that the edition has."""
    wanted = CALLERS.get(str(get_locale()), ())
    return next((code for code in wanted if code in edition.languages), next(iter(edition.languages)))


def practice_address(edition: Edition, number: str, acts: tuple[str, ...]) -> str:
    """The test telephone ringing a number of an edition at once, and doing what a script says, key by key."""
    done = [tap for act in acts for tap in ([f"tap:{key}" for key in act] if act.isdigit() else [act])]
    chosen = [("hotline", number), ("origin", "hong kong"), ("at", ""), ("fails", ""), ("ring", "now")]
    kept = [*chosen, *(("act", each) for each in done)]
    page = url_for("phone.show", edition=edition.hash, language=language_of_reader(edition))
    return f"{page}#{urlencode(kept)}"
