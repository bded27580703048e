"""The carrier that stands in, and our account there."""

from collections.abc import Iterator

import pytest
from stand_in_carrier import ACCOUNT, TOKEN, StandInCarrier

from ivr.carrier.rest.account import TwilioAccount


@pytest.fixture
def carrier() -> Iterator[StandInCarrier]:
    """A carrier that must have been asked nothing but what is described."""
    carrier = StandInCarrier()
    yield carrier
    assert carrier.invalid == []


@pytest.fixture
def account(carrier: StandInCarrier) -> TwilioAccount:
    return TwilioAccount(ACCOUNT, (TOKEN,), session=carrier.session())
