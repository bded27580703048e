"""The fields of the settings, what each must be, and the variables they are read from."""

import re
import shlex
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

from ivr.settings.addresses import Fault, WebAddress, host_and_port, web_address
from ivr.settings.carrier_accounts import ACCOUNT_FIELDS, MADE_FOR_THE_DEMO, CarrierAccount, CarrierName
from ivr.settings.destinations import NUMBER, Destinations, is_mail_address

WITHOUT_PREFIX = ("port", "web_concurrency")
NAME_AND_PASSWORD = re.compile(r"[^:/@]*(?::[^@]*)?@")  # all up to the first @, as SQLAlchemy reads it
RETIRED = {"IVR_ACKNOWLEDGE_DAYS": "acknowledged", "IVR_REPLY_DAYS": "replied"}
"""What was a setting once, and the measure of the pledge that stands in its place."""
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
    if not isinstance(value, str):
        return value
    scheme, mark, rest = value.partition("://")
    scheme = scheme.lower()
    return ("postgresql+psycopg" if scheme in ("postgres", "postgresql") else scheme) + mark + rest


def _known_database(url: SecretStr) -> SecretStr:
    scheme, mark, rest = url.get_secret_value().partition("://")
    if scheme and not (mark and scheme in ("sqlite", "postgresql+psycopg")):
        raise ValueError("unknown database")
    if scheme == "sqlite" and not rest.startswith("/"):
        raise Fault("a path follows three slashes: sqlite:///folder/file, or four where it begins at the root")
    if scheme == "postgresql+psycopg":
        authority = NAME_AND_PASSWORD.sub("", rest, count=1) if NAME_AND_PASSWORD.match(rest) else rest
        if "@" in authority.partition("/")[0]:
            raise Fault("an @ within the user's name or the password is written %40")
        host_and_port(re.split("[/?]", authority, maxsplit=1)[0])
    return url


def _by_name(value: object) -> object:
    """Read "key=3, all=500": three of one, five hundred of the other."""
    if not isinstance(value, str):
        return value
    pairs = [each.rpartition("=") for each in value.split(",")]
    return {name.strip(): number.strip() for name, _, number in pairs}


def _ceilings(usual: Mapping[str, int]) -> Callable[[Mapping[str, int]], Mapping[str, int]]:
    """Fill in the ceilings that are not given; there are no others than the `usual` ones."""

    def filled(given: Mapping[str, int]) -> Mapping[str, int]:
        if set(given) - set(usual):
            raise Fault(f"there is {', '.join(usual)}, and no {', '.join(sorted(set(given) - set(usual)))}")
        return {**usual, **given}

    return filled


def _mail_server(url: SecretStr) -> SecretStr:
    scheme, mark, rest = url.get_secret_value().partition("://")
    if not scheme:
        return url
    if not mark or scheme not in ("smtp", "smtps"):
        raise Fault("it does not begin with smtp:// or smtps://")
    if "/" in rest.rstrip("/") or rest.count("@") > 1:
        raise Fault("an @ or a / within the user's name or the password is written %40 or %2F")
    if not host_and_port(rest.rstrip("/").rpartition("@")[2])[0]:
        raise Fault("there is no host in it")
    return url


MOST_GUESSES = {"call": 3, "caller": 10, "key": 5, "all": 200}
MOST_MESSAGES = {"caller": 5, "number": 3, "line": 200}
MOST_TEXTS = {"caller": 3, "number": 3, "line": 50}
MOST_SENT = {"email": 500, "webhook": 2000, "sms": 100, "call": 100}
Most = Annotated[int, Field(ge=1, le=1_000_000)]
Guesses = Annotated[Mapping[str, Most], BeforeValidator(_by_name), AfterValidator(_ceilings(MOST_GUESSES))]
Messages = Annotated[Mapping[str, Most], BeforeValidator(_by_name), AfterValidator(_ceilings(MOST_MESSAGES))]
TextsADay = Annotated[Mapping[str, Most], BeforeValidator(_by_name), AfterValidator(_ceilings(MOST_TEXTS))]
Sent = Annotated[Mapping[str, Most], BeforeValidator(_by_name), AfterValidator(_ceilings(MOST_SENT))]
MailServer = Annotated[SecretStr, AfterValidator(_mail_server)]
Days = Annotated[int, Field(ge=1, le=36_500)]
SecretList = Annotated[tuple[SecretStr, ...], BeforeValidator(_split)]
PairList = Annotated[tuple[str, ...], BeforeValidator(_split)]
DatabaseUrl = Annotated[SecretStr, BeforeValidator(_with_driver), AfterValidator(_known_database)]


def _words_of(command: str) -> list[str]:
    try:
        return shlex.split(command) or [""]
    except ValueError:
        raise Fault("a quotation mark in it is not closed") from None


