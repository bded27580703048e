"""A rehearsed call that begins where others left off: what they tried too often is locked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.app.practice import practice
from ivr.errors import SiteRefused
from ivr.phone.rehearsal import RehearsedCall, ScriptStep
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearse_in_the_engine, rehearse_on_the_line

SITE = Path(__file__).parents[2]
KEYS = ("3", "6", "44002178", "3906")
LOG_IN = RehearsedCall(
    "log in",
    "leisure",
    (*(ScriptStep("press", (keys,)) for keys in KEYS), ScriptStep("hears", ("It is locked until midnight",))),
    "calls.yaml:1",
    at="2026-11-23 10:00",
    locked={"card": "44002178"},
)


@pytest.fixture(scope="module")
def hotline() -> Iterator[Practice]:
    with practice(SITE) as opened:
        yield opened


def test_what_is_locked_is_locked_for_the_right_secret_and_for_this_call_alone(hotline: Practice) -> None:
    assert rehearse_in_the_engine(hotline, LOG_IN).difference == ""
    assert rehearse_on_the_line(hotline, LOG_IN, hotline.line(), hotline.words()).difference == ""
    for locked in ({}, {"card": "44003259"}):
        assert "On which day" in rehearse_in_the_engine(hotline, replace(LOG_IN, locked=locked)).difference


def test_a_lock_that_there_is_not_is_told_with_those_that_there_are(hotline: Practice) -> None:
    with pytest.raises(SiteRefused, match=r'calls.yaml:1: no lock has the key "crad". There are: card, licence\.'):
        rehearse_in_the_engine(hotline, replace(LOG_IN, locked={"crad": "44002178"}))
