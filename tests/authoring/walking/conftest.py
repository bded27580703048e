"""A hotline on the line that serves a site whatever the check says of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from empty_database import put_tables

from ivr.app.application import bare_app
from ivr.app.installation import open_installation
from ivr.app.telephone import line_into
from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle, hash_of
from ivr.authoring.walking.findings import Finding
from ivr.authoring.walking.world import LOCKED, LookUp, World, closures_at
from ivr.engine.edition import Edition
from ivr.engine.ports import CeilingName, ClosureInForce, Enquiries, Rows, Sought, Tally, Unavailable
from ivr.phone.acts import parse_script, perform
from ivr.phone.line import Line
from ivr.phone.origins import hong_kong
from ivr.phone.state import Heard, new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings


@dataclass
class PlannedTables:
    """Tables that bring what a counter-example says they bring, in order, and locks that are shut where it says so."""

    edition: Edition
    found: list[LookUp]
    last: World | None = None

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        self.last = World(self.edition, NOON, (self.found.pop(0) if self.found else LookUp("found"),))
        return self.last.look_up(table, sought, most)

    def imported_at(self, table: str) -> str:
        return (self.last or World(self.edition, NOON)).imported_at(table)

    def reached(self, deed: str, tallies: Sequence[Tally]) -> CeilingName | Literal[""]:
        locks = [tally.ceiling for tally in tallies if tally.most is not None]
        if not locks or not self.found or self.found[0] != LOCKED:
            return ""
        self.found.pop(0)
        return locks[0]

    def are_full(self, tallies: Sequence[Tally]) -> bool:
        return False

    def take_back(self, deed: str, tallies: Sequence[Tally], *, right: bool) -> None:
        """Nothing was counted."""


NOON = datetime.fromisoformat("2026-11-02T12:00+08:00")


@dataclass
class Served:
    """A hotline serving a site; the time and what its tables bring can be changed between calls."""

    edition: Edition
    line: Line
    tables: PlannedTables
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        return closures_at(self.at)

    def replay(self, found: Finding) -> tuple[Telephone, list[Heard]]:
        """Ring the call of a counter-example; the telephone as it stands then, and all that was heard."""
        self.at = found.at or NOON
        self.tables.found[:] = [told for _, told in found.looked]
        number = self.edition.hotline(found.hotline).number
        telephone = Telephone(self.line, new_call(number, hong_kong(found.caller or "+85255501234")))
        heard = list(telephone.ring())
        for act in parse_script(",".join(found.script)):
            assert telephone.waits != "ended", "the call was over before the script was"
            heard += perform(telephone, act)
        return telephone, heard


@contextmanager
def _serving(files: SiteFiles, folder: Path) -> Iterator[Served]:
    content = bundle(files)
    edition = edition_from_bundle(content)
    tables = PlannedTables(edition, [])
    served = Served(edition, None, tables)

    def enquiries(_: Edition) -> Enquiries:
        return tables

    settings = load_settings({"IVR_MODE": "demo", "IVR_SITE": str(folder), "IVR_STATE": str(folder)})
    installation = open_installation(settings, served, enquiries, closures=served, ceilings=tables)
    put_tables(installation.database)
    installation.shelf.publish(content, hash_of(content), "tests", "", {})
    served.line = line_into(bare_app(installation).wsgi_app, settings)
    yield served
    installation.database.close()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[SiteFiles], Served]]:
    """Serve a site, without asking whether it is good."""
    with ExitStack() as opened:
        yield lambda files: opened.enter_context(_serving(files, tmp_path))
