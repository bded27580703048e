"""What one process does for all: nobody else meanwhile, and another when it is gone."""

import os
import signal
import time
from contextlib import closing, suppress

from ivr.storage.database.site_lock import held_once
from ivr.storage.database.transactions import Database


def is_free(database: Database, name: str = "figures") -> bool:
    with held_once(database, name) as mine:
        return mine


def in_a_fork(database: Database) -> bool:
    """What another process finds."""
    database.close()
    child = os.fork()
    if not child:
        code = 2
        with suppress(BaseException):
            code = int(is_free(database))
        os._exit(code)
    return bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def test_one_holds_it_and_nobody_else(database: Database) -> None:
    with held_once(database, "figures") as mine:
        assert mine
        with closing(database.patient(5)) as other:
            assert not is_free(other)
            assert is_free(other, "something else")
    assert is_free(database)
    assert in_a_fork(database)


def test_what_a_process_held_that_was_killed_is_free(database: Database) -> None:
    database.close()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            while True:  # whoever looks whether it is free has it for a moment
                with held_once(database, "figures") as mine:
                    time.sleep(60 if mine else 0.001)
        os._exit(0)
    until = time.monotonic() + 30
    while is_free(database) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_free(database)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    until = time.monotonic() + 30
    while not is_free(database) and time.monotonic() < until:
        time.sleep(0.01)
    assert is_free(database)
