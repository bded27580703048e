"""What the test telephone may ring: what is served, an edition that is kept, and a draft for its author alone."""

from dataclasses import dataclass
from functools import lru_cache

from ivr.app.installation import Installation
from ivr.authoring.checking.loading import edition_from_bundle
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing, StorageAway
from ivr.storage.disk.files import is_hash
from ivr.storage.editions.draft_editions import draft_edition
from ivr.web.desk.frame.doors import signed_in_person
from ivr.web.desk.frame.person import Person

REMEMBERED = 16  # drafts kept ready in memory


@dataclass(frozen=True)
class PhoneEditions:
    """The editions that whoever sends this request may ring.

    What is served is rung as callers do, by anybody in demo mode and by editors otherwise. Another edition is named by
    its hash; supervisors and editors may ring those that are kept, for such a call is kept nowhere.
    """

    installation: Installation

    def named(self, edition: str) -> Edition:
        """The edition under a hash, what is served for an empty one. Raises EditionMissing where there is none."""
        try:
            person = signed_in_person()
        except StorageAway:
            person = None
        if not edition and self._may_ring_as_callers_do(person):
            return self.installation.shelf.current()
        if edition and person and (person.may_open("editor") or person.may_open("supervisor")):
            return self._kept(edition, person)
        raise EditionMissing("there is nothing here for you to ring")

    def _may_ring_as_callers_do(self, person: Person | None) -> bool:
        return self.installation.settings.mode == "demo" or (person is not None and person.may_open("editor"))

    def _kept(self, edition: str, person: Person) -> Edition:
        if not is_hash(edition):
            raise EditionMissing("an edition is named by the 64 digits of its hash")
        try:
            draft = draft_edition(self.installation.database, person.email, edition)
        except StorageAway:
            draft = None
        return _built(draft) if draft is not None else self.installation.shelf.by_hash(edition)


@lru_cache(REMEMBERED)
def _built(bundle: bytes) -> Edition:
    return edition_from_bundle(bundle)
