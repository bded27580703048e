"""What a department's `calls.yaml` may say: rehearsed calls, each with what the caller does and must hear.

A mistake there keeps nobody from publishing, so `ivr check` warns of it; `ivr test` runs no call while there is one.
"""

import re
from collections.abc import Collection
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from ivr.authoring.grammar import FilePart, MomentText
from ivr.authoring.grammar.shape import shape
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.yaml.marks import FilePlace, Path
from ivr.authoring.yaml.reading import read_document
from ivr.engine.case_table import CaseKind, CaseState, KnownCase
from ivr.engine.grammar import KEY_OF_DIGIT, mistake
from ivr.engine.seasonal import Day
from ivr.translation import said

Outcome = Literal["answers", "declines", "busy", "unanswered", "fails"]
"""What comes of ringing an officer."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Failing = Literal["database", "officers", "nothing"]
"""What is broken from a step of a call on."""
FAILING: tuple[Failing, ...] = get_args(Failing)
PLAIN = ("wait", "hangs up")
SIGN_OF_KEY = {key: sign for sign, key in KEY_OF_DIGIT.items()}


def _listed(value: object) -> object:
    """One text, or a list of texts, as a list; nothing is no text."""
    return [value] if isinstance(value, str) and value else value


def _keys(value: object) -> object:
    """The keys of a press: 0 to 9, * and #, or a key as menus call it."""
    text = SIGN_OF_KEY.get(value, value) if isinstance(value, str) else value
    if not isinstance(text, str) or not re.fullmatch(r"[0-9*#]+", text):
        hint = said('A telephone has the keys 0 to 9, star and hash; several stand together, such as 123 or "12#".')
        raise mistake("bad-value", said('"{given}" is no row of keys.', given=value), hint=hint)
    return text


def _seconds(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,4}", value):
        hint = said("Write whole seconds, such as 20.")
        raise mistake("bad-value", said('"{given}" is no number of seconds.', given=value), hint=hint)
    return value


Heard = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class StepSettings(FilePart):
    """One thing that is heard or done."""

    hears: Heard | None = None
    hears_not: Heard | None = Field(default=None, alias="hears not")
    press: Annotated[str, BeforeValidator(_keys)] | None = None
    wait: str | None = None
    say: str | None = None
    mumble: str | None = None
    record: Annotated[str, BeforeValidator(_seconds)] | None = None
    fails: Failing | None = None
    hangs_up: str | None = Field(default=None, alias="hangs up")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        return {value: ""} if isinstance(value, str) and value in PLAIN else value

    @model_validator(mode="after")
    def _is_one_thing(self) -> "StepSettings":
        if len(self.model_fields_set) != 1:
            raise mistake("bad-value", said("a step is one thing."), hint=said("Begin each step with a dash."))
        return self

    @property
    def does(self) -> tuple[str, tuple[str, ...]]:
        """What is heard or done, as it is written, and the texts, keys or seconds."""
        (name,) = self.model_fields_set
        value = getattr(self, name)
        values = value if isinstance(value, tuple) else (value,)
        return name.replace("_", " "), () if name.replace("_", " ") in PLAIN else values


class CaseSettings(FilePart):
    """A case that was left before the call."""

    reference: str
    caller: str = Field(default="", alias="from")
    kind: CaseKind = "complaint"
    state: CaseState = "received"
    received: Day
    reply_due: Day = ""
    answered: Day = ""
    handed_to: str = ""

    @property
    def known(self) -> KnownCase:
        """The case as callers may hear of it."""
        days = self.received, self.reply_due, self.answered
        return KnownCase(self.reference, self.kind, self.state, *days, self.caller, handed_to=self.handed_to)


class CallSettings(FilePart):
    """One rehearsed call."""

    call: str
    hotline: str
    at: MomentText = ""
    caller: str = Field(default="", alias="from")
    fails: Literal["", "database", "officers"] = ""
    closure: Literal["", "typhoon", "rainstorm", "power", "other"] = ""
    limited: bool = False
    officers: Annotated[tuple[Outcome, ...], BeforeValidator(_listed)] = ()
    ends: Literal["", "hotline hangs up", "caller hangs up"] = ""
    cases: tuple[CaseSettings, ...] = ()
    locked: dict[str, str] = Field(default={})
    texts: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    steps: tuple[StepSettings, ...]

    @field_validator("hotline")
    @classmethod
    def _is_there(cls, name: str, info: ValidationInfo) -> str:
        known = info.context["hotlines"].split("\n") if info.context else []
        if known and name not in known:
            names = [each for each in known if not each.startswith("+")]
            hint = did_you_mean(name, names) or said("There are {known}.", known=one_of(names))
            raise mistake("bad-value", said('no hotline is called "{given}".', given=name), hint=hint)
        return name


def read_calls(
    file: str, content: bytes, hotlines: Collection[str] = ()
) -> tuple[dict[FilePlace, CallSettings], tuple[Problem, ...]]:
    """The calls of a file by the place where they begin, and everything that is wrong with it.

    `hotlines` are the names and the numbers of the site's, where they are known.
    """
    document, found = read_document(file, content, PLAIN)
    problems = list(found)
    written = document.value
    if not document.whole or written == "":
        return {}, tuple(problems)
    if not isinstance(written, list):
        hint = said("Begin each call with a dash:   - call: its name")
        return {}, (*problems, document.problem((), "bad-value", said("this file is a list of calls."), hint))
    calls: dict[FilePlace, CallSettings] = {}
    for at in range(len(written)):
        path: Path = (str(at),)
        call, wrong = shape(CallSettings, document, path, {"hotlines": "\n".join(hotlines)} if hotlines else None)
        problems += wrong
        if call is None:
            continue
        if any(call.call == other.call for other in calls.values()):
            message = said('a call before this one is named "{name}" too.', name=call.call)
            hint = said("Give each a name of its own.")
            problems.append(document.problem((*path, "call"), "written-twice", message, hint))
        calls[document.place_of(path)] = call
    return calls, tuple(problems)
