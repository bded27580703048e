"""Studio flows for the tests, written shortly: each widget by its name, its type, its properties and its ways on."""

import json
from typing import Any

from ivr.importing import Imported, Wishes, import_studio


def widget(name: str, type_: str, properties: dict[str, Any] | None = None, **ways: Any) -> dict[str, Any]:
    """A widget; a way is `event=next`, and `match=[(type, input, value, next)]` are the conditions of a split."""
    transitions = [{"event": event, "next": to} for event, to in ways.items() if event != "match"]
    for kind, asked, value, to in ways.get("match", ()):
        condition = {"type": kind, "value": value, "arguments": [asked], "friendly_name": f"If value {kind} {value}"}
        transitions.append({"event": "match", "next": to, "conditions": [condition]})
    return {"name": name, "type": type_, "properties": properties or {}, "transitions": transitions}


def say(name: str, text: str, to: str = "", **more: Any) -> dict[str, Any]:
    return widget(name, "say-play", {"say": text, **more}, audioComplete=to)


def gather(
    name: str, text: str, keypress: str = "", speech: str = "", timeout: str = "", **more: Any
) -> dict[str, Any]:
    return widget(
        name, "gather-input-on-call", {"say": text, **more}, keypress=keypress, speech=speech, timeout=timeout
    )


def keys(name: str, of: str, no_match: str = "", **ways: str) -> dict[str, Any]:
    """A split on one key, as `k1="fees"`."""
    asked = f"{{{{widgets.{of}.Digits}}}}"
    conditions = [("equal_to", asked, key.removeprefix("k"), to) for key, to in ways.items()]
    return widget(name, "split-based-on", {"input": asked}, noMatch=no_match, match=conditions)


def words(name: str, of: str, no_match: str, *conditions: tuple[str, str, str]) -> dict[str, Any]:
    """A split on what was said, by (type, value, next)."""
    asked = f"{{{{widgets.{of}.SpeechResult}}}}"
    given = [(kind, asked, value, to) for kind, value, to in conditions]
    return widget(name, "split-based-on", {"input": asked}, noMatch=no_match, match=given)


def ring(name: str, to: str = "", number: str = "+85222200111") -> dict[str, Any]:
    return widget(name, "connect-call-to", {"noun": "number", "to": number}, callCompleted=to)


def flow(*states: dict[str, Any], first: str, description: str = "Food bank", event: str = "incomingCall") -> bytes:
    trigger = widget("Trigger", "trigger", **{event: first})
    return json.dumps({"description": description, "initial_state": "Trigger", "states": [trigger, *states]}).encode()


def imported(*states: dict[str, Any], first: str, **more: Any) -> Imported:
    """What becomes of a flow of these widgets."""
    wishes = Wishes("flow.json", "bank", owner="Food Bank", review="2099-04-01")
    return import_studio(flow(*states, first=first, **more), wishes)


def told(imported_: Imported) -> list[str]:
    """The messages."""
    return [problem.message for problem in imported_.problems]
