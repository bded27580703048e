"""What `/readyz` looks at."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.app.installation import Installation
from ivr.errors import EditionMissing, StorageAway
from ivr.storage.database.schema import check_schema
from ivr.storage.disk.trial import Trial
from ivr.web.health import Check

if TYPE_CHECKING:
    from ivr.jobs.site_watch import SiteWatch

MOST_WAITING = 1000  # entries; a spool longer than this is not being loaded


def readiness(installation: Installation, writes: Trial, watch: "SiteWatch | None") -> Iterator[Check]:
    """The database, the edition, the spool and, where files are followed, their problems.

    Database and spool are each asked to write; `writes` tries the database.
    """
    yield _database(installation, writes)
    yield _edition(installation)
    yield _spool(installation)
    if watch:
        yield Check("menus", not watch.problems, "; ".join(watch.problems), needed=False)


def _database(installation: Installation, writes: Trial) -> Check:
    try:
        check_schema(installation.database)
    except StorageAway as away:
        return Check("database", good=False, says=str(away))
    why = writes.why_not()
    return Check("database", not why, why)


def _edition(installation: Installation) -> Check:
    shelf = installation.shelf
    try:
        served = shelf.current().hash[:12]
    except EditionMissing as missing:
        return Check("edition", good=False, says=str(missing))
    if shelf.not_served:
        return Check("edition", good=False, says=f"{served} is served, and not what was published: {shelf.not_served}")
    return Check("edition", good=True, says=served)


def _spool(installation: Installation) -> Check:
    if why := installation.spool.refuses():
        return Check("spool", good=False, says=f"the disk takes nothing: {why}")
    waiting = len(installation.spool.waiting())
    return Check("spool", waiting < MOST_WAITING, f"{waiting} entries wait for the database" if waiting else "")
