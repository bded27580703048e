"""Editions: published, followed by every worker, and served when the database or the disk is gone."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ivr.errors import EditionMissing, StorageAway
from ivr.jobs.background import EVERY
from ivr.storage.database.transactions import Database, open_database
from ivr.storage.disk.late_files import LateFiles
from ivr.storage.editions import shelf as editions
from ivr.storage.editions.shelf import EditionShelf

SOUND = b"RIFF" * 100
FRESH_FOR = editions.FRESH_FOR


@dataclass(frozen=True)
class Published:
    """As much of an edition as the shelf looks at."""

    hash: str


def build(bundle: bytes) -> Any:
    if bundle.startswith(b"broken"):
        raise ValueError("no edition")
    return Published(name(bundle))


def name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def publish(shelf: EditionShelf, bundle: bytes, sounds: tuple[bytes, ...] = ()) -> str:
    shelf.publish(bundle, name(bundle), "author", "note", {name(sound): sound for sound in sounds})
    return name(bundle)


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the current edition at every call; what a second's trust saves is not what is tested here."""
    monkeypatch.setattr(editions, "FRESH_FOR", 0.0)


@pytest.fixture
def new_shelf(database: Database, tmp_path: Path) -> Callable[..., EditionShelf]:
    """A shelf as another worker or machine has it: by the name of its folder."""

    def make(folder: str = "state", away: bool = False) -> EditionShelf:
        there = open_database(f"sqlite:///{tmp_path / 'nowhere.db'}", lock_folder=tmp_path) if away else database
        return EditionShelf(there, tmp_path / folder, build)

    return make


NewShelf = Callable[..., EditionShelf]


def test_before_anything_is_published_there_is_no_edition(new_shelf: NewShelf) -> None:
    with pytest.raises(EditionMissing, match="ivr publish"):
        new_shelf().current()
    with pytest.raises(EditionMissing):
        new_shelf(away=True).current()


def test_what_one_worker_publishes_the_others_serve(new_shelf: NewShelf) -> None:
    mine, other, far = new_shelf(), new_shelf(), new_shelf("another machine")
    for bundle in (b"one", b"two"):
        published = publish(mine, bundle)
        assert [shelf.current().hash for shelf in (mine, other, far)] == [published] * 3


def test_a_call_is_not_the_one_that_reads_a_new_edition_while_its_worker_follows(
    new_shelf: NewShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "FRESH_FOR", 3600.0)
    shelf, other = new_shelf(), new_shelf("another machine")
    first = publish(shelf, b"one")
    assert other.current().hash == first
    second = publish(shelf, b"two")
    assert other.current().hash == first
    assert other.follow().hash == second
    assert other.current().hash == second
    assert FRESH_FOR > EVERY


def test_a_call_ends_on_the_edition_it_began_with(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    first = publish(shelf, b"one")
    publish(shelf, b"two")
    assert new_shelf("another machine").by_hash(first).hash == first


def test_rolling_back_is_one_more_publication(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    first, second = publish(shelf, b"one"), publish(shelf, b"two")
    shelf.roll_back_to(first, "author", "two was wrong")
    assert new_shelf().current().hash == first
    assert [each.edition for each in shelf.history()] == [first, second, first]
    assert shelf.history()[0].note == "two was wrong"
    with pytest.raises(EditionMissing):
        shelf.roll_back_to("0" * 64, "author", "")


def test_publishing_the_same_again_changes_nothing(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    publish(shelf, b"one")
    publish(shelf, b"one")
    assert len(shelf.history()) == 1


def test_with_the_database_away_the_disk_serves(new_shelf: NewShelf) -> None:
    published = publish(new_shelf(), b"one", (SOUND,))
    alone = new_shelf(away=True)
    assert alone.current().hash == published
    assert alone.recording(name(SOUND)) == SOUND
    with pytest.raises(StorageAway):
        publish(alone, b"two")
    assert alone.current().hash == published


def test_with_the_disk_gone_the_database_serves(new_shelf: NewShelf, tmp_path: Path) -> None:
    published = publish(new_shelf(), b"one", (SOUND,))
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "state").write_text("a file where the folder should be")
    shelf = new_shelf()
    assert shelf.current().hash == published
    assert shelf.recording(name(SOUND)) == SOUND


def test_a_damaged_file_is_not_served(new_shelf: NewShelf, tmp_path: Path) -> None:
    published = publish(new_shelf(), b"one", (SOUND,))
    for path in (tmp_path / "state" / "editions" / f"{published}.json", *(tmp_path / "state" / "recordings").iterdir()):
        path.write_bytes(b"damaged")
    with pytest.raises(EditionMissing):
        new_shelf(away=True).current()
    shelf = new_shelf()
    assert shelf.current().hash == published
    assert shelf.recording(name(SOUND)) == SOUND
    assert new_shelf(away=True).current().hash == published  # the file was mended


def test_an_edition_that_cannot_be_read_never_replaces_a_good_one(new_shelf: NewShelf) -> None:
    worker = new_shelf()
    good = publish(new_shelf(), b"one")
    assert worker.current().hash == good
    publish(new_shelf("another machine"), b"broken")
    assert worker.current().hash == good
    assert new_shelf().current().hash == good  # nor at the next start


def test_a_hash_that_is_not_its_own_is_refused(new_shelf: NewShelf) -> None:
    with pytest.raises(ValueError, match="is not the hash"):
        new_shelf().publish(b"one", name(b"two"), "author", "", {})
    with pytest.raises(ValueError, match="is not the hash"):
        new_shelf().publish(b"one", name(b"one"), "author", "", {name(b"x"): b"y"})


@pytest.mark.parametrize("asked", ["../../etc/passwd", "", "x" * 64, "ab", "0" * 64, "A" * 64])
def test_no_name_leads_out_of_the_folder(new_shelf: NewShelf, asked: str) -> None:
    assert new_shelf().recording(asked) is None
    with pytest.raises(EditionMissing):
        new_shelf().by_hash(asked)


def test_only_some_editions_are_kept_in_memory(new_shelf: NewShelf) -> None:
    shelf = new_shelf()
    hashes = [publish(shelf, str(number).encode()) for number in range(20)]
    assert [shelf.by_hash(each).hash for each in hashes] == hashes
    assert len(shelf._ready) == editions.REMEMBERED


def test_an_edition_that_a_full_disk_did_not_take_is_there_once_it_has_room(database: Database, tmp_path: Path) -> None:
    files = LateFiles()
    shelf = EditionShelf(database, tmp_path / "state", build, files=files)
    (tmp_path / "state").write_text("in the place of the folder")
    published = publish(shelf, b"one", (SOUND,))
    (tmp_path / "state").unlink()
    files.write_missing()
    shelf.look_again()
    without = open_database(f"sqlite:///{tmp_path / 'nowhere.db'}", lock_folder=tmp_path)
    started_since = EditionShelf(without, tmp_path / "state", build)
    assert started_since.current().hash == published
    assert started_since.recording(name(SOUND)) == SOUND
