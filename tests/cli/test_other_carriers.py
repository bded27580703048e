"""`ivr twilio` where the hotline is with Somleng: the same commands, and what it does not take is told."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from kindred_carriers import ACCOUNT, SOMLENG, TOKEN, KindredCarrier

from ivr.cli import commands
from ivr.errors import CarrierRefused

NUMBER = "+85222200101"


@pytest.fixture
def somleng() -> KindredCarrier:
    carrier = KindredCarrier(SOMLENG)
    carrier.add_number(NUMBER, voice_url="https://old.example.org/in")
    return carrier


@pytest.fixture
def run(
    served: Callable[..., Result], somleng: KindredCarrier, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    settings = {"CARRIER": "somleng", "SOMLENG_URL": SOMLENG.root, "SOMLENG_ACCOUNT_SID": ACCOUNT}
    settings |= {"SOMLENG_AUTH_TOKEN": TOKEN, "PUBLIC_URL": "https://ivr.example.org"}
    for name, value in settings.items():
        monkeypatch.setenv(f"IVR_{name}", value)
    return lambda *words: CliRunner().invoke(commands, ("twilio", *words), obj=somleng.session())


def test_a_number_is_connected_and_put_back(run: Callable[..., Result], somleng: KindredCarrier) -> None:
    told = run("connect", NUMBER)
    assert told.exit_code == 0, told.output
    (number,) = somleng.things["IncomingPhoneNumbers"]
    assert number["voice_url"] == "https://ivr.example.org/voice/answer"
    assert "here" in run("numbers").output
    assert "VoiceFallbackUrl" not in {name for asked in somleng.asked for name in asked.form}
    assert somleng.invalid == []


@pytest.mark.parametrize("words", [("connect", NUMBER, "--fallback", "https://pages.example.org/x.xml"), ("fallback",)])
def test_a_fallback_is_refused_where_the_carrier_takes_none(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    told = run(*words)
    assert isinstance(told.exception, CarrierRefused)
    assert "Somleng takes no address for when this system does not answer" in str(told.exception)


def test_the_check_tells_what_cannot_be_switched_on(run: Callable[..., Result]) -> None:
    assert run("connect", NUMBER).exit_code == 0
    told = run("check")
    assert "At Somleng whoever has the address of a recording can hear it" in told.output
    assert "It rings the hotline transport." in told.output
