"""The sample site, published to practise on, once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.app.practice import practice
from ivr.practice.hotline import Practice

SITE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def hotline() -> Iterator[Practice]:
    """A hotline on the sample site, with a database of its own."""
    with practice(SITE) as opened:
        yield opened
