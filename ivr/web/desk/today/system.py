"""The system page, for administrators of all departments: what runs, with which settings, and how it fares."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from flask import render_template

from ivr.settings import settings_table
from ivr.storage.database.condition import condition
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.today.troubles import webhook_troubles

LITTLE = 1.0  # GB
LITTLE_PERCENT = 5
LIBRARIES = ("ivr", "flask", "sqlalchemy", "twilio", "gunicorn")


@pages.get("/system", role="administrator of all")
def system() -> Page:
    """All of it on one page."""
    return render_template(
        "desk/today/system.html",
        condition=condition(desk.database),
        webhooks=webhooks_of(desk.database, desk.local_now()),
        troubles=list(webhook_troubles(desk.now())),
        edition=desk.edition,
        publication=next(iter(desk.shelf.history(1)), None),
        closed=[line.title for line in desk.hotlines_of(None) if desk.closures.in_force(line.name, desk.now())],
        waiting=len(desk.spool.waiting()),
        disk=disk_of(desk.settings.state),
        machine=platform.node(),
        mode=desk.settings.mode,
        workers=desk.settings.web_concurrency + desk.settings.desk_workers,
        settings=settings_table(desk.settings),
        versions=list(_versions()),
    )


@dataclass(frozen=True)
class Disk:
    """The disk of the folder for state: how much is free, in GB and per cent, and whether that is little."""

    folder: Path
    free: float
    percent: int

    @property
    def is_little(self) -> bool:
        """Whether calls that are kept on it may soon find no room."""
        return self.percent < LITTLE_PERCENT or self.free < LITTLE


def disk_of(folder: Path) -> Disk | None:
    """The disk of a folder; None when it cannot be asked."""
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(folder, found.free / 1e9, round(100 * found.free / found.total))


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    for library in LIBRARIES:
        yield library, version(library)
