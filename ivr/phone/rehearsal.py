"""Rehearsed calls as an editor writes them in `menus/<department>/calls.yaml`, and what is wrong with a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from ivr.authoring.checking.report import in_full
from ivr.authoring.grammar.calls import CallSettings, read_calls
from ivr.authoring.yaml.plain_files import open_file, why_not_read
from ivr.authoring.yaml.reading import LARGEST
from ivr.engine.case_table import KnownCase
from ivr.errors import SiteRefused

StepKind = Literal["hears", "hears not", "press", "wait", "say", "mumble", "record", "hangs up", "fails"]
STEPS: tuple[StepKind, ...] = get_args(StepKind)
FAILURES = ("database", "officers")
CLOSURES = ("typhoon", "rainstorm", "power", "other")
ENDINGS = ("hotline hangs up", "caller hangs up")


@dataclass(frozen=True)
class ScriptStep:
    """One step: its kind, and the keys, words, seconds, what fails from now on, or texts that must (not) be heard."""

    kind: StepKind
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The one value of a step that has one."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True)
class RehearsedCall:
    """One call: who rings which hotline and when (in the site's zone), what is broken, and what must happen.

    `officers` is what each attempt to reach an officer comes to, the last one for all further attempts; `where` is
    file and line; `closure` is the reason of one in force; `cases` were left before; of a caller who is `limited`
    officers take no calls; `locked` is what was tried too often in earlier calls, by the field of the lock; `texts` is
    what the text messages must hold that are promised. `at`, `caller`, `fails`, `ends` and `closure` are empty when the
    file does not say.
    """

    name: str
    hotline: str
    steps: tuple[ScriptStep, ...]
    where: str
    at: str = ""
    caller: str = ""
    fails: str = ""
    officers: tuple[str, ...] = ()
    ends: str = ""
    closure: str = ""
    cases: tuple[KnownCase, ...] = ()
    limited: bool = False
    locked: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


def read_rehearsals(path: Path) -> tuple[RehearsedCall, ...]:
    """All calls of a file, in its order. Raises SiteRefused with everything that is wrong with it."""
    try:
        with open_file(path) as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SiteRefused(f"{path}: {why_not_read(error)}") from error
    calls, problems = read_calls(str(path), content)
    if problems:
        raise SiteRefused("\n".join(map(in_full, sorted(problems))))
    return tuple(_rehearsed(call, f"{path}:{place.line}:{place.column}") for place, call in calls.items())


def _rehearsed(call: CallSettings, where: str) -> RehearsedCall:
    steps = tuple(ScriptStep(cast("StepKind", name), values) for name, values in (step.does for step in call.steps))
    at = call.at.replace("T", " ")
    cases = tuple(case.known for case in call.cases)
    plain = call.call, call.hotline, steps, where, at, call.caller, call.fails, call.officers, call.ends, call.closure
    return RehearsedCall(*plain, cases, call.limited, call.locked, call.texts)
