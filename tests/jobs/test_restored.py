"""A backup of yesterday is restored: the hotline goes on, and nothing that was done since is done again wrongly."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.jobs.purging import Rules, purge
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.calls.reading import find_call
from ivr.storage.messages.listing import messages_of_call

SITE = Path(__file__).parents[2]
YESTERDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MESSAGE = "3,0,officer:busy,officer:unanswered,record:9,3,1"


class Carrier:
    """Deletes recordings; of one that is gone already it says so, which is as good."""

    def __init__(self) -> None:
        self.deleted: list[str] = []

    def erase(self, recording: str, url: str) -> None:
        """Delete it."""
        self.deleted.append(recording)

    def forget(self, recording: str) -> None:
        """There are no copies."""

    def names(self) -> tuple[str, ...]:
        """No copies."""
        return ()


def _opened(state: Path, clock: PracticeClock) -> Installation:
    return open_installation(load_settings({"IVR_MODE": "demo", "IVR_SITE": str(SITE), "IVR_STATE": str(state)}), clock)


def _rung(installation: Installation, script: str) -> Telephone:
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    telephone = Telephone(line, new_call("+85222200101", hong_kong()))
    telephone.ring()
    for act in parse_script(script):
        perform(telephone, act)
    return telephone


@pytest.fixture
def clock() -> PracticeClock:
    return PracticeClock(YESTERDAY)


@pytest.fixture
def hotline(tmp_path: Path, clock: PracticeClock) -> Installation:
    installation = _opened(tmp_path / "state", clock)
    put_tables(installation.database)
    installation.publish("tests")
    return installation


def _back_up(installation: Installation, to: Path) -> None:
    installation.database.close()
    shutil.copytree(installation.settings.state, to)


def _restore(backup: Path, installation: Installation, clock: PracticeClock) -> Installation:
    installation.database.close()
    for file in installation.settings.state.glob("ivr.db*"):
        file.unlink()
    for file in backup.glob("ivr.db*"):
        shutil.copy(file, installation.settings.state)
    return _opened(installation.settings.state, clock)


def test_what_was_deleted_since_the_backup_is_deleted_once_more_and_no_harm_is_done(
    hotline: Installation, clock: PracticeClock, tmp_path: Path
) -> None:
    sid = _rung(hotline, MESSAGE).state.call_sid
    (message,) = messages_of_call(hotline.database, sid)
    _back_up(hotline, tmp_path / "backup")
    carrier, rules = Carrier(), Rules(recordings=5, numbers=5, calls=5)

    def purged(installation: Installation) -> None:
        at = YESTERDAY + timedelta(days=30)
        purge(installation.database, installation.journal, carrier, rules, at, installation.shelf.zone(), dry=False)

    purged(hotline)
    assert find_call(hotline.database, sid) is None
    restored = _restore(tmp_path / "backup", hotline, clock)
    assert [one.recording for one in messages_of_call(restored.database, sid)] == [message.recording]
    purged(restored)
    assert find_call(restored.database, sid) is None
    assert carrier.deleted == [message.recording] * 2
    restored.database.close()


def test_a_call_in_progress_when_an_older_backup_is_restored_goes_on_to_its_end(
    hotline: Installation, clock: PracticeClock, tmp_path: Path
) -> None:
    _back_up(hotline, tmp_path / "backup")
    telephone = _rung(hotline, "3,4,1")
    restored = _restore(tmp_path / "backup", hotline, clock)
    going_on = Telephone(line_into(bare_app(restored).wsgi_app, restored.settings), telephone.state)
    said = " ".join(one.text for act in parse_script("record:9,3,1") for one in perform(going_on, act))
    assert "Your reference is" in said
    going_on.hang_up()
    call = find_call(restored.database, telephone.state.call_sid)
    assert call is not None
    assert call.ended_at is not None
    restored.database.close()


def test_after_a_restore_the_references_that_are_given_are_those_that_would_have_been_given(
    hotline: Installation, clock: PracticeClock, tmp_path: Path
) -> None:
    _back_up(hotline, tmp_path / "backup")
    first = hotline.switchboard.references.reference_for("CA1", 5)
    restored = _restore(tmp_path / "backup", hotline, clock)
    assert restored.switchboard.references.reference_for("CA1", 5) == first
    restored.database.close()
