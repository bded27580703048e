"""An empty SQLite database with all tables, upgraded once a process and copied, for tests that need no upgrade."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.storage.database.schema import upgrade
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.files import PRIVATE_FILE, PRIVATE_FOLDER


def put_tables(database: Database) -> None:
    """Make its SQLite file, as `upgrade` would; a PostgreSQL database is upgraded. Raises FileExistsError."""
    if database.kind != "sqlite":
        upgrade(database)
        return
    for folder in (database.path.parent, database.lock_folder):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with os.fdopen(os.open(database.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "wb") as file:
        file.write(_upgraded())


@cache
def _upgraded() -> bytes:
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/ivr.db", lock_folder=Path(folder))
        upgrade(database)
        database.close()
        return database.path.read_bytes()
