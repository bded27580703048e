"""The statements that a page runs on the database, and how the database finds what they ask."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, event

from bench.desk_pages import Page, pages
from bench.desk_serving import PEOPLE, TOKEN, environment, let_in, prepared
from ivr.app.application import bare_app
from ivr.storage.database.transactions import Database

Statements = list[tuple[str, Any]]
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "}


def print_plans(url: str, folder: Path, wanted: str) -> None:
    """Print the statements and plans of every page whose name begins with `wanted`."""
    installation = prepared(environment(url, folder))
    app, password = bare_app(installation), secrets.token_urlsafe(24)
    people = {who: _client(app.test_client(), let_in(installation, who, password), password) for who in PEOPLE}
    for page in pages(installation.database, app):
        if page.name.startswith(wanted):
            _print_page(app.extensions["ivr desk"].database, people[page.who], page)


def _print_page(database: Database, client: FlaskClient, page: Page) -> None:
    with _listening(database) as statements:
        client.get(page.path)
    print(f"\n## {page.name} ({page.who})")
    with database.reading() as connection:
        for statement, values in statements:
            print("--", " ".join(statement.split()))
            print("--", values)
            for row in connection.exec_driver_sql(EXPLAIN[database.kind] + statement, values):
                print("  ", row[-1])


@contextmanager
def _listening(database: Database) -> Iterator[Statements]:
    """Every SELECT that is run meanwhile, but for those that ask who is signed in."""
    heard: Statements = []

    def hear(_connection: Connection, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")) and "sign_ins" not in statement:
            heard.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def _client(client: FlaskClient, email: str, password: str) -> FlaskClient:
    token = TOKEN.search(client.get("/desk/sign-in").text)
    form = {"email": email, "password": password, "csrf_token": token[1] if token else ""}
    client.post("/desk/sign-in", data=form)
    return client
