"""A backup is taken while calls come in, and a machine is made from it: what was kept before is there, each once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_site import NUMBER, write_small_site
from sqlalchemy import select
from storage.backup.backing_up import NOW, backed_up, place_at, restored, source_of

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.journal.entry import Entry
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.backup.archive import open_archive
from ivr.storage.backup.restoring import Restored
from ivr.storage.calls.tables import calls
from ivr.storage.database.schema import check_schema, upgrade
from ivr.storage.database.transactions import Database
from ivr.storage.editions.tables import publications
from ivr.storage.journal.rebuilding import rebuild_projections
from ivr.storage.journal.tables import journal
from ivr.storage.people.tables import accounts

NewEntry = Callable[..., Entry]
MESSAGE = "0,officer:busy,record:9"
MANY = "caller=99999, number=99999, line=99999"
FOLLOWING = (calls, accounts, publications)


def opened(state: Path, url: str = "") -> Installation:
    site = write_small_site(state.parent / "site")
    given = {
        "IVR_MODE": "demo",
        "IVR_SITE": str(site),
        "IVR_STATE": str(state),
        "IVR_DATABASE_URL": url,
        "IVR_MOST_MESSAGES": MANY,
    }
    return open_installation(load_settings(given))


@pytest.fixture(params=["sqlite", "postgresql"])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A hotline that is served, on each kind of database."""
    kind: str = request.param
    url = request.getfixturevalue("new_postgres_url")("template0") if kind == "postgresql" else ""
    installation = opened(tmp_path / "old" / "state", url)
    upgrade(installation.database)
    installation.publish("tests")
    yield installation
    installation.database.close()


def names(database: Database) -> list[tuple[str, str]]:
    """Every entry of the journal."""
    with database.reading() as connection:
        return [(row.call_sid, row.entry) for row in connection.execute(select(journal.c.call_sid, journal.c.entry))]


def as_they_stand(database: Database) -> dict[str, list[object]]:
    """Tables whose rows are the same after a restore."""
    with database.caught_up() as connection:
        return {table.name: [*connection.execute(select(table).order_by(*table.c))] for table in FOLLOWING}


def a_call(installation: Installation) -> tuple[Telephone, str]:
    """Somebody rings; the telephone, and what is heard first."""
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    telephone = Telephone(line, new_call(NUMBER, hong_kong()))
    return telephone, " ".join(one.text for one in telephone.ring())


@contextmanager
def load(line: Installation, turn: NewEntry) -> Iterator[list[str]]:
    """Calls that come in by the carrier and by the spool, which is loaded all the time; those that were kept so far."""
    ends, kept = threading.Event(), []

    def ring() -> None:
        telephone, _ = a_call(line)
        for act in parse_script(MESSAGE):
            perform(telephone, act)
        kept.append(telephone.state.call_sid)

    def spool() -> None:
        sid = f"CB{len(kept)}"
        line.spool.put(turn(1, call_sid=sid))
        kept.append(sid)

    def follow() -> None:
        line.load_spool()
        line.journal.projector.catch_up()

    def again(do: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=lambda: [do() for _ in iter(ends.is_set, True)])
        thread.start()
        return thread

    threads = [again(each) for each in (ring, spool, follow)]
    try:
        while sum(sid.startswith("CA") for sid in kept) < 3 or len(kept) < 20:
            assert all(thread.is_alive() for thread in threads)
            ends.wait(0.01)
        yield kept
    finally:
        ends.set()
        for thread in threads:
            thread.join()
        line.load_spool()


def add_somebody(database: Database) -> None:
    """An account with the hash of a password."""
    texts = {column.name: "" for column in accounts.c} | {"email": "a@b.c", "password": "$argon2id$v=19$x"}
    numbers = {"id": 7, "must_change": False, "totp_step": 0, "failures": 0, "failed_at": None, "disabled_at": None}
    with database.writing() as connection:
        connection.execute(accounts.insert(), texts | numbers | {"created_at": NOW})


def test_what_was_kept_before_is_there_once_although_calls_came_in_and_the_spool_was_loaded(
    line: Installation, turn: NewEntry, tmp_path: Path
) -> None:
    add_somebody(line.database)
    with load(line, turn) as kept:
        before, known = {*names(line.database)}, {*kept}
        file = backed_up(source_of(line), tmp_path / "b.zip")
    with place_at(tmp_path / "new" / "state") as place:
        assert restored(file, place) == Restored(0, None)
    machine = opened(tmp_path / "new" / "state")
    check_schema(machine.database)
    machine.load_spool()
    assert machine.spool.waiting() == []
    there = names(machine.database)
    assert len(there) == len({*there})
    assert before <= {*there} <= {*names(line.database)}
    assert known <= {sid for sid, _ in there}
    stand = as_they_stand(machine.database)
    assert len(stand["calls"]) == len({sid for sid, _ in there})
    rebuild_projections(machine.database)
    assert as_they_stand(machine.database) == stand
    live = as_they_stand(line.database)
    assert (live["accounts"], live["publications"]) == (stand["accounts"], stand["publications"])
    machine.database.close()


def test_calls_that_nobody_has_listed_yet_are_counted(line: Installation, tmp_path: Path) -> None:
    a_call(line)
    with open_archive(backed_up(source_of(line), tmp_path / "b.zip")) as archive:
        assert archive.manifest.rows["calls"] == 1


def test_the_machine_has_the_keys_and_answers_as_the_one_before(line: Installation, tmp_path: Path) -> None:
    file = backed_up(source_of(line), tmp_path / "b.zip")
    with place_at(tmp_path / "new" / "state") as place:
        restored(file, place)
    machine = opened(tmp_path / "new" / "state")
    assert machine.settings.secret_keys == line.settings.secret_keys
    assert machine.settings.key_of_hashes == line.settings.key_of_hashes
    made = [each.switchboard.references.reference_for("CA1", 5) for each in (line, machine)]
    assert made[0] == made[1]
    for each in (line, machine):
        assert "Welcome to edition 1" in a_call(each)[1]
    machine.database.close()
