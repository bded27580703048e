"""`ivr twilio`: numbers listed, connected and put back, against the carrier that stands in."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from stand_in_carrier import ACCOUNT, LOST, NOTHING, TOKEN, StandInCarrier

from ivr.cli import commands
from ivr.errors import CarrierAway, CarrierFault, CarrierRefused, CarrierUnclear, SettingsRefused, StorageAway

SITE = Path(__file__).parents[2]
PUBLIC = "https://ivr.example.org"
VOICE = f"{PUBLIC}/voice/answer#ct=2000&rt=4000&rc=2&rp=ct,rt,5xx"
NUMBER = "+85222200101"
BEFORE = {"voice_url": "https://me:hush@old.example.org/in", "voice_method": "GET"}
STATIC = "https://pages.example.org/transport.xml"
Run = Callable[..., Result]


def number_of(carrier: StandInCarrier) -> dict[str, str]:
    return next(each for each in carrier.things["/IncomingPhoneNumbers"] if each["phone_number"] == NUMBER)


def changes_asked_for(carrier: StandInCarrier) -> int:
    return len([asked for asked in carrier.asked if asked.method == "POST"])


def test_numbers_are_listed_with_where_they_ring_and_whose_they_are(run):
    lines = run("numbers").output.splitlines()
    assert "https://demo.example.com/welcome" in lines[1]
    assert "transport" in lines[2]
    assert "hush" not in lines[2]
    run("connect", NUMBER)
    assert run("numbers").output.splitlines()[2].split() == [NUMBER, "transport", "here", "here", "here"]
    rows = json.loads(run("numbers", "--format", "json").output)
    assert rows[1]["rings"] == f"POST {VOICE}"
    assert "這裏" in run("numbers", "--lang", "zh-HK").output


def test_an_account_without_numbers_says_where_to_rent_one(run, carrier):
    carrier.things["/IncomingPhoneNumbers"].clear()
    assert "Buy a number" in run("numbers").output


@pytest.mark.parametrize("named", [NUMBER, "2220 0101", "transport"])
def test_a_number_is_connected_and_put_back(run, carrier, named, tmp_path):
    told = run("connect", named)
    assert told.exit_code == 0
    number = number_of(carrier)
    assert number["voice_url"] == VOICE
    assert number["voice_fallback_url"] == f"{PUBLIC}/voice/fallback"
    assert number["status_callback"] == f"{PUBLIC}/voice/status"
    assert (number["voice_method"], number["voice_fallback_method"]) == ("POST", "POST")
    assert "old.example.org/in" in told.output
    assert "hush" not in told.output
    assert f"ivr twilio connect {NUMBER} --undo" in told.output
    kept = tmp_path / "state" / "numbers-before.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    assert run("connect", named, "--undo").exit_code == 0
    number = number_of(carrier)
    assert (number["voice_url"], number["voice_method"]) == (BEFORE["voice_url"], "GET")
    assert (number["voice_fallback_url"], number["status_callback"]) == ("", "")
    assert isinstance(run("connect", named, "--undo").exception, CarrierRefused)


def test_a_dry_run_changes_nothing_and_says_what_would_be(run, carrier):
    told = run("connect", NUMBER, "--dry-run")
    assert told.exit_code == 0
    assert VOICE in told.output
    assert changes_asked_for(carrier) == 0


def test_a_number_that_rings_here_is_left_alone(run, carrier):
    run("connect", NUMBER)
    told = run("connect", NUMBER)
    assert "already" in told.output
    assert changes_asked_for(carrier) == 1


def test_a_fallback_elsewhere_is_fetched_with_get_and_stays(run, carrier):
    run("connect", NUMBER, "--fallback", STATIC)
    number = number_of(carrier)
    assert (number["voice_fallback_url"], number["voice_fallback_method"]) == (STATIC, "GET")
    assert "already" in run("connect", NUMBER).output
    run("connect", NUMBER, "--fallback", f"{PUBLIC}/voice/fallback")
    assert number_of(carrier)["voice_fallback_method"] == "POST"
    run("connect", NUMBER, "--undo")  # to where it pointed before all of that
    assert number_of(carrier)["voice_url"] == BEFORE["voice_url"]


@pytest.mark.parametrize("address", ["http://a.example/x", "pages", "https://10.0.0.1/x", "https://me:pw@a.example/x"])
def test_a_fallback_that_no_carrier_can_fetch_is_wrong_usage(run, carrier, address):
    assert run("connect", NUMBER, "--fallback", address).exit_code == 2
    assert carrier.asked == []


def test_what_was_changed_elsewhere_since_is_not_put_back_over(run, carrier):
    run("connect", NUMBER)
    number_of(carrier)["voice_url"] = "https://another.example.org/in"
    refused = run("connect", NUMBER, "--undo").exception
    assert "changed elsewhere" in str(refused)
    assert number_of(carrier)["voice_url"] == "https://another.example.org/in"


def test_an_answer_that_was_lost_is_asked_after(run, carrier):
    carrier.troubles.extend([LOST])
    number = number_of(carrier)
    assert isinstance(run("connect", NUMBER).exception, CarrierUnclear)  # the list itself was not answered
    assert number["voice_url"] == BEFORE["voice_url"]
    after_the_list = StandInCarrier.answer

    def lose_the_change(method, *rest):
        carrier.troubles.extend([LOST] if method == "POST" else [])
        return after_the_list(carrier, method, *rest)

    carrier.answer = lose_the_change
    assert run("connect", NUMBER).exit_code == 0
    assert number["voice_url"] == VOICE


def test_a_carrier_that_keeps_something_else_is_told(run, carrier):
    answer = StandInCarrier.answer

    def keep_nothing(method, *rest):
        answered = answer(carrier, method, *rest)
        number_of(carrier)["voice_url"] = "https://old.example.org/in"
        return answered

    carrier.answer = keep_nothing
    assert "holds something else" in str(run("connect", NUMBER).exception)


@pytest.mark.parametrize(
    ("trouble", "fault"),
    [(401, CarrierRefused), (429, CarrierAway), (500, CarrierUnclear), (NOTHING, CarrierUnclear)],
)
@pytest.mark.parametrize("words", [("numbers",), ("connect", NUMBER)])
def test_whatever_the_carrier_answers_is_told_in_the_readers_language(run, carrier, trouble, fault, words):
    carrier.troubles.append(trouble)
    carrier.for_good = True
    told = run(*words, "--lang", "zh-HK")
    assert isinstance(told.exception, fault)
    assert "電訊商" in str(told.exception)
    for secret in (TOKEN, ACCOUNT):
        assert secret not in str(told.exception) + told.output
    assert number_of(carrier)["voice_url"] == BEFORE["voice_url"]


def test_a_change_that_is_refused_leaves_what_was_before_known(run, carrier):
    answer = StandInCarrier.answer

    def refuse_changes(method, *rest):
        carrier.troubles.extend([429] if method == "POST" else [])
        return answer(carrier, method, *rest)

    carrier.answer = refuse_changes
    assert isinstance(run("connect", NUMBER).exception, CarrierAway)
    del carrier.answer
    told = run("connect", NUMBER, "--undo")
    assert told.exit_code == 0
    assert "already" in told.output
    assert number_of(carrier)["voice_url"] == BEFORE["voice_url"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("voice_application_sid", "AP" + "2" * 32, "TwiML app"),
        ("trunk_sid", "TK" + "2" * 32, "SIP trunk"),
        ("voice_receive_mode", "fax", "takes no calls"),
    ],
)
def test_a_number_that_something_else_answers_is_not_connected(run, carrier, field, value, words):
    number_of(carrier)[field] = value
    assert words in str(run("connect", NUMBER).exception)
    assert words in run("numbers").output
    assert changes_asked_for(carrier) == 0


def test_a_number_that_is_no_hotlines_or_not_the_accounts_is_refused(run, carrier):
    assert "is no hotline's" in str(run("connect", "+14155550100").exception)
    assert "no number +85222200102" in str(run("connect", "water").exception)
    assert run("connect", NUMBER, "--undo", "--fallback", STATIC).exit_code == 2
    assert changes_asked_for(carrier) == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("IVR_PUBLIC_URL", "http://127.0.0.1:8000", "IVR_PUBLIC_URL"),
        ("IVR_PUBLIC_URL", "https://ivr.local", "IVR_PUBLIC_URL"),
        ("IVR_TWILIO_ACCOUNT_SID", "", "IVR_TWILIO_ACCOUNT_SID"),
        ("IVR_TWILIO_AUTH_TOKEN", "", "IVR_TWILIO_AUTH_TOKEN"),
    ],
)
def test_without_an_address_or_an_account_nothing_is_changed(run, carrier, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    refused = run("connect", NUMBER).exception
    assert isinstance(refused, SettingsRefused)
    assert words in str(refused)
    assert changes_asked_for(carrier) == 0


def test_before_anything_was_published_no_number_is_connected(ivr, carrier, monkeypatch):
    monkeypatch.setenv("IVR_TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("IVR_TWILIO_AUTH_TOKEN", TOKEN)
    ivr("db", "upgrade")
    told = CliRunner().invoke(commands, ("twilio", "connect", NUMBER), obj=carrier.session())
    assert "ivr publish" in str(told.exception)


def test_notes_that_are_damaged_or_cannot_be_written_stop_before_the_carrier_is_changed(run, carrier, tmp_path):
    kept = tmp_path / "state" / "numbers-before.json"
    for damage in ("{", "[]", '{"+85222200101": {}}', '{"+85222200101": {"before": {"x": 1}, "after": {}}}'):
        kept.write_text(damage)
        assert isinstance(run("connect", NUMBER).exception, StorageAway)
    kept.unlink()
    kept.mkdir()
    assert isinstance(run("connect", NUMBER).exception, CarrierFault | StorageAway)
    assert changes_asked_for(carrier) == 0


def test_the_fallback_document_of_a_hotline_is_printed_and_all_are_listed(run, tmp_path):
    printed = run("fallback", "transport").output
    assert printed.startswith("<?xml")
    assert "+85222200111" in printed
    kept = tmp_path / "state" / "fallbacks"
    assert (kept / "transport.xml").read_text("utf-8").strip() == printed.strip()
    assert [line.split()[0] for line in run("fallback").output.splitlines()[1:]] == [
        "city", "leisure", "transport", "water",
    ]  # fmt: skip
    assert run("fallback", "2220 0101").output == printed
    assert "is no hotline's" in str(run("fallback", "nowhere").exception)
