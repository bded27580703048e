"""Every kind of node: its manual page, its example, and the calls of its golden file `<kind>.yaml`."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from small_hotline import Caller, World, table

from ivr.engine.heard import Recorded
from ivr.engine.instructions import HangUp, PlayBack
from ivr.hours import state_at
from ivr.nodes import KINDS, manual_page, written_kinds

HERE = Path(__file__).parent
WRITTEN = written_kinds()


def goldens() -> list[tuple[str, dict]]:
    """Each call of each golden file, with what surrounds it."""
    files = {kind: yaml.load((HERE / f"{kind}.yaml").read_text("utf-8"), yaml.BaseLoader) for kind in WRITTEN}
    return [
        pytest.param(file, call, id=f"{kind}: {call['call']}") for kind, file in files.items() for call in file["calls"]
    ]


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_kind_has_a_manual_page_whose_example_loads(kind):
    examples = re.findall(r"```yaml\n(.*?)```", manual_page(KINDS[kind]), re.DOTALL)
    assert examples
    for node in (node for example in examples for node in yaml.load(example, yaml.BaseLoader).values()):
        assert node["kind"] == kind
        KINDS[kind].model_validate(node, context={"department": "works"})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_named_as_its_file(kind):
    assert KINDS[kind].model_fields["kind"].default == kind
    assert KINDS[kind].__doc__


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_supervisors_have_a_name_for_a_kind_in_both_scripts(kind):
    assert set(KINDS[kind].called) == {"zh_Hant_HK", "zh_Hans_CN"}
    assert all(re.fullmatch("[\u4e00-\u9fff]+", name) for name in KINDS[kind].called.values())
    assert set(KINDS[kind].deed) in (set(), {"en", "zh_Hant_HK", "zh_Hans_CN"})


@pytest.mark.parametrize(("file", "call"), goldens())
def test_a_golden_call_goes_as_written(ring, file, call):
    world = World(rows=file.get("rows", {}), away=call.get("database") == "away")
    if "at" in call:
        world.at = world.at.fromisoformat(call["at"]).replace(tzinfo=world.at.tzinfo)
    tables = {
        name: shape
        for name, columns in file.get("tables", {}).items()
        for name, shape in table(name, **columns).items()
    }
    caller = ring(yaml.safe_dump(file["nodes"]), world, call.get("from", "+85255501234"), tables=tables)
    for step in call["steps"]:
        ((act, value),) = step.items()
        perform(caller, act, value)


def perform(caller: Caller, act: str, value: str | list[str]) -> None:
    """One line of a golden call: something the caller does, or something that must be so."""
    match act:
        case "press":
            caller.press(value)
        case "wait":
            caller.wait()
        case "record":
            caller.record(int(value))
        case "ends recording":
            key, seconds = value.split()
            caller.hears(Recorded("RE1", "https://example.org/RE1", int(seconds), key=key))
        case "hangs up recording":
            caller.record(int(value), hung_up=True)
        case "officer":
            caller.officers(value, 30 if value == "answered" else 0, hung_up=value == "gave up")
        case "hears":
            assert caller.words == value
        case "hears first":
            assert caller.words.startswith(value)
        case "plays back":
            assert [prompt.url for prompt in caller.prompts if isinstance(prompt, PlayBack)] == [value]
        case "plays back all":
            assert [prompt.url for prompt in caller.prompts if isinstance(prompt, PlayBack)] == value
        case "happened":
            assert [shown(event) for event in caller.events] == value
        case "ends":
            assert isinstance(caller.closing, HangUp)
        case "rings":
            assert ", ".join(caller.closing.numbers) == value
        case "officer hears":
            assert caller.closing.whisper.text == value
        case _:
            raise AssertionError(f"{act} is nothing a golden call says")


def shown(event: object) -> str:
    """An event as a golden file writes it: its name and what it holds; left out are the node and what is as usual."""
    usual = {each.name: each.default for each in fields(event)}
    held = [str(value) for name, value in vars(event).items() if name != "node" and value != usual[name]]
    return " ".join([type(event).__name__, *held]).strip()


def test_the_hours_of_a_golden_file_are_those_of_the_small_hotline(world):
    from small_hotline import MONDAY_MORNING, OFFICE

    assert state_at(OFFICE, MONDAY_MORNING).open
