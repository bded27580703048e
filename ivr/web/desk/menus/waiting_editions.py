"""Editions that wait for a second person: which wait for whom, and who may approve one."""

from collections.abc import Mapping

from ivr.authoring.site.permission import may_publish, same_person
from ivr.engine.edition import Edition
from ivr.storage.editions.approvals import Proposal
from ivr.storage.people.accounts import list_accounts
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import Person, person
from ivr.web.desk.menus.deciding import may_decide, touched_departments
from ivr.web.desk.menus.files import OpenDraft, files_of


def open_proposals() -> tuple[Proposal, ...]:
    """What is proposed in place of the edition served now; what was proposed in place of another cannot be approved."""
    served = desk.edition.hash
    return tuple(each for each in desk.shelf.approvals.latest() if each.state == "open" and each.base == served)


def waiting_for_me() -> tuple[Proposal, ...]:
    """The proposals that the person may approve: another's, of departments they are editors of."""
    if not person().may_open("editor"):
        return ()
    found = (each for each in open_proposals() if not same_person(each.author, person().email))
    return tuple(each for each in found if _may_approve(desk.shelf.by_hash(each.edition)))


def _may_approve(edition: Edition) -> bool:
    return may_decide(edition) and _named(person().email, touched_departments(edition))


def _named(email: str, departments: frozenset[str]) -> bool:
    """Whether what is served names them, or nobody, as those who may publish changes of departments."""
    return may_publish(desk.edition, email, [each or "site" for each in departments]) is None


def who_may_approve(edition: Edition, author: str) -> list[str]:
    """The e-mail addresses of all who may approve what `author` proposed."""
    departments = touched_departments(edition)
    return [
        each.email
        for each in list_accounts(desk.database)
        if not each.disabled_at
        and not same_person(each.email, author)
        and all(Person(each).may("editor", department) for department in departments)
        and _named(each.email, departments)
    ]


def proposed_already(drafts: tuple[OpenDraft, ...]) -> Mapping[str, str]:
    """Of a person's drafts those that they have proposed as they stand, by file, with the edition proposed."""
    found: dict[str, str] = {}
    for each in open_proposals() if drafts else ():
        if same_person(each.author, person().email):
            menus = files_of(desk.shelf, each.edition).menus
            mine = (one.draft for one in drafts)
            found |= {one.file: each.edition for one in mine if menus.get(one.file) == one.content.encode()}
    return found
