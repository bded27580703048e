"""The file of a backup: whole, for nobody else, and refused where it was changed or cut."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from storage.backup.backing_up import NOW, backed_up, place_at, restored

from ivr.errors import BackupRefused
from ivr.storage.backup.archive import open_archive
from ivr.storage.backup.manifest import DATABASE, NAME
from ivr.storage.backup.taking import BackupSource, taken


def test_only_its_owner_may_read_it_and_secrets_may_stay_out(small: BackupSource, tmp_path: Path) -> None:
    file = backed_up(small, tmp_path / "b.zip")
    assert file.stat().st_mode & 0o777 == 0o600
    with ZipFile(file) as read:
        assert {each.external_attr >> 16 for each in read.infolist()} == {0o600}
        assert {*read.namelist()} == {
            *("state/spool/1.json", "state/editions/current", "state/demo-secrets.json"),
            *(DATABASE, "settings.env", NAME),
        }
    (small.state / ".env").write_text("IVR_SECRET_KEY=x")  # where a container has it
    without = backed_up(replace(small, keys=False), tmp_path / "c.zip")
    with open_archive(without) as archive:
        assert not archive.manifest.keys
        assert set(archive.manifest.state_files) == {"spool/1.json", "editions/current"}


def test_a_backup_replaces_no_file(small: BackupSource, tmp_path: Path) -> None:
    file = backed_up(small, tmp_path / "b.zip")
    before = file.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        backed_up(small, file)
    assert file.read_bytes() == before


def damaged(file: Path, to: Path, change: Callable[[str, bytes], bytes | None], more: str = "") -> Path:
    """Another file, with each content changed; None leaves one out."""
    with ZipFile(file) as read, ZipFile(to, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            content = change(name, read.read(name))
            if content is not None:
                written.writestr(name, content)
        if more:
            written.writestr(more, b"more")
    return to


def in_manifest(before: bytes, after: bytes) -> Callable[[str, bytes], bytes]:
    """The manifest with something else in it."""
    return lambda name, content: content.replace(before, after) if name == NAME else content


@pytest.mark.parametrize(
    ("change", "more", "why"),
    [
        (lambda name, content: content[:-1] + b"!" if name == DATABASE else content, "", "not what was written"),
        (lambda name, content: None if name == "settings.env" else content, "", "settings.env cannot be read"),
        (lambda name, content: None if name == NAME else content, "", "no backup of this program"),
        (lambda name, content: content + b" " * 9 if name == "state/editions/current" else content, "", "not what was"),
        (lambda name, content: content, "state/../../etc/passwd", "does not name"),
        (in_manifest(b"state/spool/", b"state/../../"), "", "is no name of a file"),
        (in_manifest(b'"format": 1', b'"format": 2'), "", "by this version: manifest.json, format"),
        (lambda name, content: b"[" * 99_999 if name == NAME else content, "", "by this version"),
    ],
)
def test_a_file_that_was_changed_is_refused_and_nothing_is_changed_by_it(
    small: BackupSource, tmp_path: Path, change: Callable[[str, bytes], bytes | None], more: str, why: str
) -> None:
    file = damaged(backed_up(small, tmp_path / "b.zip"), tmp_path / "d.zip", change, more)
    state = tmp_path / "new" / "state"
    with place_at(state) as place, pytest.raises(BackupRefused, match=why):
        restored(file, place)
    assert not state.exists()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.999])
def test_a_file_that_was_cut_is_refused(small: BackupSource, tmp_path: Path, share: float) -> None:
    content = backed_up(small, tmp_path / "b.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * share)])
    with place_at(tmp_path / "new") as place, pytest.raises(BackupRefused, match="was cut"):
        restored(cut, place)


def test_two_that_are_written_beside_each_other_do_not_meet(small: BackupSource, tmp_path: Path) -> None:
    with taken(small, tmp_path, NOW), pytest.raises(BackupRefused, match="another backup is being written"):
        backed_up(small, tmp_path / "second.zip")
