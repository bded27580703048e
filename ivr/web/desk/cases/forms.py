"""The forms of a case: which are offered as it stands, what each holds, and what is wrong with what was written."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext

from ivr.storage.cases.listing import NO_CAUSE, Case
from ivr.storage.people.accounts import Account, list_accounts
from ivr.web.desk.cases.correcting import wrong_correction
from ivr.web.desk.cases.words import KINDS, MEANS, NONE_WANTED
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import Person

Errors = dict[str, str]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "assign": ("owner",),
    "note": ("note",),
    "acknowledge": ("acknowledgement", "acknowledged"),
    "send": ("words", "way", "address", "heard"),
    "send-again": ("sent",),
    "ring": ("telephone",),
    "machine": ("rung",),
    "reply": ("reply", "by", "replied", "heard"),
    "settle": ("outcome", "cause", "remedy"),
    "classify": ("kind", "kind_why"),
    "correct": ("field", "value", "correct_why"),
    "hand-over": ("department", "department_why"),
    "close": ("why",),
    "reopen": ("why",),
}
"""What can be done to a case: the last part of the address, and the fields of its form."""
MAY_STAY_EMPTY = frozenset(
    {"owner", "acknowledged", "replied", "by", "kind", "department", "field", "value", "way", "address", "heard"}
)
MOMENTS = frozenset({"acknowledged", "replied"})


LONGEST = 5000
MOST = 2**31  # what a database takes for a whole number


def written(name: str) -> str:
    """What was written into a field, without the carriage returns that browsers add, of a bearable length."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:LONGEST]


def seen_version() -> int:
    """The version that the person saw when they began to write; -1, which nothing has, for what is no version."""
    version = request.form.get("version", -1, type=int)
    return version if 0 <= version < MOST else -1


def owners_of(departments: frozenset[str] | None) -> tuple[Account, ...]:
    """Those who may work on cases of at least one of these departments (None for all)."""
    found = []
    for account in list_accounts(desk.database):
        theirs = Person(account).departments("supervisor")
        works = theirs is None or bool(theirs if departments is None else theirs & departments)
        if works and account.disabled_at is None:
            found.append(account)
    return tuple(found)


def offered(case: Case) -> tuple[str, ...]:
    """The forms that a case has as it stands."""
    if case.state != "open":
        return ("note", "correct", "reopen", "send-again", "machine")
    given = {"reopen"} | ({"acknowledge"} if case.acknowledged_at else set())
    return tuple(deed for deed in FIELDS if deed not in given)


def texts_of(deed: str) -> dict[str, str]:
    """What was written into the form of a deed; where officers ticked that there is no cause, that is the cause."""
    texts = {name: written(name) for name in FIELDS[deed]}
    if deed == "settle" and request.form.get("no_cause"):
        texts["cause"] = NO_CAUSE
    return texts


@dataclass(frozen=True)
class Choices:
    """Who may own a case, the departments that it may be handed over to, and what is wrong with an answer from here."""

    owners: Collection[str]
    departments: Collection[str]
    wrong_answer: Callable[[str, Mapping[str, str]], Errors]


def wrong_in(case: Case, deed: str, texts: Mapping[str, str], now: datetime, choices: Choices) -> Errors:
    """What is wrong with a form, a sentence by field."""
    if deed not in offered(case):
        return {"deeds": gettext("As the case stands now, this cannot be done. What you wrote stands below.")}
    moments = {name: _wrong_moment(texts[name], case, now) for name in MOMENTS & texts.keys() if texts[name]}
    wrong = {name: words for name, words in moments.items() if words}
    wrong |= choices.wrong_answer(deed, texts)
    return _empty(case, deed, texts) | wrong | _wrong_choice(case, deed, texts, choices)


def _empty(case: Case, deed: str, texts: Mapping[str, str]) -> Errors:
    """What must be written and is not: only complaints need a cause, and no remedy is needed where none was found."""
    missing = {name for name, text in texts.items() if not text} - MAY_STAY_EMPTY
    if deed == "settle" and (case.kind != "complaint" or texts["cause"] == NO_CAUSE):
        missing &= {"outcome"}
    if deed == "reply" and texts["by"] == NONE_WANTED:
        missing.clear()
    return {name: gettext("Write something here.") for name in texts if name in missing}


def _wrong_choice(case: Case, deed: str, texts: Mapping[str, str], choices: Choices) -> Errors:
    """The choice of a form that is none."""
    if deed == "assign" and texts["owner"] and texts["owner"] not in choices.owners:
        return {"owner": gettext("Choose somebody who works on cases of this department.")}
    if deed == "reply" and texts["by"] not in MEANS:
        return {"by": gettext("Choose how the caller was told.")}
    if deed == "classify" and (texts["kind"] not in KINDS or texts["kind"] == case.kind):
        return {"kind": gettext("Choose another kind.")}
    if deed == "correct":
        return wrong_correction(case, texts["field"], texts["value"])
    if deed == "hand-over" and texts["department"] not in choices.departments:
        return {"department": gettext("Choose another department.")}
    if deed == "close" and not case.may_close:
        return {"why": gettext("First write what came of the complaint, what caused it and what remedies it.")}
    return {}


def _wrong_moment(text: str, case: Case, now: datetime) -> str:
    moment, words = moment_of(text), ""
    if moment is None:
        words = gettext("Write a day and a time like 2026-11-23 10:30.")
    elif moment > now:
        words = gettext("This is still to come.")
    elif moment < case.opened_at.replace(second=0, microsecond=0):
        words = gettext("This is before the caller left it.")
    return words


def moment_of(text: str) -> datetime | None:
    """A day and time by the site's clock as a browser sends it; None for what is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=desk.zone)
    except ValueError:
        return None
