"""The insert of each database that knows what to do about a row that is there."""

from importlib import import_module
from typing import Any

from ivr.storage.database.by_kind import ByKind

INSERTS: ByKind[Any] = ByKind(lambda kind: import_module(f"sqlalchemy.dialects.{kind}").insert)
