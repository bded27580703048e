"""`ivr twilio check`: what it finds at the carrier that stands in, and what it says mends it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from stand_in_carrier import HOME, StandInCarrier

from ivr.authoring.checking.loading import load_site
from ivr.doctor.voices import of_voices

SITE = Path(__file__).parents[2]
PUBLIC, NUMBER = "https://ivr.example.org", "+85222200101"
VOICE = f"{PUBLIC}/voice/answer#ct=2000&rt=4000&rc=2&rp=ct,rt,5xx"
STATIC = "https://pages.example.org/transport.xml"


def number_of(carrier: StandInCarrier) -> dict[str, str]:
    return next(each for each in carrier.things["/IncomingPhoneNumbers"] if each["phone_number"] == NUMBER)


@pytest.fixture
def connected(run, carrier) -> Callable[..., Result]:
    """All hotlines' numbers at the carrier, ringing here, and a recording that nobody else is given."""
    for last in "023":
        carrier.add_number(f"+8522220010{last}")
    for name in ("city", "transport", "water", "leisure"):
        assert run("connect", name).exit_code == 0
    sid = "RE" + "3" * 32
    carrier.things["/Recordings"].append({"sid": sid, "status": "completed"})
    carrier.pages[f"{HOME}/Recordings/{sid}"] = (401, "text/plain", b"")
    return run


def wrong(told: Result) -> list[str]:
    return [line for line in told.output.splitlines() if line.startswith("wrong: ")]


def test_where_all_is_well_the_check_says_so(connected):
    told = connected("check")
    assert (wrong(told), told.exit_code) == ([], 0), told.output
    assert told.output.splitlines()[-1] == "good 9"


def test_a_number_that_was_taken_elsewhere_is_told_with_what_mends_it(connected, carrier):
    number_of(carrier).update(voice_url="https://new.example.org/in", status_callback="")
    told = connected("check")
    assert told.exit_code == 1
    assert len(wrong(told)) == 2
    assert "https://new.example.org/in" in told.output
    assert f"ivr twilio connect {NUMBER}" in told.output
    assert connected("connect", NUMBER).exit_code == 0
    assert connected("check").exit_code == 0


def test_the_method_and_the_overrides_count_too(connected, carrier):
    for field, value in (("voice_method", "GET"), ("voice_url", VOICE.partition("#")[0])):
        kept = number_of(carrier)[field]
        number_of(carrier)[field] = value
        assert len(wrong(connected("check"))) == 1
        number_of(carrier)[field] = kept


def test_numbers_that_are_missing_answered_elsewhere_or_nobodys_are_told(connected, carrier):
    carrier.things["/IncomingPhoneNumbers"][-1]["trunk_sid"] = "TK" + "2" * 32
    number_of(carrier)["phone_number"] = "+85222200199"
    told = connected("check").output
    assert f"no number {NUMBER}" in told
    assert "SIP trunk" in told
    assert "+85222200199. It rings here and is no hotline's" in told


def test_a_fallback_elsewhere_must_be_the_one_of_the_edition_that_is_served(connected, carrier):
    connected("connect", NUMBER, "--fallback", STATIC)
    carrier.pages[STATIC] = (404, "text/html", b"")
    assert "answers 404" in connected("check").output
    document = connected("fallback", "transport").output.replace("><", ">\n<").encode()  # laid out otherwise
    carrier.pages[STATIC] = (200, "application/xml", document)
    assert connected("check").exit_code == 0
    carrier.pages[STATIC] = (200, "application/xml", document.replace(b"+85222200111", b"+85222200112"))
    told = connected("check")
    assert "not the one of the edition" in told.output
    assert "ivr twilio fallback transport" in told.output
    carrier.pages[STATIC] = (200, "text/html", b"<html>" * 100_000)
    assert connected("check").exit_code == 1
    assert {asked.authorization for asked in carrier.asked if asked.path == STATIC} == {""}


def test_recordings_that_anybody_may_fetch_are_told_and_not_read(connected, carrier):
    path = next(iter(carrier.pages))
    carrier.pages[path] = (200, "audio/wav", b"RIFF")
    assert "asks for no token" in connected("check").output
    carrier.things["/Recordings"].clear()
    told = connected("check")
    assert told.exit_code == 0
    assert "Enforce HTTP Auth on Media URLs" in told.output
    assert "not known 1" in told.output


@pytest.mark.parametrize(
    ("standing", "words"), [({"type": "Trial"}, "trial account"), ({"status": "suspended"}, "suspended")]
)
def test_how_the_account_stands_is_told(connected, carrier, standing, words):
    carrier.account.update(standing)
    told = connected("check")
    assert words in told.output
    assert told.exit_code == (1 if "status" in standing else 0)


def test_a_voice_that_the_carriers_list_does_not_have_is_told():
    edition = load_site(SITE)
    english = replace(edition.languages["en"], voice="Polly.Nobody")
    found = dict(of_voices(replace(edition, languages={**edition.languages, "en": english})))
    assert (found["yue"].state, found["en"].state) == ("good", "wrong")
    assert "flows.yaml" in found["en"].do


def test_programs_and_readers_of_chinese_are_told_the_same(connected, carrier):
    number_of(carrier)["status_callback"] = ""
    rows = json.loads(connected("check", "--format", "json").output)
    assert [row["about"] for row in rows if row["state"] == "wrong"] == [NUMBER]
    told = connected("check", "--lang", "zh-CN").output
    assert "有问题" in told
    assert not re.search("[a-z]{4,} [a-z]{4,} [a-z]{4,}", told.replace("call status changes", ""))
