"""What an operator can set, what stands without, and what is refused in plain words."""

import json
import multiprocessing
import secrets
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.authoring.starter import SITE
from ivr.errors import SettingsRefused
from ivr.settings import demo_secrets, load_settings, settings_table

KEY = "a key of 32 letters or more for a trial"
PRODUCTION = {
    "IVR_MODE": "production",
    "IVR_PUBLIC_URL": "https://ivr.example.org",
    "IVR_TWILIO_AUTH_TOKEN": "token",
    "IVR_SECRET_KEY": KEY,
}


@pytest.fixture
def demo(tmp_path):
    return {"IVR_STATE": str(tmp_path / "var")}


def _refusal(environ) -> str:
    with pytest.raises(SettingsRefused) as refused:
        load_settings(environ)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_demo_needs_no_setting_at_all(demo, tmp_path):
    settings = load_settings(demo)
    assert settings.mode == "demo"
    assert settings.site == Path.cwd()
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/var/ivr.db"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.port, settings.web_concurrency, settings.database_timeout, settings.now) == (8000, 2, 2.0, None)
    assert settings.desk_workers == 2


def test_the_demos_address_follows_its_port(demo):
    assert load_settings(demo | {"PORT": "8123"}).public_url == "http://127.0.0.1:8123"


def test_the_demos_secrets_are_made_once_and_for_the_owner_only(demo, tmp_path):
    first, second = load_settings(demo), load_settings(demo)
    assert first.auth_tokens == second.auth_tokens
    assert first.secret_keys == second.secret_keys
    assert len(first.secret_keys[0]) >= 32
    assert first.twilio_account_sid.startswith("AC")
    assert stat.S_IMODE((tmp_path / "var/demo-secrets.json").stat().st_mode) == 0o600
    assert [each.name for each in (tmp_path / "var").iterdir()] == ["demo-secrets.json"]


def _make_in(folder: str, starting_line, results) -> None:
    starting_line.wait()
    results.put(json.dumps(demo_secrets(Path(folder))))


