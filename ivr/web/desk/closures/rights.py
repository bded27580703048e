"""Whose closure it is: who sees it, who may change it, and the audit of what was done to it.

Whoever sees a hotline sees what is announced on it. To change that takes a supervisor of every hotline it is on; what
is on all hotlines, those still to come among them, is only for supervisors of all departments.
"""

from collections.abc import Iterable

from flask import abort

from ivr.engine.edition import Hotline
from ivr.errors import ClosureRefused
from ivr.storage.closures.announced import KeptClosure
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame import auditing
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person


def hotlines(role: Role) -> tuple[Hotline, ...]:
    """The hotlines of the departments in which the person holds a role."""
    return desk.hotlines_of(person().departments(role))


def sees(closure: KeptClosure) -> bool:
    """Whether it is on a hotline of theirs."""
    return any(closure.concerns(line.name) for line in hotlines("viewer"))


def may_change(closure: KeptClosure) -> bool:
    """Whether every hotline that it is on is theirs."""
    mine = {line.name for line in hotlines("supervisor")}
    everywhere = person().departments("supervisor") is None
    return everywhere or bool(closure.hotlines and set(closure.hotlines) <= mine)


def changeable(number: int) -> KeptClosure:
    """The closure of that number; answers 404 unless they may change it."""
    kept = seen(number)
    if not may_change(kept):
        abort(404)
    return kept


def seen(number: int) -> KeptClosure:
    """The closure of that number; answers 404 unless they see it."""
    try:
        kept = desk.closures.book.one(number)
    except ClosureRefused:
        abort(404)
    if not sees(kept):
        abort(404)
    return kept


def audit(action: str, subject: str, hotlines: Iterable[str], **details: object) -> None:
    """Write into the audit of each department concerned; of nobody's for all hotlines."""
    for department in sorted({desk.department_of(name) for name in hotlines}) or [""]:
        auditing.audit(action, subject, details, department=department)
