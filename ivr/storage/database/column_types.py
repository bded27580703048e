"""Kinds of column that both databases keep alike: moments in UTC, and text cut to size."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

AFTER_ALL_LETTERS = "\U0010ffff"  # what follows a beginning when every text that begins so is to come before it


class UtcMoment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back with its zone; SQLite alone would drop it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LineText(TypeDecorator[str]):
    """A line of text of at most `length` characters; what is longer is cut, what cannot be stored replaced."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Makes a text storable and cuts it to size."""
        length = self.length
        return lambda value: None if value is None else storable(value[:length])


class Name(LineText):
    """A line whose beginnings can be looked for by index: its letters sort by their codes on both databases."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """The column's type; PostgreSQL would otherwise sort as its locale does."""
        return String(self.length, collation="C" if dialect.name == "postgresql" else None)


class LongText(TypeDecorator[str]):
    """Text of any length; what cannot be stored is replaced."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Makes a text storable."""
        return lambda value: None if value is None else storable(value)


def storable(text: Any) -> str:
    """The text without NUL, which PostgreSQL refuses, and without halves of characters, which no encoding has."""
    kept = str(text)
    if kept.isascii():
        return kept.replace("\0", "\ufffd") if "\0" in kept else kept
    return kept.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
