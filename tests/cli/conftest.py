"""The command line on a state folder of its own, over the sample site."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import commands

SITE = Path(__file__).parents[2]


@pytest.fixture
def ivr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `ivr` with arguments; what it raises is kept in the result."""
    for name in [name for name in os.environ if name.startswith("IVR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("IVR_SITE", str(SITE))
    monkeypatch.setenv("IVR_STATE", str(tmp_path / "state"))
    return lambda *words: CliRunner().invoke(commands, words)


@pytest.fixture
def served(ivr: Callable[..., Result]) -> Callable[..., Result]:
    """The same, with the database made and the sample site published."""
    assert ivr("db", "upgrade").exit_code == 0
    assert ivr("publish", "--author", "tests").exit_code == 0
    return ivr
