"""The sample site, and small menus to draw."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_hotline import edition_of, three_languages

from ivr.authoring.drawing import Plan, draft_of, plan_of

__all__ = ["three_languages"]
SAMPLE = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def sample_plan() -> Plan:
    return plan_of(draft_of(SAMPLE).edition)


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """The plan of a small hotline, called `works`, whose nodes are written as YAML."""
    return lambda nodes, **changes: plan_of(edition_of(nodes, **changes), "works")


@pytest.fixture
def nasty(plan) -> Plan:
    """Labels and names that mean something to every language they are drawn in."""
    return plan(
        """
        main:
          kind: menu
          choices:
            1: {label: {en: '1. "A" <b>&#; `x` \\ end'}, to: a__b}
            2: {label: {en: 駕駛執照}, answer: {en: subgraph}}
        a__b: {kind: answer, say: {en: x}, then: a_b}
        a_b: {kind: answer, say: {en: x}, then: back}
        """
    )
