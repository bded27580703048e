"""The call token: closed to everyone else, the same for the same call, short, and its keys can be changed."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from ivr.engine.call import ROOM, Call, Told, call_to_json
from ivr.engine.instructions import Play, Say
from ivr.errors import TokenRefused
from ivr.journal.text import compact
from ivr.switchboard.tokens import LONGEST_TOKEN, CallTokens

CALL = Call("CA1", "transport", "e1", "+85255501234", "+85222200101", 1_790_000_000, "yue", "transport/main", turn=3)
TOKENS = CallTokens(["k" * 32])


def digits(number: int) -> str:
    """Forty digits that nothing can pack smaller."""
    return str(int.from_bytes(hashlib.sha256(str(number).encode()).digest()))[:40]


def test_a_token_opens_to_the_call_it_was_made_of():
    call = replace(
        CALL, fields={"transport/number": "007"}, trail=("transport/main",), misses={"a/b": 1}, rows=({"x": "收費"},)
    )
    call = replace(call, told=(Told("transport/fees"), Told("transport/status", ({"x": "1"},))))
    call = replace(call, hash_heard="key", unheard=(Say("九百元。", "yue"), Play("ab12", "Nine hundred.", "en")))
    assert TOKENS.open(TOKENS.seal(call)) == call


def test_the_same_call_makes_the_same_token():
    assert TOKENS.seal(CALL) == CallTokens(["k" * 32]).seal(CALL)


def test_a_token_tells_nobody_anything():
    token = TOKENS.seal(CALL)
    assert "55501234" not in token
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("turned", range(0, 60, 7))
def test_a_token_changed_anywhere_is_refused(turned):
    token = TOKENS.seal(CALL)
    other = "A" if token[turned] != "A" else "B"
    with pytest.raises(TokenRefused):
        TOKENS.open(token[:turned] + other + token[turned + 1 :])


@pytest.mark.parametrize("forged", ["", "A", "AAAA", "é", "a" * 5000, "=", "....", "%00"])
def test_what_is_no_token_is_refused(forged):
    with pytest.raises(TokenRefused):
        TOKENS.open(forged)


@given(st.text(max_size=200))
def test_no_text_opens(text):
    with pytest.raises(TokenRefused):
        TOKENS.open(text)


def test_a_token_of_another_key_is_refused():
    with pytest.raises(TokenRefused):
        CallTokens(["z" * 32]).open(TOKENS.seal(CALL))


def test_during_rotation_old_tokens_open_and_new_ones_have_the_new_key():
    both = CallTokens(["n" * 32, "k" * 32])
    assert both.open(TOKENS.seal(CALL)) == CALL
    assert both.seal(CALL) == CallTokens(["n" * 32]).seal(CALL)


def test_a_token_stays_short_whatever_the_call_holds_and_what_is_left_out_is_told():
    rows = tuple({"text": chr(0x4E00 + at) * 30 + str(hash(str(at)))} for at in range(20))
    fields = {f"transport/field{at}": digits(at) for at in range(120)}
    unheard = (Say("".join(chr(0x4E00 + at * 7) for at in range(2000)), "yue"),)
    told = (Told("transport/status", rows),)
    with capture_logs() as logs:
        token = TOKENS.seal(replace(CALL, rows=rows, fields=fields, unheard=unheard, told=told))
    assert len(token) <= LONGEST_TOKEN
    opened = TOKENS.open(token)
    assert (opened.unheard, opened.rows, opened.told) == ((), (), ())
    assert "transport/field119" in opened.fields
    (logged,) = logs
    assert set(logged["without"]) == fields.keys() - opened.fields.keys()


def test_what_was_given_in_a_department_left_behind_goes_first():
    here = {f"transport/field{at}": digits(at) for at in range(5)}
    there = {f"water/field{at}": digits(at + 5) for at in range(120)}
    opened = TOKENS.open(TOKENS.seal(replace(CALL, fields={**here, **there})))
    assert here.items() <= opened.fields.items()
    assert len(opened.fields) < len(here) + len(there)


def test_what_is_needless_goes_first_and_is_missed_by_nobody():
    needed = {f"water/field{at}": digits(at) for at in range(5)}
    fields = {**needed, **{f"transport/field{at}": digits(at + 5) for at in range(120)}}
    rows = ({"reference": "1234567894"},)
    with capture_logs() as logs:
        token = TOKENS.seal(replace(CALL, rows=rows, fields=fields), lambda: fields.keys() - needed.keys())
    assert TOKENS.open(token) == replace(CALL, rows=rows, fields=needed)
    assert logs == []


def test_what_has_room_is_left_out_by_nobody():
    call = replace(CALL, fields={"transport/field": "1"})
    assert TOKENS.open(TOKENS.seal(call, lambda: ["transport/field"])) == call


def test_what_other_departments_counted_goes_before_anything_that_a_caller_gave():
    misses = {f"water/{digits(at)}": 1 for at in range(130)} | {"transport/status": 2}
    fields = {f"transport/field{at}": digits(at) for at in range(15)}
    opened = TOKENS.open(TOKENS.seal(replace(CALL, misses=misses, fields=fields)))
    assert (opened.misses, opened.fields) == ({"transport/status": 2}, fields)


@given(
    st.randoms(use_true_random=False),
    st.sampled_from(["0123456789", "ABCDEFGHJKLMNPQRSTUVWXYZ", "éàüöñ", "收費表格號碼"]),
)
def test_whatever_has_room_in_a_call_fits_into_its_token_whole(chance, letters):
    call, value = CALL, ""
    while len(compact(call_to_json(larger := replace(CALL, fields={"transport/a": value}))).encode()) <= ROOM:
        call, value = larger, value + chance.choice(letters) + chr(chance.randrange(0x4E00, 0x9FFF))
    assert TOKENS.open(TOKENS.seal(call)) == call
