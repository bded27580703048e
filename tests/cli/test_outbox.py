"""`ivr outbox`: what is sent, shown without whom it is sent to, and sent again."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from click.testing import Result

from ivr.app.installation import Installation
from ivr.app.sending import sending_of
from ivr.cli.opening import opened
from ivr.errors import RecordMissing
from ivr.storage.outbox.outbox import Dispatch, key_of, put
from ivr.storage.people.audit import EVERYTHING, list_audit

Ivr = Callable[..., Result]


@pytest.fixture
def installation(served: Ivr) -> Iterator[Installation]:
    found = opened()
    yield found
    found.database.close()


@pytest.fixture
def given_up(installation: Installation) -> str:
    """The key of a mail that was given up, since the operator allows no mail anywhere."""
    now, key = installation.switchboard.clock.now(), key_of("a test")
    content = {"subject": "s", "text": "t"}
    mail = Dispatch(key, "email", "duty@example.gov.hk", "test", content, now, now + timedelta(days=1))
    with installation.database.writing() as connection:
        put(connection, mail)
    assert sending_of(installation).send_due("email") == 1
    return key


def test_what_could_not_be_sent_is_listed_with_the_reason_and_what_each_attempt_met(ivr: Ivr, given_up: str) -> None:
    (row,) = json.loads(ivr("outbox", "list", "--state", "given up", "--format", "json").output)
    assert (row["key"], row["to"], row["state"]) == (given_up[:12], "d••••@example.gov.hk", "given up")
    assert "IVR_SEND_TO" in row["why"]
    told = ivr("outbox", "show", given_up[:12]).output
    assert "attempt 1 refused: IVR_SEND_TO lists neither" in told
    assert "duty@" not in told
    assert ivr("outbox", "list", "--state", "sent").output == "Nothing is in the outbox.\n"


def test_it_is_sent_again_under_the_same_key_and_who_did_is_on_record(
    ivr: Ivr, given_up: str, installation: Installation
) -> None:
    assert "is sent again, to d••••@example.gov.hk" in ivr("outbox", "retry", given_up[:8], "--author", "wong").output
    (row,) = json.loads(ivr("outbox", "list", "--format", "json").output)
    assert (row["state"], row["why"]) == ("waiting", "")
    line = list_audit(installation.database, EVERYTHING)[0]
    assert (line.who, line.action, line.subject) == ("wong", "sent again", f"outbox {given_up}")


@pytest.mark.parametrize("key", ["abc", "abcdef012345"])
def test_a_key_that_names_nothing_says_where_keys_are(ivr: Ivr, given_up: str, key: str) -> None:
    result = ivr("outbox", "show", key)
    assert isinstance(result.exception, RecordMissing)
    assert "see: ivr outbox list" in str(result.exception)
