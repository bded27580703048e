"""Something of everything, to back up."""

from pathlib import Path

import pytest
from any_rows import fill

from ivr.storage.backup.state_files import ASIDE
from ivr.storage.backup.taking import BackupSource
from ivr.storage.database.transactions import Database
from ivr.storage.journal.marks import marks


@pytest.fixture
def small(sqlite_database: Database, tmp_path: Path) -> BackupSource:
    """A little of everything, on SQLite."""
    with sqlite_database.writing() as connection:
        connection.execute(marks.delete())
        fill(connection)
    state = tmp_path / "state"
    (state / "spool").mkdir(parents=True)
    (state / "spool" / "1.json").write_text("waits")
    (state / "editions").mkdir()
    (state / "editions" / "current").write_text("e" * 64)
    (state / "demo-secrets.json").write_text("{}")
    for name in ("ivr.db.lock", "half.unfinished", f"{ASIDE}1", ".ivr-restore"):
        (state / name).write_text("none of it")
    sqlite_database.close()
    return BackupSource(sqlite_database, state, "IVR_MODE=demo\n", True, ("demo-secrets.json",), {}, "0.1.0")
