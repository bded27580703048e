"""Locks between processes and threads, those that are kept open too."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.storage.disk.locks import KeptLock, locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "one.lock"


def elsewhere(look: Callable[[], bool]) -> bool:
    """What another thread finds."""
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(look()))
    thread.start()
    thread.join()
    return found[0]


def in_a_fork(look: Callable[[], bool]) -> bool:
    """What a process finds that was forked off."""
    child = os.fork()
    if not child:
        os._exit(int(look()))
    return bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def is_free(lock: KeptLock) -> bool:
    with lock.held(0) as mine:
        return mine


def test_one_who_holds_it_keeps_all_others_out(path: Path) -> None:
    lock = KeptLock(path)
    with lock.held(0) as mine:
        assert mine
        assert not elsewhere(lambda: is_free(lock))
        assert not in_a_fork(lambda: is_free(lock))
        with locked(path, 0) as other:
            assert not other
    assert elsewhere(lambda: is_free(lock))
    assert in_a_fork(lambda: is_free(lock))


def test_one_who_holds_it_does_not_get_it_again(path: Path) -> None:
    lock = KeptLock(path)
    with lock.held(0), lock.held(0) as again:
        assert not again
    assert is_free(lock)


def test_a_fork_that_closes_its_own_takes_it_from_nobody(path: Path) -> None:
    lock = KeptLock(path)
    with lock.held(0):
        assert in_a_fork(lambda: lock.close() or True)
        with locked(path, 0) as other:
            assert not other


def test_a_file_that_was_replaced_is_opened_anew(path: Path) -> None:
    lock = KeptLock(path)
    assert is_free(lock)
    path.unlink()
    with locked(path, 0):
        assert not is_free(lock)
    assert is_free(lock)


def test_its_folder_is_made_where_it_is_not_there(tmp_path: Path) -> None:
    assert is_free(KeptLock(tmp_path / "state" / "one.lock"))
