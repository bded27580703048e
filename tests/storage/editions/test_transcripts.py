"""Transcripts of editions on the disk: read through once, by whoever is first, and never believed when damaged."""

from pathlib import Path

import pytest

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site import transcripts as written
from ivr.authoring.site.files import bundle, read_folder
from ivr.errors import SiteRefused
from ivr.storage.disk import late_files
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.editions import transcripts
from ivr.storage.editions.disk import ShelfDisk
from ivr.storage.editions.transcripts import Transcripts


@pytest.fixture(scope="module")
def sample() -> bytes:
    return bundle(read_folder(Path()))


@pytest.fixture
def read_through(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bundles that were read through."""
    found: list[bytes] = []
    really = transcripts._read_through

    def noted(bundle: bytes) -> bytes:
        found.append(bundle)
        return really(bundle)

    monkeypatch.setattr(transcripts, "_read_through", noted)
    return found


def test_an_edition_is_read_through_once(tmp_path: Path, sample: bytes, read_through: list[bytes]) -> None:
    first = Transcripts(tmp_path).edition(sample)
    again = Transcripts(tmp_path).edition(sample)
    assert first == again == edition_from_bundle(sample)
    assert read_through == [sample]


def test_another_version_of_the_program_reads_it_through_again(
    tmp_path: Path, sample: bytes, read_through: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    Transcripts(tmp_path).edition(sample)
    monkeypatch.setattr(transcripts, "__version__", "99.0")
    Transcripts(tmp_path).edition(sample)
    assert read_through == [sample, sample]


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, None], ids=["empty", "no transcript", "one byte"])
def test_a_damaged_transcript_is_made_anew(
    tmp_path: Path, sample: bytes, read_through: list[bytes], damage: bytes | None
) -> None:
    edition = Transcripts(tmp_path).edition(sample)
    (file,) = tmp_path.glob("*.zip")
    sound = file.read_bytes()
    half = len(sound) // 2
    file.write_bytes(sound[:half] + bytes([sound[half] ^ 1]) + sound[half + 1 :] if damage is None else damage)
    assert Transcripts(tmp_path).edition(sample) == edition
    assert read_through == [sample, sample]
    assert Transcripts(tmp_path).edition(sample) == edition
    assert read_through == [sample, sample]


def test_an_edition_is_served_although_the_disk_takes_nothing(tmp_path: Path, sample: bytes) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert Transcripts(tmp_path / "file").edition(sample).hotlines


def test_what_cannot_be_read_is_refused_and_leaves_nothing(tmp_path: Path, sample: bytes) -> None:
    broken = sample.replace(b"kind: ask", b"kind: aks", 1)
    with pytest.raises(SiteRefused, match="bad-kind"):
        Transcripts(tmp_path).edition(broken)
    assert not list(tmp_path.glob("*.zip"))


def test_an_edition_is_forgotten_with_its_transcripts(tmp_path: Path, sample: bytes) -> None:
    disk = ShelfDisk(tmp_path)
    edition = Transcripts(tmp_path / "editions").edition(sample)
    disk.put(disk.edition_path(edition.hash), sample)
    disk.remove_edition(edition.hash)
    assert [path.suffix for path in (tmp_path / "editions").iterdir()] == [".lock"]


def test_no_more_departments_stay_open_than_are_rung(
    tmp_path: Path, sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Transcripts(tmp_path).edition(sample)
    written._open.cache_clear()
    assert edition.nodes["transport/main"].kind == "menu"
    assert "transport/nowhere" not in edition.nodes
    assert "nowhere/main" not in edition.nodes
    assert edition.is_secret("transport/birth")
    assert not edition.is_secret("nowhere/birth")
    assert written._open.cache_info().currsize == 1
    assert len(edition.departments) == 4


def test_without_room_on_the_disk_it_is_read_through_once_and_kept_when_there_is(
    tmp_path: Path, sample: bytes, read_through: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, content: bytes) -> None:
        raise OSError("no space left on device")

    files = LateFiles()
    with monkeypatch.context() as full:
        full.setattr(late_files, "write_whole", refused)
        edition = Transcripts(tmp_path, files).edition(sample)
    assert read_through == [sample]
    files.write_missing()
    assert Transcripts(tmp_path).edition(sample) == edition
    assert read_through == [sample]
