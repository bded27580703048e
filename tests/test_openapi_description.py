"""What holds requests against a description finds what is wrong with them."""

import hashlib

import pytest
from openapi_description import FORM, TWILIO, Description

ACCOUNT = "AC" + "1" * 32
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
GOOD = [("To", "+85262345678"), ("From", "+85222200101"), ("Body", "Hello"), ("ValidityPeriod", "60")]


def wrong(method="POST", path=MESSAGES, query=(), kind=FORM, form=GOOD) -> list[str]:
    return Description().wrong_with_request(method, path, query, kind, form)


def test_a_request_as_it_is_described_passes():
    assert wrong() == []
    assert wrong("GET", query=[("To", "+85262345678"), ("PageSize", "20")], form=()) == []
    assert wrong(form=[*GOOD, ("MediaUrl", "https://a.example/1"), ("MediaUrl", "https://a.example/2")]) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"method": "PUT"}, "not described"),
        ({"path": MESSAGES.replace(".json", "")}, "not described"),
        ({"path": MESSAGES.replace("1111", "xyz1")}, "AccountSid"),
        ({"kind": "application/json"}, "type"),
        ({"form": GOOD[1:]}, "To is missing"),
        ({"form": [*GOOD, ("Txt", "x")]}, "Txt is not described"),
        ({"form": [*GOOD, ("To", "+85262345679")]}, "2 times"),
        ({"form": [*GOOD[:3], ("ValidityPeriod", "a minute")]}, "ValidityPeriod"),
        ({"form": [*GOOD, ("ApplicationSid", "AP1")]}, "ApplicationSid"),
        ({"form": [*GOOD, ("RiskCheck", "maybe")]}, "RiskCheck"),
        ({"form": [*GOOD, ("ProvideFeedback", "yes")]}, "ProvideFeedback"),
        ({"query": [("Colour", "red")]}, "Colour is not described"),
        ({"method": "GET"}, "a body"),
    ],
)
def test_a_request_that_is_not_is_told(changed, named):
    assert any(named in each for each in wrong(**changed)), wrong(**changed)


def test_an_answer_that_is_not_as_described_is_told():
    description = Description()
    assert description.wrong_with_answer("POST", MESSAGES, 201, {"sid": "SM" + "1" * 32, "body": None}) == []
    assert description.wrong_with_answer("POST", MESSAGES, 201, {"sid": "CA" + "1" * 32}) != []
    assert description.wrong_with_answer("POST", MESSAGES, 204, {}) != []


def test_the_vendored_description_is_the_one_whose_source_is_told():
    digest = hashlib.sha256(TWILIO.read_bytes()).hexdigest()
    assert digest in (TWILIO.parent / "README.md").read_text("utf-8")
