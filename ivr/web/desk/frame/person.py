"""The person who is signed in, and what their roles let them do; which one a page takes stands at its route.

| role | may |
| --- | --- |
| viewer | see calls with numbers masked, cases, entries, menus, closures, reports |
| supervisor | also see numbers and private values, listen, work on cases, messages, entries, close offices, export |
| editor | what a viewer may, and edit and publish menus |
| administrator | what a viewer may, and keep users, read the audit and the system page |

Each is held in one department or in all. A page belongs to whoever holds its role somewhere; what is on the page, and
whether one call or case may be seen, is asked department by department (`Person.may`, `Person.departments`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flask import abort, g

from ivr.storage.people.accounts import EVERY, Account, Role

WithoutRole = Literal["anyone", "signed in", "administrator of all"]
Needed = Role | WithoutRole

INCLUDES: Mapping[Role, frozenset[Role]] = {
    "viewer": frozenset({"viewer"}),
    "supervisor": frozenset({"viewer", "supervisor"}),
    "editor": frozenset({"viewer", "editor"}),
    "administrator": frozenset({"viewer", "administrator"}),
}


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    account: Account

    @property
    def email(self) -> str:
        """Their e-mail address, which is their name in the audit."""
        return self.account.email

    def departments(self, role: Role) -> frozenset[str] | None:
        """The departments in which they hold `role`; None for all, also those that are no more or still to come."""
        mine = frozenset(grant.department for grant in self.account.grants if role in INCLUDES[grant.role])
        return None if EVERY in mine else mine

    def may(self, role: Role, department: str) -> bool:
        """Whether they hold `role` in a department; an empty one is nobody's, so only those of all may."""
        mine = self.departments(role)
        return mine is None or (department in mine and department != "")

    def may_open(self, needed: Needed) -> bool:
        """Whether they hold a role in any department at all; for `administrator of all`, in every one."""
        if needed == "administrator of all":
            return self.departments("administrator") is None
        return needed == "anyone" or needed == "signed in" or self.departments(needed) != frozenset()


def person() -> Person:
    """Who is signed in. For routes that need a role; raises where nobody is."""
    found: Person = g.person
    return found


def must(role: Role, department: str) -> None:
    """Answer 404 unless the person holds `role` in a department: what is another's is as if it were not there."""
    if not person().may(role, department):
        abort(404)
