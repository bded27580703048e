"""What the operator can set: variables named IVR_…, from the environment or a file `.env`, and what stands without.

In demo mode whatever secret is not given is made at the first start and kept in `demo-secrets.json` under IVR_STATE.
In production nothing secret is made up: what is missing is refused, all of it in one line.
"""

import json
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource

from ivr.errors import SettingsRefused

HIDDEN = "••••"
SECRET_KEY_LENGTH = 32
DEMO_SECRETS = "demo-secrets.json"
WITHOUT_PREFIX = ("port", "web_concurrency")
BARE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?/?")
DEPARTMENT_DATABASE = re.compile(r"IVR_DATABASE_(?P<department>[A-Z][A-Z0-9_]*)")


def _split(value: object) -> object:
    return tuple(each.strip() for each in value.split(",") if each.strip()) if isinstance(value, str) else value


def _moment(value: object) -> object:
    """Read ISO 8601 only; the library would take a bare number for seconds since 1970."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def _with_driver(value: object) -> object:
    """Name the driver that is installed: `postgres://` and `postgresql://` alone mean another one."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value) if isinstance(value, str) else value


SecretList = Annotated[tuple[SecretStr, ...], BeforeValidator(_split)]
PairList = Annotated[tuple[str, ...], BeforeValidator(_split)]
DatabaseUrl = Annotated[SecretStr, BeforeValidator(_with_driver)]


class Settings(BaseModel):
    """All settings in force; `load_settings` makes them. Each description says what the setting must be."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=True)

    mode: Literal["demo", "production"] = Field("demo", description="demo or production")
    site: Path = Field(Path("."), description="the folder with flows.yaml, menus and prompts")
    state: Path = Field(Path("var"), description="the folder for the database, the spool and the last good edition")
    database_url: DatabaseUrl = Field(SecretStr(""), description="a sqlite:/// or postgresql:// address")
    databases: Mapping[str, DatabaseUrl] = Field({}, description="a department's own database: IVR_DATABASE_<NAME>")
    database_timeout: float = Field(2.0, gt=0, le=10, description="seconds to wait for a database, at most 10")
    public_url: str = Field("", description="the address the carrier calls, such as https://ivr.example.org, no path")
    twilio_account_sid: str = Field("", description="AC and 32 hexadecimal digits, from the carrier's console")
    twilio_auth_token: SecretList = Field((), description="the carrier's token, a second one after a comma")
    secret_key: SecretList = Field((), description="32 random characters or more, a second key after a comma")
    now: Annotated[datetime | None, BeforeValidator(_moment)] = Field(
        None, description="a time with a zone, such as 2026-12-25T10:00+08:00"
    )
    port: int = Field(8000, ge=1, le=65535, description="a port number, 1 to 65535")
    web_concurrency: int = Field(2, ge=1, le=256, description="a number of workers, 1 to 256")
    proxies: int = Field(0, ge=0, le=9, description="how many proxies of yours stand before the server, 0 to 9")
    oidc_url: str = Field("", description="an identity provider's https:// discovery address, for the desk's sign-in")
    oidc_client_id: str = Field("", description="the desk's name at the identity provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="the desk's secret at the identity provider")
    oidc_roles_claim: str = Field("roles", description="the claim with roles or groups, such as realm_access.roles")
    oidc_roles: PairList = Field((), description="groups and what they may: hotline-staff=supervisor:transport, …")
    whence: Mapping[str, str] = Field(
        {}, description="where each setting that was given came from", exclude=True, repr=False
    )

    @field_validator("site", "state")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.absolute()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value() and not url.get_secret_value().startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("unknown database")
        return url

    @field_validator("public_url")
    @classmethod
    def _bare_address(cls, url: str) -> str:
        if url and (not BARE_ADDRESS.fullmatch(url) or urlsplit(url).port == 0):
            raise ValueError("not an address")
        return url.rstrip("/")

    @field_validator("oidc_url")
    @classmethod
    def _private_address(cls, url: str) -> str:
        if url and not re.match(r"https://[^/]+/|http://(127\.0\.0\.1|localhost)(:[0-9]+)?/", url):
            raise ValueError("could be listened to")
        return url

    @field_validator("oidc_roles")
    @classmethod
    def _translations(cls, pairs: tuple[str, ...]) -> tuple[str, ...]:
        if any("=" not in pair for pair in pairs):
            raise ValueError("no pair")
        return pairs

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """The carrier's tokens, the first in use, the others accepted."""
        return tuple(token.get_secret_value() for token in self.twilio_auth_token)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys of the call token, the first to write, all to read."""
        return tuple(key.get_secret_value() for key in self.secret_key)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` alone, or without it from the environment and, behind that, the file `.env`.

    In demo mode this may make `demo-secrets.json`. Raises SettingsRefused: one line that names all that is wrong.
    """
    given = _gather(environ)
    values: dict[str, Any] = {_field(name): value for name, (value, _) in given.items()}
    values["databases"] = {
        match["department"].lower(): value
        for name, (value, _) in given.items()
        if (match := DEPARTMENT_DATABASE.fullmatch(name)) and _field(name) not in Settings.model_fields
    }
    values["whence"] = {name: where for name, (_, where) in given.items()}
    settings = _with_defaults(_checked(values), values)
    if complaints := _complaints(settings):
        raise SettingsRefused("; ".join(complaints))
    return settings


