"""What people decide about editions that are kept: approve, withdraw, roll back, cancel; and which one they mean."""

from dataclasses import dataclass

from ivr.authoring.site.permission import same_person
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, PublishingRefused
from ivr.publishing.publish import see_that_allowed, see_that_it_fits
from ivr.storage.editions.approvals import Proposal
from ivr.storage.editions.publications import Publication, ServingSpan, served_at, served_before
from ivr.storage.editions.shelf import EditionShelf

MANY = 1000  # publications looked back on
SHORTEST = 4  # digits of a hash that may stand for it


@dataclass(frozen=True)
class RolledBack:
    """The edition callers meet now; or the `proposal` to go back to it, where a second person must agree."""

    edition: str
    proposal: Proposal | None = None


def find_edition(shelf: EditionShelf, beginning: str) -> str:
    """The edition whose hash begins so, or `current`. Raises EditionMissing, saying what to do, and StorageAway."""
    if beginning == "current":
        return shelf.current().hash
    found = shelf.bundles.named(beginning) if len(beginning) >= SHORTEST else ()
    if len(found) == 1:
        return found[0]
    if len(beginning) < SHORTEST:
        raise EditionMissing(f"write at least {SHORTEST} digits of an edition's hash; see: ivr editions")
    many = f"{len(found)} editions begin" if found else "no edition that is kept begins"
    raise EditionMissing(f"{many} with {beginning}; see: ivr editions")


def approve(shelf: EditionShelf, beginning: str, author: str) -> Proposal:
    """Publish what another person proposed. Raises PublishingRefused, saying why, and StorageAway."""
    proposal = _open_proposal(shelf, beginning)
    if same_person(author, proposal.author):
        raise PublishingRefused(f"{author} proposed this edition; another person approves it")
    served = _served_now(shelf)
    if shelf.published() != proposal.base:
        shelf.approvals.withdraw(proposal, author, "superseded")
        raise PublishingRefused("another edition has come into service since this was proposed; propose it again")
    see_that_allowed(shelf, served, author, shelf.bundle(proposal.edition))
    now = shelf.clock()
    begins = proposal.begins if proposal.begins and proposal.begins > now else None
    see_that_it_fits(ServingSpan(begins, proposal.ends), shelf.bundles.plan(), now)
    shelf.approvals.approve(proposal, author)
    shelf.look_again()
    return proposal


def withdraw(shelf: EditionShelf, beginning: str, author: str) -> Proposal:
    """Take a proposal back. Raises PublishingRefused when there is none, and StorageAway."""
    proposal = _open_proposal(shelf, beginning)
    shelf.approvals.withdraw(proposal, author)
    return proposal


def roll_back(shelf: EditionShelf, beginning: str, author: str, note: str) -> RolledBack:
    """Serve an edition again that was served before; without a name, the one before the one served now.

    One person may do it alone, for it must take seconds, unless the earlier edition does without a second person
    where the one served now asks for one: then it is proposed. Raises EditionMissing, PublishingRefused, StorageAway.
    """
    served, base = _served_now(shelf), shelf.published()
    history = shelf.history(MANY)
    target = find_edition(shelf, beginning) if beginning else served_before(history, shelf.clock())
    if not target:
        raise EditionMissing("no other edition was served before this one; see: ivr editions")
    if not _was_served(history, shelf, target):
        raise PublishingRefused(f"edition {target[:12]} was never served, so nobody can go back to it")
    bundle = shelf.bundle(target)
    see_that_allowed(shelf, served, author, bundle)
    note = note or "rolled back"
    if served.publishing.two_people and not shelf.by_hash(target).publishing.two_people:
        return RolledBack(target, shelf.propose(bundle, target, author, note, {}, ServingSpan(), base))
    shelf.roll_back_to(target, author, note, base)
    return RolledBack(target)


def cancel(shelf: EditionShelf, beginning: str, author: str) -> Publication:
    """Take a scheduled edition out before it begins, or end one that has an end. Raises like `roll_back`."""
    served, now = _served_now(shelf), shelf.clock()
    plan = shelf.bundles.plan()
    found = [each for each in plan if each.edition.startswith(beginning) and (each.waits(now) or each.ends)]
    if len(found) != 1:
        several = "several scheduled editions begin" if found else "no edition is scheduled that begins"
        raise EditionMissing(f"{several} with {beginning}; see: ivr editions")
    (publication,) = found
    see_that_allowed(shelf, served, author, shelf.bundle(publication.edition))
    left = served_at([each for each in plan if each.id != publication.id], now)
    if left and left.edition != served.hash:
        see_that_allowed(shelf, served, author, shelf.bundle(left.edition))
        if served.publishing.two_people and not shelf.by_hash(left.edition).publishing.two_people:
            raise PublishingRefused("the edition before does without a second person; use: ivr rollback")
    shelf.bundles.cancel(publication.id, author)
    shelf.look_again()
    return publication


def _open_proposal(shelf: EditionShelf, beginning: str) -> Proposal:
    proposals = shelf.approvals.latest(MANY)
    found = [each for each in proposals if each.state == "open" and each.edition.startswith(beginning)]
    if len(found) == 1 and len(beginning) >= SHORTEST:
        return found[0]
    closed = next((each for each in proposals if each.edition.startswith(beginning)), None)
    if not found and closed and len(beginning) >= SHORTEST:
        raise PublishingRefused(f"edition {closed.edition[:12]} is no longer proposed: it was {closed.state}")
    raise PublishingRefused(f"no single proposal begins with {beginning}; see: ivr editions")


def _served_now(shelf: EditionShelf) -> Edition:
    shelf.look_again()
    return shelf.current()


def _was_served(history: tuple[Publication, ...], shelf: EditionShelf, edition: str) -> bool:
    now = shelf.clock()
    return any(each.edition == edition and each.begun(now) and not _void(each) for each in history)


def _void(publication: Publication) -> bool:
    """Whether it was cancelled before it began."""
    return publication.cancelled_at is not None and publication.cancelled_at <= publication.start
