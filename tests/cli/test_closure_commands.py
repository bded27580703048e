"""`ivr closure`: announced, told in words, listed, extended and stopped."""

import json

import pytest

from ivr.errors import ClosureRefused

SAY = ("--say-en", "Water is back.", "--say-yue", "有水。", "--say-cmn", "有水了。")


@pytest.fixture
def at_ten(served, monkeypatch):
    """The command line at ten o'clock on a Monday."""
    monkeypatch.setenv("IVR_NOW", "2026-11-23T10:00+08:00")
    return served


def test_a_closure_tells_what_callers_now_hear(at_ten):
    told = at_ten("closure", "start", "all", "--reason", "typhoon", "--until", "18:00", "--author", "chan").output
    assert told.startswith("Closure 1 is announced until 2026-11-23 18:00.\nCallers of city, transport, water, leisure")
    assert "  廣東話: 因為八號風球，我哋嘅辦事處暫停開放。\n" in told
    assert "  English: Because of typhoon signal number eight, our offices are closed.\n" in told


def test_own_words_are_told_as_they_come(at_ten):
    told = at_ten("closure", "start", "water", "--reason", "power", "--until", "2026-11-24 09:00", *SAY).output
    assert "  English, once chosen: Water is back.\n" in told
    assert "transport" not in told


def test_a_notice_is_announced_on_its_hotlines(at_ten):
    told = at_ten("closure", "notice", "water", "transport", "--until", "20:00", *SAY).output
    assert "Notice 1 is announced until 2026-11-23 20:00.\nCallers of transport, water now hear first:" in told
    assert "  普通话: 有水了。\n" in told


def test_a_later_one_tells_when_it_begins(at_ten):
    later = ("--from", "2026-11-24 08:00", "--until", "2026-11-24 12:00")
    told = at_ten("closure", "start", "all", "--reason", "other", *later).output
    assert told == "Closure 1 is announced from 2026-11-24 08:00 until 2026-11-24 12:00.\n"


@pytest.mark.parametrize("ends", ["24:00", "2026-11-23 24:00", "2026-11-24 00:00"])
def test_it_may_end_with_the_day(at_ten, ends):
    told = at_ten("closure", "start", "all", "--reason", "typhoon", "--until", ends).output
    assert told.startswith("Closure 1 is announced until 2026-11-24 00:00.\n")


@pytest.mark.parametrize("ends", ["24:01", "soon", "2026-11-23"])
def test_what_is_no_time_is_refused_with_one_that_is(at_ten, ends):
    result = at_ten("closure", "start", "all", "--reason", "typhoon", "--until", ends)
    assert result.exit_code == 2
    assert f'"{ends}" is no time; write 18:00 for today, or "2026-11-24 09:00".' in result.output


def test_it_is_extended_stopped_and_listed(at_ten):
    at_ten("closure", "start", "all", "--reason", "typhoon", "--until", "18:00", "--author", "chan")
    assert at_ten("closure", "extend", "1", "--until", "20:00").output == "Number 1 now ends at 2026-11-23 20:00.\n"
    assert "typhoon" in at_ten("closure", "list").output
    told = at_ten("closure", "stop", "1", "--author", "wong").output
    assert told == "Stopped 1.\nCallers of city, transport, water, leisure now hear nothing of this kind.\n"
    assert at_ten("closure", "list").output == "Nothing is announced.\n"
    (row,) = json.loads(at_ten("closure", "list", "--past", "--format", "json").output)
    assert (row["what"], row["state"], row["author"], row["changed by"]) == ("typhoon", "stopped", "chan", "wong")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("start", "watr", "--reason", "other", "--until", "18:00"), 'No hotline is called "watr"'),
        (("start", "all", "--reason", "other", "--until", "09:00"), "09:00 has passed today"),
        (("notice", "all", "--until", "18:00"), "Words in English are missing"),
        (("stop", "5"), "No closure or notice has the number 5"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(at_ten, words, said):
    result = at_ten("closure", *words)
    assert isinstance(result.exception, ClosureRefused)
    assert said in str(result.exception)


def test_a_time_that_is_none_is_wrong_usage(at_ten):
    result = at_ten("closure", "start", "all", "--reason", "other", "--until", "soon")
    assert result.exit_code == 2
    assert "write 18:00 for today" in result.output


def test_a_call_pretends_a_closure(ivr):
    heard = ivr("call", "transport", "--closure", "typhoon", "--press", "3,0,hangup", "--at", "2026-11-23 10:00").output
    assert "Because of typhoon signal number eight, our offices are closed." in heard
    assert "We are closed for typhoon signal number eight." in heard
    assert "Our next opening time is six in the evening" not in heard


def test_a_rehearsed_call_pretends_a_closure(at_ten, tmp_path, monkeypatch):
    from ivr.phone.rehearsal import read_rehearsals

    file = tmp_path / "calls.yaml"
    file.write_text("- {call: a, hotline: water, closure: typhoon, steps: [hangs up]}\n")
    assert read_rehearsals(file)[0].closure == "typhoon"
