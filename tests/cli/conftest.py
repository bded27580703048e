"""The command line on a state folder of its own, over the sample site."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from stand_in_carrier import ACCOUNT, TOKEN, StandInCarrier

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


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the database made and the sample site published, to copy."""
    state = tmp_path_factory.mktemp("published") / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVR_SITE", str(SITE))
        patch.setenv("IVR_STATE", str(state))
        for words in (("db", "upgrade"), ("publish", "--author", "tests")):
            assert CliRunner().invoke(commands, words).exit_code == 0
    return state


@pytest.fixture
def served(ivr: Callable[..., Result], published: Path, tmp_path: Path) -> Callable[..., Result]:
    """The same, with the database made and the sample site published."""
    shutil.copytree(published, tmp_path / "state")
    return ivr


@pytest.fixture
def carrier() -> Iterator[StandInCarrier]:
    """A carrier with two numbers that ring elsewhere; it must have been asked nothing but what is described."""
    carrier = StandInCarrier()
    carrier.add_number("+14155550100", voice_url="https://demo.example.com/welcome")
    carrier.add_number("+85222200101", voice_url="https://me:hush@old.example.org/in", voice_method="GET")
    yield carrier
    assert carrier.invalid == []


@pytest.fixture
def run(
    served: Callable[..., Result], carrier: StandInCarrier, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """`ivr twilio` with arguments, where the sample site is published."""
    monkeypatch.setenv("IVR_TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("IVR_TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("IVR_PUBLIC_URL", "https://ivr.example.org")
    return lambda *words: CliRunner().invoke(commands, ("twilio", *words), obj=carrier.session())
