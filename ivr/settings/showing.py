"""The settings in force as people may see them: secrets hidden."""

import re
from collections.abc import Mapping

from pydantic import SecretStr

from ivr.settings.fields import Settings, database_variable, variable

HIDDEN = "••••"


def settings_table(settings: Settings) -> list[tuple[str, str, str]]:
    """Each setting as (name, value with secrets hidden, where it came from), and those given that nobody reads."""
    known = {variable(field): field for field in Settings.model_fields if field not in ("whence", "databases")}
    rows = [
        (name, shown(getattr(settings, field)), settings.whence.get(name, "default")) for name, field in known.items()
    ]
    for department, url in settings.databases.items():
        name = database_variable(department)
        rows.append((name, shown(url), settings.whence.get(name, "default")))
    return rows + [(name, "no such setting, ignored", where) for name, where in unread(settings).items()]


def unread(settings: Settings) -> dict[str, str]:
    """What was given and no setting is called, such as a misspelt one: the name, and where it came from."""
    known = {variable(field) for field in Settings.model_fields} | set(map(database_variable, settings.databases))
    return {name: where for name, where in settings.whence.items() if name not in known}


def shown(value: object) -> str:
    """A setting as it is written; secrets as dots."""
    if isinstance(value, tuple):
        return ", ".join(HIDDEN if isinstance(each, SecretStr) else str(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{kind}={days}" if kind else f"{days}" for kind, days in value.items())
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return _password_hidden(secret) if "://" in secret or not secret else HIDDEN
    return "" if value is None else str(value)


def _password_hidden(url: str) -> str:
    """Hide rather too much than too little: all from the first colon to the last @, and the whole query."""
    address, question, _ = re.sub(r"(?<=://)([^:/@]*):.*@", rf"\1:{HIDDEN}@", url).partition("?")
    return f"{address}?{HIDDEN}" if question else address