def test_processes_that_start_at_once_end_with_the_same_secrets(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    starting_line, results = spawn.Barrier(4), spawn.Queue()
    starters = [spawn.Process(target=_make_in, args=(str(tmp_path), starting_line, results)) for _ in range(4)]
    for starter in starters:
        starter.start()
    made = {results.get(timeout=30) for _ in starters}
    for starter in starters:
        starter.join()
    assert len(made) == 1


def test_secrets_that_are_given_are_used_in_a_demo_too(demo):
    settings = load_settings(demo | {"IVR_TWILIO_AUTH_TOKEN": "mine", "IVR_SECRET_KEY": KEY})
    assert (settings.auth_tokens, settings.secret_keys) == (("mine",), (KEY,))
    assert settings.twilio_account_sid == ""  # a made-up account does not go with a real token


def test_a_damaged_file_of_secrets_says_what_to_do(demo, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var/demo-secrets.json").write_text("{")
    assert "delete it" in _refusal(demo)


def test_a_state_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert "IVR_STATE must be a folder that can be written" in _refusal({"IVR_STATE": str(tmp_path / "file/var")})


def test_production_names_all_that_is_missing_in_one_line():
    refusal = _refusal({"IVR_MODE": "production", "IVR_SECRET_KEY": " "})
    for name in ("IVR_PUBLIC_URL", "IVR_TWILIO_AUTH_TOKEN", "IVR_SECRET_KEY"):
        assert f"{name} is missing: set it to" in refusal


def test_production_starts_with_its_three_settings_and_makes_no_secrets(tmp_path):
    settings = load_settings(PRODUCTION | {"IVR_STATE": str(tmp_path)})
    assert settings.public_url == "https://ivr.example.org"
    assert list(tmp_path.iterdir()) == []


def test_every_key_of_production_is_long_enough():
    assert "IVR_SECRET_KEY is too short" in _refusal(PRODUCTION | {"IVR_SECRET_KEY": f"{KEY},short"})


@pytest.mark.parametrize("key", ["k" * 64, "ab" * 32, "secret" * 8, "password" * 5, "abcdefgh12345678" * 2])
def test_a_key_of_production_that_repeats_itself_is_refused(key):
    for keys in (key, f"{KEY},{key}"):
        assert "IVR_SECRET_KEY can be guessed" in _refusal(PRODUCTION | {"IVR_SECRET_KEY": keys})


def test_no_key_that_was_drawn_by_lot_is_taken_for_one_that_repeats_itself():
    for key in (*(secrets.token_hex(16) for _ in range(300)), *(secrets.token_urlsafe(24) for _ in range(300))):
        assert load_settings(PRODUCTION | {"IVR_SECRET_KEY": key}).secret_keys == (key,)


def test_the_key_of_hashes_is_one_of_its_own_that_outlives_a_change_of_the_secret_key(demo):
    given = PRODUCTION | {"IVR_HASH_KEY": f"{KEY}3"}
    assert load_settings(given).key_of_hashes == load_settings(given | {"IVR_SECRET_KEY": f"{KEY}2"}).key_of_hashes
    assert load_settings(PRODUCTION).key_of_hashes == KEY
    assert load_settings(demo).key_of_hashes not in ("", *load_settings(demo).secret_keys)
    assert "IVR_HASH_KEY is too short" in _refusal(PRODUCTION | {"IVR_HASH_KEY": "short"})
    assert "IVR_HASH_KEY can be guessed" in _refusal(PRODUCTION | {"IVR_HASH_KEY": "k" * 64})


def test_a_demo_that_was_made_before_there_was_a_key_of_hashes_goes_on(demo, tmp_path):
    load_settings(demo)
    file = tmp_path / "var/demo-secrets.json"
    before = json.loads(file.read_text())
    del before["hash_key"]
    file.write_text(json.dumps(before))
    settings = load_settings(demo)
    assert settings.key_of_hashes == settings.secret_keys[0]


def test_a_second_token_and_key_serve_during_rotation():
    settings = load_settings(PRODUCTION | {"IVR_TWILIO_AUTH_TOKEN": "new, old", "IVR_SECRET_KEY": f"{KEY},{KEY}2"})
    assert settings.auth_tokens == ("new", "old")
    assert settings.secret_keys == (KEY, f"{KEY}2")


def test_the_clock_can_be_set_in_a_demo_only(demo):
    settings = load_settings(demo | {"IVR_NOW": "2026-12-25T10:00+08:00"})
    assert settings.now == datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
    assert "IVR_NOW is for demo mode only" in _refusal(PRODUCTION | {"IVR_NOW": "2026-12-25T10:00Z"})


WRONG = [
    ("IVR_MODE", "prod", "demo or production"),
    ("IVR_PUBLIC_URL", "ivr.example.org", "the address the carrier calls"),
    ("IVR_PUBLIC_URL", "ftp://ivr.example.org", "the address the carrier calls"),
    ("IVR_PUBLIC_URL", "ivr.example.org", "it does not begin with https://"),
    (
        "IVR_PUBLIC_URL",
        "https://ivr.example.org/voice",
        "nothing may follow the host, such as a path, and here is /voice",
    ),
    ("IVR_PUBLIC_URL", "https://ivr.example.org?a=b", "nothing may follow the host, such as a path, and here is ?a=b"),
    ("IVR_PUBLIC_URL", "https://user@ivr.example.org", "a user's name before the host"),
    ("IVR_PUBLIC_URL", "https://ivr.example.org:99999", "no port: a number from 1 to 65535"),
    ("IVR_PUBLIC_URL", "https://ivr.example.org:0", "no port: a number from 1 to 65535"),
    ("IVR_PUBLIC_URL", "https://ivr.example.org:", "no port: a number from 1 to 65535"),
    ("IVR_PUBLIC_URL", "https://", "there is no host in it"),
    ("IVR_PUBLIC_URL", "https://ivr example.org", "a space"),
    ("IVR_PUBLIC_URL", "https://ivr\u200b.example.org", "a sign that cannot be seen"),
    ("IVR_PUBLIC_URL", "https://ivr_1.example.org", "letters, digits and hyphens only"),
    ("IVR_PUBLIC_URL", "https://ivr.example.org.", "letters, digits and hyphens only"),
    ("IVR_PUBLIC_URL", "https://300.0.0.1", "neither a name of a host nor an IP address"),
    ("IVR_PUBLIC_URL", "https://2001:db8::1", "stands in brackets: [2001:db8::1]"),
    ("IVR_PUBLIC_URL", "https://[2001:db8::x]", "no IPv6 address"),
    ("IVR_PUBLIC_URL", "https://[fe80::1%eth0]", "a zone"),
    ("IVR_PUBLIC_URL", "https://熱線.example:8443", "write xn--6wx82x.example:8443 here and at the carrier"),
    ("IVR_PUBLIC_URL", "https://straße.example", "write xn--strae-oqa.example here and at the carrier"),
    ("IVR_PUBLIC_URL", "https://📞.example", "no name of a host"),
    ("IVR_TWILIO_REST_URL", "http://api.example.org", "the token could be listened to"),
    ("IVR_TWILIO_REST_URL", "https://api.example.org/2010", "nothing may follow the host"),
    ("IVR_DATABASE_URL", "oracle://h/d", "sqlite:/// or postgresql://"),
    ("IVR_DATABASE_URL", "sqlite://ivr.db", "three slashes"),
    ("IVR_DATABASE_URL", "postgresql://ivr@h:port/d", "no port: a number from 1 to 65535"),
    ("IVR_DATABASE_URL", "postgresql://ivr:p@ss@h/d", "written %40"),
    ("IVR_DATABASE_WATER", "oracle://h/d", "sqlite:/// or postgresql://"),
    ("IVR_DATABASE_WATER", "postgresql://reader@h:99999/d", "no port: a number from 1 to 65535"),
    ("IVR_OIDC_URL", "http://login.example.org/.well-known/openid-configuration", "it could be listened to"),
    ("IVR_OIDC_URL", "https://login.example.org", "a path must follow the host"),
    ("IVR_OIDC_URL", "https://登入.example/.well-known/openid-configuration", "write xn--"),
    ("IVR_DATABASE_TIMEOUT", "nan", "at most 10"),
    ("IVR_DATABASE_TIMEOUT", "60", "at most 10"),
    ("IVR_SMTP_URL", "mail.example.gov.hk", "it does not begin with smtp:// or smtps://"),
    ("IVR_SMTP_URL", "smtps://hotline:p@ss@mail.example.gov.hk", "written %40"),
    ("IVR_SMTP_URL", "smtps://hotline:hush@mail.example.gov.hk:99999", "no port"),
    ("IVR_SMTP_URL", "smtp://", "there is no host in it"),
    ("IVR_MAIL_FROM", "hotline", "that is no address"),
    ("IVR_MAIL_FROM", "hotline@example", "that is no address"),
    ("IVR_SEND_TO", "example.gov.hk, hooks.example.org:8443", "with a port write https://hooks.example.org:8443"),
    ("IVR_SEND_TO", "https://hooks.example.org/path", "nothing may follow the host and port"),
    ("IVR_SEND_TO", "+852x", "no beginning of telephone numbers"),
    ("IVR_SMS_FROM", "2220 0101", "that is no number"),
    ("IVR_SEND_TO", "@example.gov.hk", "no mail address"),
    ("IVR_SEND_TO", "*.example.gov.hk", "no name of a host"),
    ("IVR_TRANSCRIBE", "transcribe --model small", "a program is named by its whole path"),
    ("IVR_TRANSCRIBE", '/usr/bin/transcribe "small', "a quotation mark in it is not closed"),
    ("IVR_TRANSCRIBE", "https:///v1/audio", "there is no host in it"),
    ("IVR_TRANSCRIBE", "ftp://host/x", "it does not begin with https:// or http://"),
    ("IVR_MOST_SENT", "letters=5", "there is email, webhook, sms, call, and no letters"),
    ("IVR_KEEP_SENT", "0", "days after which"),
    ("IVR_NOW", "2026-12-25T10:00", "a time with a zone"),
    ("IVR_NOW", "1798164000", "a time with a zone"),
    ("PORT", "eight thousand", "1 to 65535"),
    ("WEB_CONCURRENCY", "0", "1 to 256"),
    ("IVR_DESK_WORKERS", "0", "1 to 256"),
]


@pytest.mark.parametrize(("name", "value", "hint"), WRONG, ids=[f"{name}={value}" for name, value, _ in WRONG])
def test_a_wrong_value_is_refused_in_plain_words(demo, name, value, hint):
    refusal = _refusal(demo | {name: value})
    assert refusal.startswith(f"{name} must be ")
    assert hint in refusal
    assert "pydantic" not in refusal


TAKEN = [
    ("https://ivr.example.org/", "https://ivr.example.org"),
    ("HTTPS://IVR.Example.ORG:8443", "https://IVR.Example.ORG:8443"),
    ("https://xn--6wx82x.example", "https://xn--6wx82x.example"),
    ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"),
    ("https://203.0.113.7", "https://203.0.113.7"),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ("http://localhost:8000", "http://localhost:8000"),
    ("http://[::1]:8000", "http://[::1]:8000"),
]


@pytest.mark.parametrize(("written", "taken"), TAKEN, ids=[written for written, _ in TAKEN])
def test_an_address_that_a_carrier_or_this_machine_can_call_is_taken(written, taken):
    assert load_settings(PRODUCTION | {"IVR_PUBLIC_URL": written}).public_url == taken


@pytest.mark.parametrize(
    "address", ["http://ivr.example.org", "HTTP://ivr.example.org", "http://10.0.0.1", "http://[fd00::1]"]
)
def test_production_is_not_reached_over_what_can_be_listened_to(address, demo):
    assert "IVR_PUBLIC_URL must be an https:// address in production" in _refusal(
        PRODUCTION | {"IVR_PUBLIC_URL": address}
    )
    assert load_settings(demo | {"IVR_PUBLIC_URL": address}).public_url.startswith("http://")


def test_why_an_address_is_refused_repeats_no_password(demo):
    for name in ("IVR_PUBLIC_URL", "IVR_OIDC_URL", "IVR_DATABASE_URL", "IVR_DATABASE_WATER"):
        for address in (
            "https://u:hush@h",
            "https://u:hush@h:x",
            "postgresql://u:hush@h:x/d",
            "postgresql://u:hu@sh@h/d",
        ):
            assert "hu" not in _refusal(demo | {name: address})


def test_what_stands_in_a_file_that_is_not_utf_8_is_not_guessed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("IVR_MODE=demo\n", "utf-16")
    assert _refusal(None) == ".env cannot be read: save it as UTF-8"


def test_a_file_with_a_byte_order_mark_is_read_from_its_first_setting_on(tmp_path, monkeypatch):
    for name in ("PORT", "IVR_STATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PORT=8123\n", "utf-8-sig")
    assert load_settings().port == 8123


def test_all_wrong_values_are_named_at_once(demo):
    refusal = _refusal(demo | {"PORT": "x", "IVR_MODE": "prod"})
    assert "PORT must be" in refusal
    assert "IVR_MODE must be" in refusal


def test_postgresql_is_reached_through_the_driver_that_is_installed(demo):
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = load_settings(demo | {"IVR_DATABASE_URL": f"{scheme}://h/d"})
        assert settings.database_url.get_secret_value() == "postgresql+psycopg://h/d"


def test_the_kind_of_a_database_may_be_written_in_capitals(demo):
    assert load_settings(demo | {"IVR_DATABASE_URL": "Postgres://H/d"}).database_url.get_secret_value() == (
        "postgresql+psycopg://H/d"
    )


def test_mail_needs_somebody_it_comes_from(demo):
    given = demo | {"IVR_SMTP_URL": "smtps://hotline:hush@mail.example.gov.hk"}
    assert _refusal(given) == "IVR_MAIL_FROM is missing: IVR_SMTP_URL needs it"
    settings = load_settings(given | {"IVR_MAIL_FROM": "hotline@example.gov.hk"})
    assert "hush" not in str(settings_table(settings))


def test_the_secret_of_webhooks_is_hard_to_guess_in_production():
    assert "IVR_WEBHOOK_SECRET is too short" in _refusal(PRODUCTION | {"IVR_WEBHOOK_SECRET": "short"})
    settings = load_settings(PRODUCTION | {"IVR_WEBHOOK_SECRET": f"{KEY},{KEY}2"})
    assert settings.webhook_secrets == (KEY, f"{KEY}2")
    assert KEY not in str(settings_table(settings))


def test_departments_have_databases_of_their_own(demo):
    given = {
        "IVR_DATABASE_WATER": "postgresql://h/w",
        "IVR_DATABASE_TIMEOUT": "1",
        "IVR_DATABASE_URL": "sqlite:///a.db",
    }
    settings = load_settings(demo | given)
    assert {name: url.get_secret_value() for name, url in settings.databases.items()} == {
        "water": "postgresql+psycopg://h/w"
    }
    assert settings.database_url.get_secret_value() == "sqlite:///a.db"


def test_the_environment_wins_over_the_file_and_an_empty_value_is_none(tmp_path, monkeypatch):
    for name in ("IVR_MODE", "IVR_SITE", "IVR_PUBLIC_URL", "IVR_NOW", "PORT", "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PORT=8001\nWEB_CONCURRENCY=3\nIVR_SITE=\nIVR_DATABASE_WATER=sqlite:///w.db\n")
    monkeypatch.setenv("PORT", "8002")
    settings = load_settings()
    assert (settings.port, settings.web_concurrency, settings.site) == (8002, 3, tmp_path)
    assert list(settings.databases) == ["water"]
    whence = {name: where for name, _, where in settings_table(settings)}
    assert (whence["PORT"], whence["WEB_CONCURRENCY"], whence["IVR_SITE"]) == ("environment", ".env", "default")


def test_the_table_hides_every_secret_and_says_where_each_value_is_from(demo):
    given = {
        "IVR_TWILIO_AUTH_TOKEN": "hush-1,hush-2",
        "IVR_DATABASE_URL": "postgresql://ivr:hu?sh:3%40h@host/db?password=hush-4",
        "IVR_DATABASE_WATER": "postgresql://reader:hush-5@host/w",
        "IVR_PUBLC_URL": "https://ivr.example.org",
    }
    settings = load_settings(demo | given)
    rows = settings_table(settings)
    shown = {name: value for name, value, _ in rows}
    assert "hu" not in " ".join(shown.values())
    assert settings.secret_keys[0] not in str(rows)
    assert shown["IVR_TWILIO_AUTH_TOKEN"] == "••••, ••••"
    assert shown["IVR_DATABASE_URL"] == "postgresql+psycopg://ivr:••••@host/db?••••"
    assert ("IVR_PUBLC_URL", "no such setting, ignored", "environment") in rows
    whence = {name: where for name, _, where in rows}
    assert whence["IVR_SECRET_KEY"].startswith("made for the demo, in ")
    assert (whence["IVR_STATE"], whence["IVR_MODE"]) == ("environment", "default")


def test_printing_the_settings_shows_no_secret(demo):
    given = {
        "IVR_TWILIO_AUTH_TOKEN": "hush",
        "IVR_SECRET_KEY": f"hush{KEY}",
        "IVR_DATABASE_URL": "postgres://u:hush@h/d",
    }
    settings = load_settings(demo | given)
    assert "hush" not in f"{settings!r} {settings.model_dump_json()}"


def test_settings_cannot_be_changed_afterwards(demo):
    with pytest.raises(ValueError, match="frozen"):
        load_settings(demo).mode = "production"


def test_the_example_file_names_only_settings_that_exist(demo):
    example = (Path(__file__).parent.parent / ".env.example").read_text("utf-8")
    lines = [line.lstrip("#") for line in example.splitlines() if "=" in line and not line.startswith("# ")]
    known = {name for name, _, _ in settings_table(load_settings(demo))} | {"IVR_DATABASE_WATER"}
    assert (SITE / "dot.env.example").read_text("utf-8") == example  # what a new site is given
    assert {line.split("=")[0] for line in lines} == known


def test_of_the_ceilings_only_what_differs_is_written(demo):
    settings = load_settings(demo | {"IVR_MOST_GUESSES": "key=3, all=500"})
    assert settings.most_guesses == {"call": 3, "caller": 10, "key": 3, "all": 500}
    assert settings.most_messages == {"caller": 5, "number": 3, "line": 200}
    assert ("IVR_MOST_GUESSES", "call=3, caller=10, key=3, all=500", "environment") in settings_table(settings)


@pytest.mark.parametrize("most", ["0", "5", "key=0", "key=x", "key=", "pin=3", "key=3,,", "key=3=4"])
def test_ceilings_that_are_none_are_refused(demo, most):
    assert _refusal(demo | {"IVR_MOST_GUESSES": most}).startswith("IVR_MOST_GUESSES must be wrong tries")
    assert _refusal(demo | {"IVR_MOST_MESSAGES": most}).startswith("IVR_MOST_MESSAGES must be messages taken")


@pytest.mark.parametrize(("name", "measure"), [("IVR_REPLY_DAYS", "replied"), ("IVR_ACKNOWLEDGE_DAYS", "acknowledged")])
def test_what_is_a_pledge_now_is_no_setting_any_more(demo, name, measure):
    refusal = _refusal(demo | {name: "30, request=10"})
    assert refusal.startswith(f"{name} is a pledge of each department now: write it in menus/<department>/pledges.yaml")
    assert f"`measure: {measure}`" in refusal
    assert load_settings(demo | {name: ""})
