"""Who may own cases, and the departments a person may choose from."""

from collections.abc import Mapping

from ivr.storage.people.accounts import Account, Role, list_accounts
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import Person, person


def owners_of(departments: frozenset[str] | None) -> tuple[Account, ...]:
    """Those who may work on cases of at least one of these departments (None for all)."""
    found = []
    for account in list_accounts(desk.database):
        theirs = Person(account).departments("supervisor")
        works = theirs is None or bool(theirs if departments is None else theirs & departments)
        if works and account.disabled_at is None:
            found.append(account)
    return tuple(found)


def department_titles(role: Role) -> dict[str, Mapping[str, str]]:
    """The departments that the person holds a role in, with their titles in each language."""
    mine = person().departments(role)
    return {name: one.title for name, one in desk.edition.departments.items() if mine is None or name in mine}
