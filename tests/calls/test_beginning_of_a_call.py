"""How calls begin on a line without officers in four languages: heard the same in the engine and over TwiML."""

import json
from pathlib import Path

import pytest
import yaml
from calls.conftest import HearAlike

from ivr.phone.rehearsal import RehearsedCall
from ivr.practice.hotline import Practice
from ivr.practice.rehearsals import rehearsals_in

ROOT = Path(__file__).parents[2]
TOLD = yaml.load(Path(__file__).with_name("beginning_of_a_call.yaml").read_text("utf-8"), yaml.BaseLoader)
NAMES = [call["call"] for call in TOLD["calls"]]
IN_SPANISH = {
    "choose_language": "Para español, oprima {key}.",
    "choice": "Para {label}, oprima {key}.",
    "open_now": "Estamos abiertos hasta {when}.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    phrases = {code: (ROOT / "prompts" / code / "phrases.yaml").read_text("utf-8") for code in ("yue", "cmn", "en")}
    spanish = yaml.load(phrases["en"], yaml.BaseLoader) | IN_SPANISH
    files = {f"prompts/{code}/phrases.yaml": text for code, text in phrases.items()}
    files |= {"prompts/es/phrases.yaml": json.dumps(spanish), "flows.yaml": json.dumps(TOLD["flows"])}
    files |= {"menus/claims/menu.yaml": json.dumps(TOLD["menu"]), "menus/claims/calls.yaml": json.dumps(TOLD["calls"])}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def calls(site: Path) -> dict[str, RehearsedCall]:
    return {call.name: call for call in rehearsals_in(site)}


@pytest.mark.usefixtures("checked_site")
@pytest.mark.parametrize("name", NAMES)
def test_both_callers_hear_what_is_written_and_the_same(
    name: str, calls: dict[str, RehearsedCall], practised: Practice, hear_alike: HearAlike
) -> None:
    hear_alike(practised, calls[name], f"CA{NAMES.index(name):032d}")
