"""The signature, against the vectors the carrier publishes and an implementation that is not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.phone.signing import sign

HOME = "https://mycompany.com/myapp.php?foo=1&bar=2"


def _call(number: str) -> tuple[tuple[str, str], ...]:
    return (
        ("CallSid", "CA1234567890ABCDE"),
        ("Digits", "1234"),
        ("From", number),
        ("To", "+18005551212"),
        ("Caller", number),
    )


@pytest.mark.parametrize(
    ("url", "params", "signature"),
    [
        (HOME, _call("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://example.com/myapp.php?foo=1&bar=2", _call("+14158675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        (HOME, _call("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        (
            HOME,
            (("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")),
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
    ],
)
def test_the_published_vectors_come_out(url: str, params: tuple[tuple[str, str], ...], signature: str) -> None:
    assert sign(url, params, "12345") == signature


@given(st.dictionaries(st.text(min_size=1), st.text()), st.text(st.characters(codec="ascii"), min_size=1))
def test_the_librarys_own_signer_agrees(params: dict[str, str], token: str) -> None:
    url = "https://example.com/voice/turn?call=a"
    try:
        expected = RequestValidator(token).compute_signature(url, params)
    except UnicodeEncodeError:
        return
    assert sign(url, tuple(params.items()), token) == expected
