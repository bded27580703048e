"""Opens a hotline to practise on: the site in a folder, with a database of its own that is thrown away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into, recorded_words
from ivr.authoring.checking.loading import Checked, check_files, edition_from_bundle
from ivr.authoring.checking.paths import untried
from ivr.authoring.checking.report import report_text
from ivr.authoring.site.files import bundle, hash_of, read_folder
from ivr.engine.edition import Edition
from ivr.engine.ports import EveryChance
from ivr.errors import SiteRefused
from ivr.practice.hotline import Practice, PracticeEnquiries
from ivr.practice.stand_ins import (
    PracticeCeilings,
    PracticeClock,
    PracticeClosures,
    PracticeLimits,
    PracticeReferences,
    PracticeRows,
    RowsOfTables,
)
from ivr.settings import CarrierName, load_settings
from ivr.storage.database.schema import upgrade
from ivr.storage.tables.importing import load_site_tables
from ivr.storage.tables.look_ups import TableEnquiries

NONE: Mapping[str, str] = MappingProxyType({})


def as_written(bundle: bytes) -> Edition:
    """The edition in a bundle, without respellings: rehearsed calls name texts as they are written."""
    edition = edition_from_bundle(bundle)
    languages = {code: replace(language, pronunciation=()) for code, language in edition.languages.items()}
    return replace(edition, languages=languages)


@contextmanager
def practice(
    site: Path, own_databases: Mapping[str, str] = NONE, carrier: CarrierName = "twilio"
) -> Iterator[Practice]:
    """The site in a folder, published to practise on. Raises SiteRefused with the report when it has problems.

    `own_databases` are the departments' own, addresses by name: they are read as callers read them. Its lines are
    those of `carrier`.

    The walk of every path is left out: it takes longest, and a site that it refuses can be practised on, for that is
    how one hears what is wrong with it.
    """
    with TemporaryDirectory(prefix="ivr-practice-") as folder:
        environ = {"IVR_MODE": "demo", "IVR_SITE": str(site), "IVR_STATE": folder, "IVR_CARRIER": carrier}
        settings = load_settings(environ)
        clock, enquiries, closures = PracticeClock(), PracticeEnquiries(), PracticeClosures()
        ceilings, limits, rows = PracticeCeilings(), PracticeLimits(), PracticeRows()

        def entered(edition: Edition) -> RowsOfTables:
            return rows.in_edition(edition, clock)

        installation = open_installation(
            settings,
            clock,
            lambda edition: enquiries.for_edition(edition),
            PracticeReferences(),
            as_written,
            closures,
            ceilings,
            EveryChance(),
            entered,
            limits,
        )
        tables = TableEnquiries(installation.database, own_databases, installation.filed)
        enquiries.tables, enquiries.rows = tables.for_edition, entered
        upgrade(installation.database)
        _publish_to_hear(installation, check_files(read_folder(site), walked=False))
        try:
            yield Practice(
                installation.switchboard,
                clock,
                enquiries,
                rows,
                closures,
                ceilings,
                limits,
                partial(line_into, bare_app(installation).wsgi_app, settings),
                partial(recorded_words, installation),
                tuple(_unreached(installation.shelf.current(), own_databases)),
            )
        finally:
            tables.close()
            installation.database.close()


def _unreached(edition: Edition, own_databases: Mapping[str, str]) -> Iterator[str]:
    wanted = dict.fromkeys(shape.database for shape in edition.tables.values() if shape.database)
    yield from (untried(name) for name in wanted if name not in own_databases)


def _publish_to_hear(installation: Installation, checked: Checked) -> None:
    """Serve, here only, a site that may drop callers. Raises SiteRefused where more than that is wrong."""
    if checked.edition is None:
        raise SiteRefused(report_text(checked.problems, checked.counts, checked.files))
    content = bundle(checked.files)
    load_site_tables(installation.database, edition_from_bundle(content), installation.settings.site)
    installation.shelf.publish(content, hash_of(content), "practice", "", checked.files.sounds)
