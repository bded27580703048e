"""Writes a call that was made as a rehearsed call, so that it can be run again: `calls.yaml` in an editor's hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from ivr.phone.acts import TelephoneAct
from ivr.phone.state import Heard
from ivr.phone.telephone import Telephone
from ivr.phone.verbs import Gather

STEPS = {"press": "press", "say": "say", "mumble": "mumble", "record": "record", "wait": "wait", "hangup": "hangs up"}


KEPT_OUT = "# private: write one that you made up"


class Discretion(Protocol):
    """Knows what of a call nobody but its caller may know, so that it is not written down."""

    def hides(self, address: str) -> bool:
        """Whether what is keyed where a call goes on at `address` is secret or private."""
        ...

    def parts(self, text: str) -> tuple[str, ...]:
        """What may be written of words that were heard: all of them, or those before and behind private ones."""
        ...


class Open:
    """Nothing in the call is private."""

    def hides(self, _address: str) -> bool:
        """Nothing."""
        return False

    def parts(self, text: str) -> tuple[str, ...]:
        """All."""
        return (text,)


@dataclass
class Notes:
    """What was done and heard in a call, in order; the ringing is the act None."""

    discretion: Discretion = field(default_factory=Open)
    taken: list[tuple[TelephoneAct | None, tuple[Heard, ...]]] = field(default_factory=list)

    def as_noted(self, telephone: Telephone, act: TelephoneAct) -> TelephoneAct:
        """The act that comes now, as it may be written down."""
        here = telephone.here
        hidden = act.value and isinstance(here, Gather) and self.discretion.hides(here.action)
        return TelephoneAct(act.kind, "*" * len(act.value)) if hidden else act

    def take(self, act: TelephoneAct | None, heard: Sequence[Heard]) -> None:
        """One act and what the caller then heard."""
        self.taken.append((act, tuple(one for one in heard if not one.officer)))


@dataclass(frozen=True)
class CallCircumstances:
    """How the call was made; empty where nothing was pretended."""

    name: str
    hotline: str
    at: str = ""
    caller: str = ""
    fails: str = ""
    closure: str = ""
    limited: bool = False


def rehearsal_text(how: CallCircumstances, notes: Notes, ended_by: str) -> str:
    """The call as an entry of calls.yaml."""
    return "\n".join(_lines(how, notes, ended_by)) + "\n"


def _lines(how: CallCircumstances, notes: Notes, ended_by: str) -> Iterator[str]:
    yield f"- call: {_scalar(how.name)}"
    named = {"hotline": how.hotline, "at": how.at, "from": how.caller, "fails": how.fails, "closure": how.closure}
    named["limited"] = "yes" if how.limited else ""
    yield from (f"  {name}: {_scalar(value)}" for name, value in named.items() if value)
    officers = [act.value for act, _ in notes.taken if act and act.kind == "officer"]
    if officers:
        yield f"  officers: [{', '.join(officers)}]"
    yield "  steps:"
    for act, heard in _steps(notes):
        if act:
            kept_out = f"  {KEPT_OUT}" if act.value and not act.value.strip("*") and len(act.value) > 1 else ""
            yield f"    - {STEPS[act.kind]}" + (f": {_scalar(act.value)}{kept_out}" if act.value else "")
        if heard:
            yield "    - hears:"
            yield from (f"        - {_scalar(text)}" for text in heard)
    yield f"  ends: {'caller' if ended_by == 'caller' else 'hotline'} hangs up"


def _steps(notes: Notes) -> Iterator[tuple[TelephoneAct | None, list[str]]]:
    """The acts of the caller with what was heard after each; what officers did belongs to the act before."""
    steps: list[tuple[TelephoneAct | None, list[str]]] = []
    for act, heard in notes.taken:
        texts = [part for one in heard if one.text for part in notes.discretion.parts(one.text)]
        if act and act.kind == "officer" and steps:
            steps[-1][1].extend(texts)
        else:
            steps.append((act, texts))
    yield from steps


def _scalar(text: str) -> str:
    """A text as an editor writes it on one line, in quotes only where it needs them."""
    if text.isdigit():
        return text  # every scalar of a rehearsal is text
    written = yaml.safe_dump(text, allow_unicode=True, width=1_000_000, default_flow_style=True).removesuffix("\n...\n")
    return written.strip()
