"""Why the site's folder was not published when somebody last tried: in a file, so that every worker can tell."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ivr.authoring.checking.loading import Checked
from ivr.authoring.checking.report import headline
from ivr.logs import logger
from ivr.storage.disk.files import write_whole

log = logger(__name__)


@dataclass(frozen=True)
class RefusedFolder:
    """The file at `path`; it is there as long as the folder has problems that keep it from being published."""

    path: Path

    def note(self, checked: Checked) -> None:
        """Note what came of checking the folder. Never raises: publishing must not fail for want of a note."""
        errors = [] if checked.edition else [headline(each) for each in checked.problems if each.level == "error"]
        try:
            if not errors:
                self.path.unlink(missing_ok=True)
            elif list(self.problems()[1]) != errors:  # the same again is no news: it is told since the first time
                write_whole(self.path, json.dumps(errors, ensure_ascii=False).encode())
        except OSError as error:
            log.error("what is wrong with the site's folder could not be noted", why=str(error))

    def problems(self) -> tuple[datetime | None, tuple[str, ...]]:
        """Since when, and the problems a line each; nothing when there are none, or the file cannot be read."""
        try:
            lines = tuple(map(str, json.loads(self.path.read_bytes())))
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC), lines
        except (OSError, ValueError):
            return None, ()
