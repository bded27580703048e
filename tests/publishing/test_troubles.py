"""Publishing while files are being saved, while another publishes, without a database, without a disk."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from empty_database import put_tables
from small_site import works_menu, write_small_site

from ivr.app.installation import Installation, open_installation
from ivr.errors import PublishingRefused, StorageAway
from ivr.publishing import publish as publishing
from ivr.publishing.publish import current_hash
from ivr.settings import load_settings

Open = Callable[..., Installation]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_small_site(tmp_path / "site")


@pytest.fixture
def opened(site: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens installations over one database: the same machine, or another one by its state folder."""
    made: list[Installation] = []

    def open_one(state: str = "state", site: Path = site) -> Installation:
        url = f"sqlite:///{tmp_path / 'ivr.db'}"
        environ = {"IVR_SITE": str(site), "IVR_STATE": str(tmp_path / state), "IVR_DATABASE_URL": url}
        made.append(open_installation(load_settings(environ)))
        return made[-1]

    put_tables(open_one().database)
    yield open_one
    for installation in made:
        installation.database.close()


def test_a_file_saved_in_small_pieces_is_taken_whole(opened: Open, site: Path) -> None:
    installation = opened()
    installation.publish("tests")
    text = works_menu(2)
    begun = threading.Event()

    def save() -> None:
        with (site / "menus/works/menu.yaml").open("w") as file:
            for at in range(0, len(text), 100):
                file.write(text[at : at + 100])
                file.flush()
                begun.set()
                time.sleep(0.05)

    writer = threading.Thread(target=save)
    writer.start()
    begun.wait()
    published = installation.publish("tests")
    writer.join()
    said = published.checked.edition.nodes["works/answer_2"].say
    assert said == {"en": "This is the answer of edition 2, whole"}


def test_a_file_that_is_just_being_emptied_is_no_mistake(
    opened: Open, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = site / "menus/works/menu.yaml"
    long_ago = menu.stat().st_mtime_ns - 60 * 10**9
    for path in site.rglob("*.*"):
        os.utime(path, ns=(long_ago, long_ago))
    menu.write_text("")
    os.utime(menu, ns=(long_ago, long_ago))  # as some file systems show it for a moment

    def write_the_rest(_: float) -> None:
        menu.write_text(works_menu(2))
        os.utime(menu, ns=(long_ago + 1, long_ago + 1))

    clock = SimpleNamespace(time=time.time, monotonic=time.monotonic, sleep=write_the_rest)
    monkeypatch.setattr(publishing, "time", clock)
    published = opened().publish("tests")
    assert "works/answer_2" in published.checked.edition.nodes


def test_files_that_are_never_quiet_are_not_published(
    opened: Open, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LONGEST_SAVING", 0.5)
    numbers = iter(range(1000))
    kept = publishing._written

    def always_written(folder: Path) -> tuple[dict[str, tuple[int, int]], float]:
        (folder / "menus/works/menu.yaml").write_text(works_menu(next(numbers)))
        return kept(folder)

    monkeypatch.setattr(publishing, "_written", always_written)
    with pytest.raises(PublishingRefused, match="being written all the time"):
        opened().publish("tests")


def test_many_who_publish_at_once_on_one_machine_leave_one_history(opened: Open, tmp_path: Path) -> None:
    def publish(number: int) -> str:
        installation = opened(site=write_small_site(tmp_path / f"site{number}", number))
        return installation.publish(f"editor {number}").checked.edition.hash

    with ThreadPoolExecutor(6) as crowd:
        published = list(crowd.map(publish, range(6)))
    shelf = opened("another machine").shelf
    history = shelf.history()
    assert sorted(each.edition for each in history) == sorted(published)
    assert shelf.current().hash == history[0].edition


def test_two_machines_that_publish_at_once_do_not_undo_each_other(opened: Open, site: Path, tmp_path: Path) -> None:
    opened().publish("tests")
    others = write_small_site(tmp_path / "others", 3)
    mine, other = opened(), opened("another machine", others)
    real = mine.shelf.publish

    def late(*given: object) -> None:  # what the other machine publishes between our look and our writing
        other.publish("other")
        real(*given)

    mine.shelf.publish = late
    write_small_site(site, 2)
    with pytest.raises(PublishingRefused, match="meanwhile"):
        mine.publish("me")
    assert "works/answer_3" in opened("third").shelf.current().nodes


def test_with_the_database_away_nothing_is_published_and_it_is_said(opened: Open, site: Path, tmp_path: Path) -> None:
    installation = opened()
    served = installation.publish("tests").checked.edition.hash
    write_small_site(site, 2)
    (tmp_path / "ivr.db").rename(tmp_path / "away.db")
    with pytest.raises(StorageAway, match=r"ivr\.db"):
        installation.publish("tests")
    assert current_hash(installation.shelf) == served
    assert current_hash(opened().shelf) == served  # from disk
    (tmp_path / "away.db").rename(tmp_path / "ivr.db")
    back = opened()
    assert len(back.shelf.history()) == 1
    assert back.publish("tests").changed


def test_with_the_disk_gone_publishing_says_so_or_goes_on(opened: Open, site: Path, tmp_path: Path) -> None:
    installation = opened()
    installation.publish("tests")
    write_small_site(site, 2)
    shutil.rmtree(tmp_path / "state" / "editions")
    (tmp_path / "state" / "editions").write_text("a file where the folder should be")
    published = installation.publish("tests")
    assert published.changed
    assert opened("another machine").shelf.current().hash == published.checked.edition.hash
