"""Importing tables from CSV: all or nothing, a million rows if need be, while callers look in the table as it was."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from ivr.authoring.checking.report import headline
from ivr.authoring.problems import Problem
from ivr.authoring.tables.keyed import KeyedDigits, columns_kept
from ivr.authoring.tables.reading import NOTHING_KEYED, TableFile
from ivr.authoring.yaml.plain_files import open_file
from ivr.engine.edition import Edition, TableShape
from ivr.errors import StorageAway, TableRefused
from ivr.storage.database.transactions import Database
from ivr.storage.tables.catalogue import TABLE_NAME, find_table
from ivr.storage.tables.staging import Progress, Staging

PATIENCE = 600.0


def import_table(
    database: Database,
    path: Path,
    shape: TableShape,
    matched: Collection[str],
    progress: Progress = lambda _rows: None,
    languages: Collection[str] = (),
    keyed: Mapping[str, KeyedDigits] = NOTHING_KEYED,
    warn: Callable[[Problem], None] = lambda _doubt: None,
    kept: Collection[str] = (),
) -> int:
    """Replace the rows of the table `shape` names by those of the file at `path`; how many they are.

    Each column in `matched` gets an index; `keyed` is how callers key the digits of some; `warn` is told what may be
    meant otherwise; `kept` are those that calls keep of a row. Raises TableRefused with the mistakes (then nothing was
    changed) and StorageAway (then the old rows stand).
    """
    if not TABLE_NAME.fullmatch(shape.name):
        raise TableRefused(f"{shape.name} cannot be a table's name; use letters, digits, - and _")
    file = TableFile(path, shape, languages, keyed=keyed, kept=kept)
    patient = database.patient(PATIENCE)
    try:
        count = _import(Staging(patient, shape.name), file, tuple(sorted(matched)), progress)
    finally:
        patient.close()
    for doubt in file.doubts:
        warn(doubt)
    return count


def load_site_tables(
    database: Database, edition: Edition, site: Path, progress: Progress = lambda _rows: None
) -> tuple[str, ...]:
    """Import those tables of a site whose files, columns or look-ups have changed; which they were.

    Raises TableRefused with the mistakes of all files together (good files are imported all the same), StorageAway.
    """
    imported, refused = [], []
    columns, kept = columns_matched(edition), columns_kept(edition.nodes.values())
    for shape in edition.tables.values():
        path = table_path(site, shape)
        matched = columns.get(shape.name, ())
        if not shape.file or _is_loaded(database, shape, path, matched):
            continue
        try:
            keeps, languages = kept.get(shape.name, ()), tuple(edition.languages)
            import_table(database, path, shape, matched, progress, languages, kept=keeps)
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
    return columns_matched(edition).get(table, ())


def columns_matched(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """By table the columns that the edition's enquiries match."""
    found: dict[str, set[str]] = {}
    for enquiry in (node.enquiry for node in edition.nodes.values()):
        if enquiry:
            found.setdefault(enquiry.table, set()).update(enquiry.match)
    return {table: tuple(sorted(columns)) for table, columns in found.items()}


def _import(staging: Staging, file: TableFile, matched: tuple[str, ...], progress: Progress) -> int:
    rows = _good_rows(file)
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


def _good_rows(file: TableFile) -> Iterator[tuple[str, ...]]:
    """Every row. Raises TableRefused at the end when one is bad."""
    try:
        yield from file.rows()
    except OSError as error:
        raise TableRefused(f"{file.path}: {error.strerror}") from error
    if file.mistakes:
        raise TableRefused("\n".join(map(_told, file.mistakes)))


def _told(problem: Problem) -> str:
    return f"{headline(problem)}\n    = {problem.hint}" if problem.hint else headline(problem)


def _is_loaded(database: Database, shape: TableShape, path: Path, matched: tuple[str, ...]) -> bool:
    with database.reading() as connection:
        found = find_table(connection, shape.name)
    try:
        return found is not None and found.source == _fingerprint(path, shape, matched)
    except OSError:
        return False  # importing it says what is wrong with the file


def _fingerprint(path: Path, shape: TableShape, matched: tuple[str, ...]) -> str:
    """What an import depends on: the bytes of the file, the columns' formats and the indexes."""
    with open_file(path) as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(json.dumps([dict(shape.columns), sorted(shape.in_languages), matched], sort_keys=True).encode())
    return digest.hexdigest()
