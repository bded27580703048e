"""Whose closure it is: who sees it, who may change it, and the audit of what was done to it.

Whoever sees a hotline sees what is announced on it. To change that takes a supervisor of every hotline it is on; what
is on all hotlines, those still to come among them, is only for supervisors of all departments.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort

from ivr.engine.edition import Hotline
from ivr.errors import ClosureRefused
from ivr.storage.closures.announced import KeptClosure
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.person import person


@dataclass(frozen=True)
class ClosureRights:
    """What the person who is signed in may do with closures."""

    desk: Desk

    def hotlines(self, role: Role) -> tuple[Hotline, ...]:
        """The hotlines of the departments in which the person holds a role."""
        return self.desk.hotlines_of(person().departments(role))

    def sees(self, closure: KeptClosure) -> bool:
        """Whether it is on a hotline of theirs."""
        return any(closure.concerns(line.name) for line in self.hotlines("viewer"))

    def may_change(self, closure: KeptClosure) -> bool:
        """Whether every hotline that it is on is theirs."""
        mine = {line.name for line in self.hotlines("supervisor")}
        everywhere = person().departments("supervisor") is None
        return everywhere or bool(closure.hotlines and set(closure.hotlines) <= mine)

    def changeable(self, number: int) -> KeptClosure:
        """The closure of that number; answers 404 unless they may change it."""
        kept = self.seen(number)
        if not self.may_change(kept):
            abort(404)
        return kept

    def seen(self, number: int) -> KeptClosure:
        """The closure of that number; answers 404 unless they see it."""
        try:
            kept = self.desk.closures.book.one(number)
        except ClosureRefused:
            abort(404)
        if not self.sees(kept):
            abort(404)
        return kept

    def audit(self, action: str, subject: str, hotlines: Iterable[str], **details: object) -> None:
        """Write into the audit of each department concerned; of nobody's for all hotlines."""
        for department in sorted({self.desk.department_of(name) for name in hotlines}) or [""]:
            audit(action, subject, details, department=department)