def _host_alone(address: WebAddress) -> str:
    if address.rest not in ("", "/"):
        raise Fault(f"nothing may follow the host, such as a path, and here is {address.rest}")
    return address.root


class Settings(BaseModel):
    """All settings in force; `load_settings` makes them. Each description says what the setting must be."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=True)

    mode: Literal["demo", "production"] = Field("demo", description="demo or production")
    site: Path = Field(Path("."), description="the folder with flows.yaml, menus and prompts")
    state: Path = Field(Path("var"), description="the folder for the database, the spool and the last good edition")
    database_url: DatabaseUrl = Field(SecretStr(""), description="a sqlite:/// or postgresql:// address")
    databases: Mapping[str, DatabaseUrl] = Field({}, description="a department's own database: IVR_DATABASE_<NAME>")
    database_timeout: float = Field(2.0, gt=0, le=10, description="seconds to wait for a database, at most 10")
    public_url: str = Field("", description="the address the carrier calls, such as https://ivr.example.org")
    carrier: CarrierName = Field("twilio", description="twilio, signalwire or somleng")
    twilio_account_sid: str = Field("", description="AC and 32 hexadecimal digits, from the carrier's console")
    twilio_auth_token: SecretList = Field((), description="the carrier's token, a second one after a comma")
    twilio_rest_url: str = Field(
        "https://api.twilio.com", description="where the carrier's REST interface is, an https:// address of a host"
    )
    signalwire_space_url: str = Field(
        "", description="the https:// address of your space, such as https://example.signalwire.com"
    )
    signalwire_project_id: str = Field("", description="the project's name, 36 characters, from its API page")
    signalwire_api_token: SecretList = Field((), description="an API token of the project, a second one after a comma")
    signalwire_signing_key: SecretList = Field(
        (), description="the project's signing key, which is not the token, a second one after a comma"
    )
    somleng_url: str = Field(
        "https://api.somleng.org", description="where its REST interface is, an https:// address of a host"
    )
    somleng_account_sid: str = Field("", description="the account's name, 36 characters, from its dashboard")
    somleng_auth_token: SecretList = Field((), description="the account's token, a second one after a comma")
    secret_key: SecretList = Field((), description="32 random characters or more, a second key after a comma")
    hash_key: SecretStr = Field(
        SecretStr(""), description="32 random characters or more, which stay the same for good; see the manual"
    )
    now: Annotated[datetime | None, BeforeValidator(_moment)] = Field(
        None, description="a time with a zone, such as 2026-12-25T10:00+08:00"
    )
    port: int = Field(8000, ge=1, le=65535, description="a port number, 1 to 65535")
    web_concurrency: int = Field(2, ge=1, le=256, description="a number of workers for callers, 1 to 256")
    desk_workers: int = Field(2, ge=1, le=256, description="a number of workers for all but callers, 1 to 256")
    proxies: int = Field(0, ge=0, le=9, description="how many proxies of yours stand before the server, 0 to 9")
    oidc_url: str = Field("", description="an identity provider's https:// discovery address, for the desk's sign-in")
    oidc_client_id: str = Field("", description="the desk's name at the identity provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="the desk's secret at the identity provider")
    oidc_roles_claim: str = Field("roles", description="the claim with roles or groups, such as realm_access.roles")
    oidc_roles: PairList = Field((), description="groups and what they may: hotline-staff=supervisor:transport, …")
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="32 random characters or more, with which Prometheus asks for /metrics; there is none unless set",
    )
    keep_recordings: Days | None = Field(
        None, description="days after which `ivr purge` deletes what callers recorded; never unless set"
    )
    keep_numbers: Days | None = Field(
        None, description="days after which `ivr purge` masks callers' numbers for good; never unless set"
    )
    keep_calls: Days | None = Field(
        None, description="days after which `ivr purge` deletes calls and all that came of them; never unless set"
    )
    keep_filed: Days | None = Field(
        None,
        description="days after which `ivr purge` deletes what callers entered, also of open cases; never unless set",
    )
    most_guesses: Guesses = Field(
        MOST_GUESSES,
        description="wrong tries at something secret before nothing more is looked up: in a call, and an hour by a "
        "caller, at a key and in all, such as key=3, all=500",
    )
    most_messages: Messages = Field(
        MOST_MESSAGES,
        description="messages taken: a day of a caller and for a number to be rung back, an hour on a line, such as "
        "line=500",
    )
    smtp_url: MailServer = Field(
        SecretStr(""), description="the server that takes mail: smtps://user:password@host, or smtp:// for STARTTLS"
    )
    mail_from: str = Field("", description="the address that mail comes from, such as hotline@example.gov.hk")
    sms_from: str = Field("", description="the number of yours at the carrier that text messages come from, in E.164")
    most_texts: TextsADay = Field(
        MOST_TEXTS,
        description="answers sent by text message in a day: for a caller, to a number and on a line, such as line=200",
    )
    webhook_secret: SecretList = Field(
        (), description="32 random characters or more that webhooks are signed with, a second secret after a comma"
    )
    send_to: PairList = Field(
        (), description="where anything may be sent: example.gov.hk, duty@example.org, +852, https://desk.internal:8443"
    )
    most_sent: Sent = Field(MOST_SENT, description="what is sent at most in a day, such as email=100, webhook=500")
    keep_sent: Days | None = Field(
        None, description="days after which `ivr purge` deletes what was sent, or could not be; never unless set"
    )
    transcribe: str = Field(
        "",
        description="what writes down callers' recordings: the whole path of a program with its words, or an address "
        "such as https://whisper.internal/v1/audio/transcriptions?model=small",
    )
    whence: Mapping[str, str] = Field(
        {}, description="where each setting that was given came from", exclude=True, repr=False
    )

    @field_validator("site", "state")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.absolute()

    @field_validator("public_url")
    @classmethod
    def _bare_address(cls, url: str) -> str:
        if not url:
            return url
        return _host_alone(web_address(url))

    @field_validator("twilio_rest_url", "signalwire_space_url", "somleng_url")
    @classmethod
    def _private_host(cls, url: str) -> str:
        if not url:
            return url
        address = web_address(url)
        if address.can_be_listened_to:
            raise Fault("over http:// the token could be listened to")
        return _host_alone(address)

    @field_validator("oidc_url")
    @classmethod
    def _private_address(cls, url: str) -> str:
        if not url:
            return url
        address = web_address(url)
        if address.can_be_listened_to:
            raise Fault("over http:// it could be listened to")
        if not address.rest.startswith("/"):
            raise Fault("a path must follow the host, such as /.well-known/openid-configuration")
        return address.root + address.rest

    @field_validator("oidc_roles")
    @classmethod
    def _translations(cls, pairs: tuple[str, ...]) -> tuple[str, ...]:
        if any("=" not in pair for pair in pairs):
            raise ValueError("no pair")
        return pairs

    @field_validator("send_to")
    @classmethod
    def _known_places(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        return Destinations(entries).entries

    @field_validator("sms_from")
    @classmethod
    def _is_a_number(cls, number: str) -> str:
        if number and not NUMBER.fullmatch(number):
            raise Fault("that is no number, such as +85222200101")
        return number

    @field_validator("transcribe")
    @classmethod
    def _can_be_asked(cls, recogniser: str) -> str:
        if "://" in recogniser:
            web_address(recogniser)
        elif recogniser and not _words_of(recogniser)[0].startswith("/"):
            raise Fault("a program is named by its whole path, such as /usr/local/bin/transcribe")
        return recogniser

    @field_validator("mail_from")
    @classmethod
    def _can_be_answered(cls, address: str) -> str:
        if address and not is_mail_address(address):
            raise Fault("that is no address")
        return address

    @property
    def account(self) -> CarrierAccount:
        """The account at the carrier that is chosen."""
        fields = ACCOUNT_FIELDS[self.carrier]
        return CarrierAccount(
            self.carrier,
            sid=getattr(self, fields.account),
            tokens=_secrets(getattr(self, fields.tokens)),
            signing_keys=_secrets(getattr(self, fields.signing_keys)),
            rest_url=getattr(self, fields.rest_url),
            made_up=self.whence.get(variable(fields.signing_keys), "").startswith(MADE_FOR_THE_DEMO),
        )

    @property
    def only_shows_texts(self) -> bool:
        """Whether it is a demo that has no number to send from, and shows the text messages it would send."""
        return self.mode == "demo" and not self.sms_from

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """What the carrier signs with, the first in use, the others accepted."""
        return self.account.signing_keys

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys of the call token, the first to write, all to read."""
        return _secrets(self.secret_key)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """What webhooks are signed with: each is, so that whoever checks one of them may change to another."""
        return _secrets(self.webhook_secret)

    @property
    def key_of_hashes(self) -> str:
        """The key of keyed hashes and of the seal on rows; where none is set, the secret key, and changes with it."""
        return self.hash_key.get_secret_value() or self.secret_keys[0]


def _secrets(given: tuple[SecretStr, ...]) -> tuple[str, ...]:
    return tuple(each.get_secret_value() for each in given)


def variable(field: str) -> str:
    """The variable that a field is read from."""
    return field.upper() if field in WITHOUT_PREFIX else f"IVR_{field.upper()}"


def database_variable(name: str) -> str:
    """The variable that holds the address of a department's own database."""
    return variable(f"database_{name}")


def field_of(name: str) -> str:
    """The field that a variable is read into, there being one of that name."""
    return name.removeprefix("IVR_").lower()
