"""What of the settings goes along to another machine, as a file `.env`."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import SecretStr

from ivr.settings.fields import DEPARTMENT_DATABASE, Settings, field_of, variable
from ivr.settings.loading import given_settings

OF_THE_MACHINE = ("site", "state", "database_url", "now", "port")
PLAIN = re.compile(r"[\w./:@,=+-]+", re.ASCII)


class Carried(NamedTuple):
    """The text of a file `.env`, and the variables that were left out of it because they are secret."""

    text: str
    left_out: tuple[str, ...]


def carried_settings(settings: Settings, *, secrets: bool) -> Carried:
    """What was set, but for where things lie on this machine; without `secrets`, those are left out."""
    given = {name: value for name, value in given_settings().items() if field_of(name) not in OF_THE_MACHINE}
    left_out = () if secrets else tuple(name for name in given if is_secret(name, settings))
    return Carried(as_dotenv({name: value for name, value in given.items() if name not in left_out}), left_out)


def as_dotenv(values: Mapping[str, str]) -> str:
    """Variables as a file `.env` has them."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in values.items())


def is_secret(name: str, settings: Settings) -> bool:
    """Whether a variable holds a key or a password."""
    if DEPARTMENT_DATABASE.fullmatch(name) and field_of(name) not in Settings.model_fields:
        return True
    value = getattr(settings, field_of(name), "")
    return isinstance(value, SecretStr) or (
        isinstance(value, tuple) and any(isinstance(each, SecretStr) for each in value)
    )


def keys_given() -> Mapping[str, tuple[str, ...]]:
    """The keys that were set for this machine, by variable: the secret keys, and the key of hashes that is in force.

    Empty where none was set. Nothing is made.
    """
    given = given_settings()
    secret_keys = tuple(each.strip() for each in given.get(variable("secret_key"), "").split(",") if each.strip())
    hash_keys = (given.get(variable("hash_key"), ""), *secret_keys)
    if not secret_keys:
        return {}
    return {variable("secret_key"): secret_keys, variable("hash_key"): tuple(filter(None, hash_keys))[:1]}


def _quoted(value: str) -> str:
    if PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
