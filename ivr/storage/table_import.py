"""Importing tables from CSV: all or nothing, a million rows if need be, while callers look in the table as it was."""

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from ivr.engine.edition import Edition, TableShape
from ivr.errors import StorageAway, TableRefused
from ivr.nodes.enquiry import EnquiryNode
from ivr.storage.database import Database
from ivr.storage.staging import Progress, Staging
from ivr.storage.table_reading import TableFile
from ivr.storage.tables import find_table

PATIENCE = 600.0


def import_table(
    database: Database,
    path: Path,
    shape: TableShape,
    matched: Collection[str],
    progress: Progress = lambda _rows: None,
    languages: Collection[str] = (),
) -> int:
    """Replace the rows of the table `shape` names by those of the file at `path`; how many they are.

    Each column in `matched` gets an index. Raises TableRefused with a line for every mistake (then nothing was
    changed) and StorageAway (then the old rows stand).
    """
    patient = database.patient(PATIENCE)
    try:
        return _import(
            Staging(patient, shape.name), TableFile(path, shape, languages), tuple(sorted(matched)), progress
        )
    finally:
        patient.close()


def load_site_tables(
    database: Database, edition: Edition, site: Path, progress: Progress = lambda _rows: None
) -> tuple[str, ...]:
    """Import those tables of a site whose files, columns or look-ups have changed; which they were.

    Raises TableRefused with the mistakes of all files together (good files are imported all the same), StorageAway.
    """
    imported, refused = [], []
    for shape in edition.tables.values():
        path = table_path(site, shape)
        matched = matched_columns(edition, shape.name)
        if not shape.file or _is_loaded(database, shape, path, matched):
            continue
        try:
            import_table(database, path, shape, matched, progress, tuple(edition.languages))
            imported.append(shape.name)
        except TableRefused as error:
            refused.append(str(error))
    if refused:
        raise TableRefused("\n".join(refused))
    return tuple(imported)


def table_path(site: Path, shape: TableShape) -> Path:
    """The CSV file of a table: beside the menu of its department."""
    return site / "menus" / shape.name.partition("/")[0] / shape.file


def matched_columns(edition: Edition, table: str) -> tuple[str, ...]:
    """The columns of a table that the edition's enquiries match."""
    enquiries = (node for node in edition.nodes.values() if isinstance(node, EnquiryNode) and node.table == table)
    return tuple(sorted({column for node in enquiries for column in node.match}))


def _import(staging: Staging, file: TableFile, matched: tuple[str, ...], progress: Progress) -> int:
    rows = file.rows()
    first = list(islice(rows, 1))  # reads the columns' names
    with staging.alone():
        try:
            table = staging.make(file.columns, matched)
            count = staging.fill(table, chain(first, rows), progress)
            staging.switch(table, file.columns, matched, count, _fingerprint(file.path, file.shape, matched))
        finally:
            with suppress(StorageAway):  # what is left over is dropped by the next import
                staging.sweep()
    return count


def _is_loaded(database: Database, shape: TableShape, path: Path, matched: tuple[str, ...]) -> bool:
    with database.reading() as connection:
        found = find_table(connection, shape.name)
    try:
        return found is not None and found.source == _fingerprint(path, shape, matched)
    except OSError:
        return False  # importing it says what is wrong with the file


def _fingerprint(path: Path, shape: TableShape, matched: tuple[str, ...]) -> str:
    """What an import depends on: the bytes of the file, the columns' formats and the indexes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(json.dumps([dict(shape.columns), sorted(shape.in_languages), matched], sort_keys=True).encode())
    return digest.hexdigest()
