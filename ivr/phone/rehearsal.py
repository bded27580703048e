"""Rehearsed calls as an editor writes them in `menus/<department>/calls.yaml`, and what is wrong with a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from ivr.errors import SiteRefused
from ivr.phone.acts import keys_only
from ivr.phone.telephone import OUTCOMES
from ivr.phone.yaml_reading import Reader

StepKind = Literal["hears", "hears not", "press", "wait", "say", "mumble", "record", "hangs up"]
STEPS: tuple[StepKind, ...] = ("hears", "hears not", "press", "wait", "say", "mumble", "record", "hangs up")
PLAIN = ("wait", "hangs up")
FAILURES = ("database", "officers")
CLOSURES = ("typhoon", "rainstorm", "power", "other")
ENDINGS = ("hotline hangs up", "caller hangs up")


@dataclass(frozen=True)
class Step:
    """One step: its kind, and the keys, words, seconds, or texts that must (not) be heard."""

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
    file and line; `closure` is the reason of one in force. `at`, `caller`, `fails`, `ends` and `closure` are empty when
    the file does not say.
    """

    name: str
    hotline: str
    steps: tuple[Step, ...]
    where: str
    at: str = ""
    caller: str = ""
    fails: str = ""
    officers: tuple[str, ...] = ()
    ends: str = ""
    closure: str = ""


def read_rehearsals(path: Path) -> tuple[RehearsedCall, ...]:
    """All calls of a file, in its order. Raises SiteRefused naming file, line, column and what to write instead."""
    reader = Reader(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise SiteRefused(f"{path}: {error}") from error
    calls = tuple(_call(reader, node) for node in (reader.items(root) if root else ()))
    names = [call.name for call in calls]
    for call in calls:
        if names.count(call.name) > 1:
            raise SiteRefused(f"{call.where}: two calls are named {call.name!r}; give each a name of its own")
    return calls


def _call(reader: Reader, node: yaml.Node) -> RehearsedCall:
    known = ("call", "hotline", "at", "from", "fails", "closure", "officers", "steps", "ends")
    given = reader.settings(node, known)
    for needed in ("call", "hotline", "steps"):
        if needed not in given:
            raise reader.problem(node, f"this call has no {needed!r}")
    texts = {name: reader.text(given[name]) for name in given if name not in ("officers", "steps")}
    for name, words in (("fails", FAILURES), ("ends", ENDINGS), ("closure", CLOSURES)):
        reader.check_word(given.get(name), words)
    return RehearsedCall(
        name=texts["call"],
        hotline=texts["hotline"],
        steps=tuple(_step(reader, step) for step in reader.items(given["steps"])),
        where=reader.place(node),
        at=texts.get("at", ""),
        caller=texts.get("from", ""),
        fails=texts.get("fails", ""),
        officers=_officers(reader, given.get("officers")),
        ends=texts.get("ends", ""),
        closure=texts.get("closure", ""),
    )


def _officers(reader: Reader, node: yaml.Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    outcomes = reader.texts(node)
    for outcome in outcomes:
        if outcome not in OUTCOMES:
            raise reader.problem(node, f"officers {outcome!r}: write one of {', '.join(OUTCOMES)}")
    return outcomes


def _step(reader: Reader, node: yaml.Node) -> Step:
    if isinstance(node, yaml.ScalarNode) and node.value in PLAIN:
        return Step("wait" if node.value == "wait" else "hangs up")
    given = reader.settings(node, STEPS)
    if len(given) != 1:
        raise reader.problem(node, "a step is one thing; begin each with a dash")
    (name, value), *_ = given.items()
    kind = next(step for step in STEPS if step == name)
    values = () if kind in PLAIN else reader.texts(value)
    _check_step(reader, value, kind, values)
    return Step(kind, values)


def _check_step(reader: Reader, node: yaml.Node, kind: StepKind, values: tuple[str, ...]) -> None:
    if kind in PLAIN:
        return
    if not values or not all(values):
        raise reader.problem(node, f'{kind!r} needs something after it; the key # is written in quotes: "#"')
    if kind not in ("hears", "hears not") and len(values) > 1:
        raise reader.problem(node, f"{kind!r} takes one thing, not a list")
    if kind == "press" and not keys_only(values[0]):
        raise reader.problem(node, f"press {values[0]!r}: a telephone has the keys 0 to 9, * and #")
    if kind == "record" and not (values[0].isascii() and values[0].isdigit() and len(values[0]) < 5):
        raise reader.problem(node, f"record {values[0]!r}: write whole seconds, such as 20")
