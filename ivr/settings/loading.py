"""From the environment and the file `.env` to settings that make sense, or to one line that says what does not."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dotenv import dotenv_values
from pydantic import ValidationError

from ivr.errors import SettingsRefused
from ivr.settings.addresses import Fault, web_address
from ivr.settings.carrier_accounts import ACCOUNT_FIELDS, MADE_FOR_THE_DEMO, CarrierAccount, CarrierName
from ivr.settings.demo_secrets import DEMO_SECRETS, demo_secrets
from ivr.settings.fields import (
    DEPARTMENT_DATABASE,
    RETIRED,
    WITHOUT_PREFIX,
    Settings,
    database_variable,
    field_of,
    variable,
)

SECRET_KEY_LENGTH = 32
FEWEST_LETTERS = 8  # different ones; 32 random hexadecimal digits have fewer once in thirty million keys


class Whereabouts(NamedTuple):
    """Where a machine keeps what callers leave: its state folder, and the address of its database."""

    state: Path
    database_url: str


class Folders(NamedTuple):
    """Where the files of the site are, and where a server keeps what it needs."""

    site: Path
    state: Path


def load_account() -> CarrierAccount:
    """What the settings have of the carrier alone, for who rings from a machine that has no other setting.

    Raises SettingsRefused where there is nothing to sign with.
    """
    name = load_carrier_name()
    fields = ACCOUNT_FIELDS[name]
    account = _alone(("carrier", *fields[:4])).account
    if not account.signing_keys:
        missing = fields.signing_keys
        must_be = Settings.model_fields[missing].description
        raise SettingsRefused(f"{variable(missing)} is missing: set it to {must_be}, as the hotline has it")
    return account


def load_carrier_name() -> CarrierName:
    """The carrier that the settings name; no other setting needs to be there. Raises SettingsRefused."""
    return _alone(("carrier",)).carrier


def load_folders() -> Folders:
    """The two folders that the settings name, for commands that only read or write files of the site.

    No other setting needs to be there or to be right, and nothing is made. Raises SettingsRefused.
    """
    settings = _alone(Folders._fields)
    return Folders(settings.site, settings.state)


def load_whereabouts() -> Whereabouts:
    """Where the settings say that things are kept, whether anything is there or not. Raises SettingsRefused.

    No other setting needs to be there or to be right, and nothing is made.
    """
    settings = _alone(Whereabouts._fields)
    return Whereabouts(settings.state, settings.database_url.get_secret_value() or _file_in(settings.state))


def _alone(fields: Sequence[str]) -> Settings:
    """These fields as they were given, and all others as they are without."""
    given = {field_of(name): value for name, value in given_settings().items()}
    return _checked({field: given[field] for field in fields if field in given})


def given_settings() -> Mapping[str, str]:
    """Every variable of ours that was set on this machine, as it was written. Raises SettingsRefused."""
    return {name: value for name, (value, _) in _gather(None).items()}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` alone, or without it from the environment and, behind that, the file `.env`.

    In demo mode this may make `demo-secrets.json`. Raises SettingsRefused: one line that names all that is wrong.
    """
    given = _gather(environ)
    if retired := [_retired(name, measure) for name, measure in RETIRED.items() if name in given]:
        raise SettingsRefused("; ".join(retired))
    values: dict[str, Any] = {field_of(name): value for name, (value, _) in given.items()}
    values["databases"] = _databases(given)
    values["whence"] = {name: where for name, (_, where) in given.items()}
    settings = _with_defaults(_checked(values), values)
    if complaints := _complaints(settings):
        raise SettingsRefused("; ".join(complaints))
    return settings


def _retired(name: str, measure: str) -> str:
    """What is to be written in the place of a setting that there is no more."""
    return (
        f"{name} is a pledge of each department now: write it in menus/<department>/pledges.yaml, as "
        f"`measure: {measure}` with `within: 10 working days` (docs/editors/pledges.md), publish, and take it out "
        "of the settings"
    )


def load_databases() -> Mapping[str, str]:
    """The addresses of the departments' own databases alone, by name, for those who need no other setting.

    Raises SettingsRefused.
    """
    found = _checked({"databases": _databases(_gather(None))}).databases
    return {name: url.get_secret_value() for name, url in found.items()}


def load_address(url: str, named: str) -> str:
    """The address of a database that was given as `named`, with its driver. Raises SettingsRefused."""
    try:
        return _checked({"database_url": url}).database_url.get_secret_value()
    except SettingsRefused as refused:
        raise SettingsRefused(str(refused).replace(variable("database_url"), named, 1)) from None


