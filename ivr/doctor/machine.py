"""The machine: its folder for state, its disk, its clock."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from ivr.doctor.diagnosis import Diagnosis, good, needless, unknown, warning, wrong
from ivr.doctor.premises import Premises
from ivr.errors import StorageAway
from ivr.storage.database.condition import clock_of
from ivr.storage.disk.files import OTHERS
from ivr.storage.disk.room import room_of
from ivr.translation import said

SECRET_FILES = (".env",)
OFF, FAR_OFF = 2.0, 60.0  # seconds that clocks may differ, and that make hours and due dates wrong
PATIENCE = 5.0


def permissions(premises: Premises) -> Diagnosis:
    """Who may read and write what is kept on the disk."""
    state = premises.settings.state
    if not os.access(state, os.R_OK | os.W_OK | os.X_OK):
        return wrong(
            said("{folder} may not be written by the user who runs this.", folder=state),
            said("chown -R USER {folder}, or set IVR_STATE to another folder", folder=state),
        )
    foreign = next((path for path in _ours(state) if path.stat().st_uid != os.geteuid()), None)
    if foreign and os.geteuid():
        return wrong(
            said(
                "{file} belongs to another user: the server cannot use it, or makes files this user cannot.",
                file=foreign,
            ),
            said("Run ivr as the user who runs the server, or: chown -R USER {folder}", folder=state),
        )
    if opened := next((path for path in _secrets(state) if path.stat().st_mode & OTHERS), None):
        return warning(
            said("Others on this machine may read {file}.", file=opened), said("chmod go= {file}", file=opened)
        )
    return good(said("{folder} is written by this user, and nobody else reads what is private in it.", folder=state))


def _ours(state: Path) -> Iterator[Path]:
    yield state
    for each in ("ivr.db", "spool", "editions", "demo-secrets.json"):
        if (path := state / each).exists():
            yield path


def _secrets(state: Path) -> Iterator[Path]:
    found = (*map(Path, SECRET_FILES), state / "demo-secrets.json", state / "ivr.db", state / "spool")
    return (path for path in found if path.exists())


def disk(premises: Premises) -> Diagnosis:
    """The room on the disk of the folder for state, in bytes and in inodes."""
    room = room_of(premises.settings.state)
    if room is None:
        return unknown(said("The disk of {folder} cannot be asked.", folder=premises.settings.state))
    told = {
        "gigabytes": f"{room.free:.1f}",
        "percent": room.percent,
        "inodes": room.inodes_percent,
        "folder": room.folder,
    }
    why = said("Free: {gigabytes} GB ({percent} %), and {inodes} % of the inodes, on the disk of {folder}.", **told)
    if not room.is_little:
        return good(why)
    return warning(why, said("Make room, or move IVR_STATE to a larger disk; ivr purge deletes by rule."))


def clock(premises: Premises) -> Diagnosis:
    """The clock, held against others that can be asked: the database's, and that of whoever answers in public."""
    if premises.settings.now:
        return needless(said("IVR_NOW pretends another time."))
    offs = []
    if (moment := _of_database(premises)) is not None:
        offs.append((said("the database"), (moment - datetime.now(UTC)).total_seconds()))
    if not premises.is_demo and (moment := _of_public_address(premises.settings.public_url)) is not None:
        offs.append((said("the public address"), (moment - datetime.now(UTC)).total_seconds()))
    if not offs:
        return unknown(
            said(
                "It shows {time}; nothing here has a clock of its own to hold it against.",
                time=premises.by_the_sites_clock(datetime.now(UTC)),
            ),
            said("timedatectl shows whether NTP keeps it."),
        )
    whose, off = max(offs, key=lambda each: abs(each[1]))
    why = said("It is {seconds} seconds from the clock of: {whose}.", seconds=f"{abs(off):.1f}", whose=whose)
    if abs(off) <= OFF:
        return good(why)
    return (wrong if abs(off) > FAR_OFF else warning)(why, said("Keep both by NTP: timedatectl set-ntp true"))


def _of_database(premises: Premises) -> datetime | None:
    try:
        return clock_of(premises.database)
    except StorageAway:
        return None


def _of_public_address(url: str) -> datetime | None:
    """The moment that an answer bears, to the second; half of one is added, as it is on average."""
    import requests  # a worker that never looks needs no HTTP client

    try:
        with requests.Session() as session:
            session.trust_env = False
            told = session.head(url, timeout=PATIENCE, allow_redirects=False).headers.get("Date", "")
        return parsedate_to_datetime(told)
    except (requests.RequestException, ValueError, TypeError):
        return None
