"""Calls over each carrier's own verbs and forms: the same is heard as in the engine, and no document asks for more."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from calls.conftest import HearAlike
from calls.test_days_and_lists import TOLD as DAYS
from calls.test_days_and_lists import write_site as write_days
from calls.test_failing_callers import write_site as write_failing

from ivr.app.practice import practice
from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import read_folder
from ivr.carrier.carriers import CARRIERS
from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in, rehearse_on_the_line
from ivr.settings import CarrierName

ROOT = Path(__file__).parents[2]
AMAZONS = {"yue": ("yue-CN", "Polly.Hiujin-Neural"), "cmn": ("cmn-CN", "Polly.Zhiyu-Neural")}
UNHEARD = {"say", "mumble"}  # steps that a carrier which hears no words cannot take
UNTOLD = {  # a 9 ends their recordings, of which Somleng is silent
    "three wrong PINs lock a gym card, for the right one too",
    "three wrong PINs lock a licence, for the right one too",
}


def write_sample(folder: Path) -> Path:
    for part in ("menus", "prompts"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "flows.yaml", folder)
    return folder


WRITTEN: Mapping[str, Callable[[Path], Path]] = {
    "the sample site": write_sample,
    "failing callers": write_failing,
    "days and lists": lambda folder: write_days(folder, DAYS["days_and_lists"]),
    "slow tables": lambda folder: write_days(folder, DAYS["slow_tables"]),
}


def fit_for_somleng(site: Path) -> None:
    """What `ivr check --carrier somleng` asks for: voices that it has, no words to be heard, officers without a key."""
    flows = yaml.load((site / "flows.yaml").read_text("utf-8"), yaml.BaseLoader)
    for code, language in flows["languages"].items():
        language.pop("speech", None)
        language["say"], language["voice"] = AMAZONS.get(code, (language["say"], language["voice"]))
    for officers in flows["officers"].values():
        officers["press"] = "no"
    (site / "flows.yaml").write_text(json.dumps(flows), "utf-8")


def can_be_made(call: RehearsedCall, carrier: CarrierName) -> bool:
    heard = {step.kind for step in call.steps} & UNHEARD
    return carrier != "somleng" or not (heard or call.name in UNTOLD or "declines" in call.officers)


@pytest.fixture(scope="module", params=["twilio", "signalwire", "somleng"])
def carrier(request: pytest.FixtureRequest) -> CarrierName:
    name: CarrierName = request.param
    return name


@pytest.fixture(scope="module", params=WRITTEN)
def site(request: pytest.FixtureRequest, carrier: CarrierName, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = WRITTEN[request.param](tmp_path_factory.mktemp("site"))
    if carrier == "somleng":
        fit_for_somleng(written)
    return written


@pytest.fixture(scope="module")
def practised(site: Path, carrier: CarrierName) -> Iterator[Practice]:
    with practice(site, carrier=carrier) as opened:
        yield opened


def test_what_is_carried_passes_the_check(site: Path, carrier: CarrierName) -> None:
    checked = check_files(read_folder(site), walked=False, carrier=CARRIERS[carrier].can)
    assert [each for each in checked.problems if each.level == "error"] == []


def test_the_same_is_heard_over_every_carrier(
    site: Path, carrier: CarrierName, practised: Practice, hear_alike: HearAlike
) -> None:
    calls = rehearsals_in(site)
    made = [call for call in calls if can_be_made(call, carrier)]
    assert len(made) > len(calls) / 2
    for number, call in enumerate(calls):
        if call in made:
            hear_alike(practised, call, f"{number:08x}-7c2d-4d9a-9f0c-0b8f2f6a1c11")


def test_the_telephone_minds_what_a_carrier_does_not_have(tmp_path: Path) -> None:
    """The sample site as it is, with a voice of Google's: Somleng would speak Cantonese in another voice."""
    site = write_sample(tmp_path)
    call = replace(next(iter(rehearsals_in(site))), at="")
    with practice(site, carrier="somleng") as hotline:
        told = rehearse_on_the_line(hotline, call, hotline.line(), hotline.words()).difference
    assert "the voice Google.yue-HK-Standard-A does not speak yue-HK" in told


def test_a_line_refuses_the_requests_of_another_carrier(tmp_path: Path) -> None:
    with practice(write_failing(tmp_path), carrier="signalwire") as hotline:
        line = hotline.line()
        assert line.ask("POST", f"{line.url}/voice/status", (("CallSid", "CA1"),)).reply.status == 204
        other = replace(line, carrier=replace(line.carrier, signed_in="X-Telnyx-Signature"))
        assert other.ask("POST", f"{line.url}/voice/status", (("CallSid", "CA1"),)).reply.status == 403