def _databases(given: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {
        match["department"].lower(): value
        for name, (value, _) in given.items()
        if (match := DEPARTMENT_DATABASE.fullmatch(name)) and field_of(name) not in Settings.model_fields
    }


def _gather(environ: Mapping[str, str] | None) -> dict[str, tuple[str, str]]:
    """Every variable that could be ours, with where it was found; an empty one counts as not given."""
    if environ is not None:
        return _ours(environ, "environment")
    return _ours(_dotenv(), ".env") | _ours(os.environ, "environment")


def _dotenv() -> Mapping[str, str | None]:
    try:
        return dotenv_values(".env", encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsRefused(".env cannot be read: save it as UTF-8") from None
    except OSError as error:
        raise SettingsRefused(f".env cannot be read: {error.strerror}") from None


def _ours(variables: Mapping[str, str | None], where: str) -> dict[str, tuple[str, str]]:
    bare = {variable(field) for field in WITHOUT_PREFIX}
    return {
        name: (value.strip(), where)
        for name, value in variables.items()
        if value and value.strip() and (name.startswith("IVR_") or name in bare)
    }


def _checked(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as refused:
        raise SettingsRefused("; ".join(dict.fromkeys(map(_sentence, refused.errors())))) from None


def _sentence(error: Any) -> str:
    """What the value that was refused must be and, where that is known, why it is not."""
    field = str(error["loc"][0])
    name = database_variable(str(error["loc"][1])) if field == "databases" else variable(field)
    must_be = Settings.model_fields["database_url" if field == "databases" else field].description
    fault = error.get("ctx", {}).get("error")
    return f"{name} must be {must_be}: {fault}" if isinstance(fault, Fault) else f"{name} must be {must_be}"


def _with_defaults(settings: Settings, values: dict[str, Any]) -> Settings:
    """Fill in what depends on other settings: the SQLite file and, in demo mode, the address and the secrets."""
    filled = {"database_url": _file_in(settings.state)}
    whence: dict[str, str] = {}
    if settings.mode == "demo":
        filled["public_url"] = f"http://127.0.0.1:{settings.port}"
        if not (settings.account.sid and settings.account.signing_keys and settings.secret_key):
            made = _made_up(settings)
            filled |= made
            whence = {variable(name): f"{MADE_FOR_THE_DEMO}, in {settings.state / DEMO_SECRETS}" for name in made}
    return _checked(filled | values | {"whence": whence | dict(settings.whence)})


def _made_up(settings: Settings) -> dict[str, str]:
    """The secrets of the demo by field; a real carrier's key has a real account, and none is made up beside it."""
    made, fields = demo_secrets(settings.state), ACCOUNT_FIELDS[settings.carrier]
    account, token = made.pop("twilio_account_sid"), made.pop("twilio_auth_token")
    of_the_account = {} if settings.account.signing_keys else {fields.account: account}
    return made | of_the_account | {fields.tokens: token, fields.signing_keys: token}


def _file_in(state: Path) -> str:
    return f"sqlite:///{state / 'ivr.db'}"


def _complaints(settings: Settings) -> list[str]:
    if settings.oidc_url and not settings.oidc_client_id:
        return ["IVR_OIDC_CLIENT_ID is missing: IVR_OIDC_URL needs it"]
    if settings.smtp_url.get_secret_value() and not settings.mail_from:
        return ["IVR_MAIL_FROM is missing: IVR_SMTP_URL needs it"]
    if settings.mode == "demo":
        return []
    needed = ("public_url", *ACCOUNT_FIELDS[settings.carrier].needed, "secret_key")
    complaints = [
        f"{variable(field)} is missing: set it to {Settings.model_fields[field].description}"
        for field in needed
        if not getattr(settings, field)
    ]
    complaints += _weak("secret_key", settings.secret_keys)
    complaints += _weak("webhook_secret", settings.webhook_secrets)
    complaints += _weak("metrics_token", tuple(filter(None, [settings.metrics_token.get_secret_value()])))
    complaints += _weak("hash_key", tuple(filter(None, [settings.hash_key.get_secret_value()])))
    if settings.public_url and web_address(settings.public_url).can_be_listened_to:
        complaints.append(
            "IVR_PUBLIC_URL must be an https:// address in production: over http://, what callers key and passwords "
            "of the desk can be read on the way"
        )
    if settings.now:
        complaints.append("IVR_NOW is for demo mode only: take it away, or set IVR_MODE to demo")
    return complaints


def _weak(field: str, keys: Sequence[str]) -> Iterator[str]:
    must_be = Settings.model_fields[field].description
    if any(len(key) < SECRET_KEY_LENGTH for key in keys):
        yield f"{variable(field)} is too short: set it to {must_be}"
    if any(_repeats(key) for key in keys):
        yield f"{variable(field)} can be guessed: set it to {must_be}"


def _repeats(key: str) -> bool:
    """Whether a key is one letter, or a few of them, over and over."""
    pieces = (key[:size] for size in range(1, len(key) // 2 + 1))
    return len(set(key)) < FEWEST_LETTERS or any(key == (piece * len(key))[: len(key)] for piece in pieces)