def settings_table(settings: Settings) -> list[tuple[str, str, str]]:
    """Each setting as (name, value with secrets hidden, where it came from), and those given that nobody reads."""
    known = {_variable(field): field for field in Settings.model_fields if field not in ("whence", "databases")}
    rows = [
        (name, _shown(getattr(settings, field)), settings.whence.get(name, "default")) for name, field in known.items()
    ]
    for department, url in settings.databases.items():
        name = f"IVR_DATABASE_{department.upper()}"
        rows.append((name, _shown(url), settings.whence.get(name, "default")))
    listed = {name for name, _, _ in rows}
    rows += [(name, "no such setting, ignored", where) for name, where in settings.whence.items() if name not in listed]
    return rows


def _gather(environ: Mapping[str, str] | None) -> dict[str, tuple[str, str]]:
    """Every variable that could be ours, with where it was found; an empty one counts as not given."""
    if environ is not None:
        return _ours(environ, "environment")
    dotenv = DotEnvSettingsSource(BaseSettings, env_file=".env", case_sensitive=True).env_vars
    return _ours(dotenv, ".env") | _ours(os.environ, "environment")


def _ours(variables: Mapping[str, str | None], where: str) -> dict[str, tuple[str, str]]:
    bare = {_variable(field) for field in WITHOUT_PREFIX}
    return {
        name: (value.strip(), where)
        for name, value in variables.items()
        if value and value.strip() and (name.startswith("IVR_") or name in bare)
    }


def _variable(field: str) -> str:
    return field.upper() if field in WITHOUT_PREFIX else f"IVR_{field.upper()}"


def _field(variable: str) -> str:
    return variable.removeprefix("IVR_").lower()


def _checked(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as refused:
        wrong = dict.fromkeys(str(error["loc"][0]) for error in refused.errors())
        sentences = (f"{_variable(field)} must be {Settings.model_fields[field].description}" for field in wrong)
        raise SettingsRefused("; ".join(sentences)) from None


def _with_defaults(settings: Settings, values: dict[str, Any]) -> Settings:
    """Fill in what depends on other settings: the SQLite file and, in demo mode, the address and the secrets."""
    filled = {"database_url": f"sqlite:///{settings.state / 'ivr.db'}"}
    whence: dict[str, str] = {}
    if settings.mode == "demo":
        filled["public_url"] = f"http://127.0.0.1:{settings.port}"
        if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.secret_key):
            made = demo_secrets(settings.state)
            if settings.twilio_auth_token:
                del made["twilio_account_sid"]  # a real carrier's token belongs to a real account
            filled |= made
            whence = {_variable(name): f"made for the demo, in {settings.state / DEMO_SECRETS}" for name in made}
    return _checked(filled | values | {"whence": whence | dict(settings.whence)})


def _complaints(settings: Settings) -> list[str]:
    if settings.oidc_url and not settings.oidc_client_id:
        return ["IVR_OIDC_CLIENT_ID is missing: IVR_OIDC_URL needs it"]
    if settings.mode == "demo":
        return []
    needed = ("public_url", "twilio_auth_token", "secret_key")
    complaints = [
        f"{_variable(field)} is missing: set it to {Settings.model_fields[field].description}"
        for field in needed
        if not getattr(settings, field)
    ]
    if any(len(key) < SECRET_KEY_LENGTH for key in settings.secret_keys):
        complaints.append(f"IVR_SECRET_KEY is too short: set it to {Settings.model_fields['secret_key'].description}")
    if settings.now:
        complaints.append("IVR_NOW is for demo mode only: take it away, or set IVR_MODE to demo")
    return complaints


def demo_secrets(state: Path) -> dict[str, str]:
    """The secrets of the demo in `state`, made when there are none; of two processes that make them, one wins.

    Raises SettingsRefused when the folder cannot be written or the file is damaged.
    """
    file = state / DEMO_SECRETS
    try:
        if not file.exists():
            _make_demo_secrets(file)
        kept = json.loads(file.read_text("utf-8"))
        return {name: str(kept[name]) for name in ("twilio_account_sid", "twilio_auth_token", "secret_key")}
    except OSError as refused:
        raise SettingsRefused(f"IVR_STATE must be a folder that can be written: {refused}") from None
    except (ValueError, KeyError, TypeError):
        raise SettingsRefused(f"{file} is damaged: delete it, and new secrets are made at the next start") from None


def _make_demo_secrets(file: Path) -> None:
    """Write aside, then link: the name appears once, with all its content, or was there already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "twilio_account_sid": "AC" + secrets.token_hex(16),
        "twilio_auth_token": secrets.token_hex(16),
        "secret_key": secrets.token_urlsafe(48),
    }
    descriptor, aside = tempfile.mkstemp(dir=file.parent, prefix=".demo-secrets-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump(made, written)
            written.flush()
            os.fsync(written.fileno())
        os.link(aside, file)
    except FileExistsError:
        pass  # another process was first; its secrets are the ones
    finally:
        os.unlink(aside)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(HIDDEN if isinstance(each, SecretStr) else str(each) for each in value)
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return _password_hidden(secret) if "://" in secret or not secret else HIDDEN
    return "" if value is None else str(value)


def _password_hidden(url: str) -> str:
    """Hide rather too much than too little: all from the first colon to the last @, and the whole query."""
    address, question, _ = re.sub(r"(?<=://)([^:/@]*):.*@", rf"\1:{HIDDEN}@", url).partition("?")
    return f"{address}?{HIDDEN}" if question else address
