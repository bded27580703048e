"""JSON Schema of a `calls.yaml`, for the program an editor types it in."""

from collections.abc import Mapping
from typing import get_args

from ivr.authoring.grammar.calls import FAILING, OUTCOMES, PLAIN
from ivr.engine.case_table import CaseKind, CaseState
from ivr.phone.rehearsal import CLOSURES, ENDINGS, FAILURES, STEPS, StepKind

Schema = dict[str, object]
TEXT: Schema = {"type": ["string", "number", "boolean"]}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
_OUTCOME: Schema = {"enum": list(OUTCOMES)}
VALUES: Mapping[StepKind, Schema] = {
    "hears": {**TEXTS, "description": "A text, or several, that must be heard now."},
    "hears not": {**TEXTS, "description": "A text, or several, that must not be heard now."},
    "press": {
        "type": ["string", "integer"],
        "pattern": "^([0-9*#]+|star|hash)$",
        "errorMessage": "A telephone has the keys 0 to 9, star and hash.",
        "description": 'The keys pressed: 0 to 9, * and #; the key # is written in quotes: "#".',
    },
    "wait": {"description": "The caller stays silent."},
    "say": {**TEXT, "description": "What the caller says, or a recording holds."},
    "mumble": {**TEXT, "description": "What the caller says so that the recogniser is not sure."},
    "record": {
        "type": ["integer", "string"],
        "pattern": "^[0-9]{1,4}$",
        "errorMessage": "Write whole seconds, such as 20.",
        "description": "How many seconds the caller speaks after the tone.",
    },
    "hangs up": {"description": "The caller hangs up."},
    "fails": {"enum": list(FAILING), "description": "What is broken from here on; nothing, where all works again."},
}

CASE: Schema = {
    "type": "object",
    "required": ["reference", "received"],
    "additionalProperties": False,
    "properties": {
        "reference": {**TEXT, "description": "Its reference."},
        "from": {**TEXT, "description": "The number that it was left from; nothing where it is anonymous."},
        "kind": {"enum": list(get_args(CaseKind)), "description": "What it is: a complaint unless written."},
        "state": {"enum": list(get_args(CaseState)), "description": "How it stands: received unless written."},
        "received": {"type": "string", "description": "The day on which it came in, as 2026-11-02."},
        "reply_due": {"type": "string", "description": "The day by which a reply is promised."},
        "answered": {"type": "string", "description": "The day on which it was answered."},
        "handed_to": {**TEXT, "description": "The department that it was handed over to, by the name of its folder."},
    },
}


def calls_schema(hotlines: tuple[str, ...] = ()) -> Schema:
    """The schema of a `calls.yaml`; `hotlines` are the site's, offered while typing."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "calls.yaml",
        "description": "Rehearsed calls: what a caller does and what must be heard.",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "required": ["call", "hotline", "steps"],
            "additionalProperties": False,
            "properties": _settings(hotlines),
        },
    }


def _settings(hotlines: tuple[str, ...]) -> Schema:
    return {
        "call": {**TEXT, "description": "A name for the call, unlike the others in this file."},
        "hotline": {**TEXT, "examples": list(hotlines), "description": "The hotline that is rung, as in flows.yaml."},
        "at": {"type": "string", "description": "When, on the site's clock, such as 2026-12-25 10:00."},
        "from": {**TEXT, "description": "The caller's number."},
        "fails": {"enum": list(FAILURES), "description": "What is broken during the call."},
        "closure": {"enum": list(CLOSURES), "description": "Why offices are closed during the call."},
        "cases": {"type": "array", "items": CASE, "description": "Cases that were left before the call."},
        "locked": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "What was tried too often in earlier calls, by the field that a lock names.",
        },
        "officers": {
            "anyOf": [_OUTCOME, {"type": "array", "items": _OUTCOME}],
            "description": "What each attempt to reach an officer comes to, the last one for all further attempts.",
        },
        "texts": {**TEXTS, "description": "What each text message must hold that the caller is promised."},
        "steps": {"type": "array", "items": _step(), "description": "What is heard and done, in order."},
        "ends": {"enum": list(ENDINGS), "description": "How the call must end."},
    }


def _step() -> Schema:
    group = {
        "allOf": [{"type": "object", "errorMessage": "Write wait, hangs up, or one thing such as press: 1."}],
        "properties": {step: VALUES[step] for step in STEPS},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"anyOf": [group, {"type": "string", "enum": list(PLAIN)}]}
