"""What `/readyz` looks at."""

from collections.abc import Iterator

from ivr.app.installation import Installation
from ivr.errors import EditionMissing, StorageAway
from ivr.jobs.site_watch import SiteWatch
from ivr.storage.schema import check_schema
from ivr.web.health import Check

MOST_WAITING = 1000  # entries; a spool longer than this is not being loaded


def readiness(installation: Installation, watch: SiteWatch | None) -> Iterator[Check]:
    """The database, the edition, the spool and, where files are followed, their problems."""
    yield _database(installation)
    yield _edition(installation)
    yield _spool(installation)
    if watch:
        yield Check("menus", not watch.problems, "; ".join(watch.problems), needed=False)


def _database(installation: Installation) -> Check:
    try:
        check_schema(installation.database)
    except StorageAway as away:
        return Check("database", good=False, says=str(away))
    return Check("database", good=True)


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
    waiting = len(installation.spool.waiting())
    return Check("spool", waiting < MOST_WAITING, f"{waiting} entries wait for the database" if waiting else "")
