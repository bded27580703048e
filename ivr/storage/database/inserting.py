"""The insert of each database that knows what to do about a row that is there."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
