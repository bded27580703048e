"""The state of one call: all that the next turn needs to know, in one frozen record that turns into JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from ivr.engine.instructions import Prompt
from ivr.engine.instructions_as_json import instruction_from_json, instruction_to_json

LATELY: tuple[Any, ...] = ([], "", [], "", 0, [])
"""What calls that began before there were the last fields hold in them."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
ROOM = 1900
"""Bytes of a call, as JSON, that always fit into its token."""
MOST_ANNOUNCED = 4
"""Closures and notices told to one caller for which there is always room."""
MOST_MISSED = 10
"""Look-ups of a department that found nothing, for whose counts there is always room."""
LONGEST_KEPT = 120
"""Bytes of a text that is kept of a row, in one language: forty Chinese characters, or as many letters as bytes."""


class Told(NamedTuple):
    """An answer that was told on the way to where the call waits: its node, and the rows that it told of."""

    node: str
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Call:
    """Where one call stands.

    `heard_at` is when the turn before was taken (before the first, when the call came in), in seconds since 1970 UTC by
    the clock of that moment; `lasted` is the seconds that the call has lasted, as its turns added them up. `node` is
    "department/name" or a built-in node's name; `stage` is that node's own word for how far it has come. `silences` and
    `wrongs` count the failures running at this stage. `fields` holds what the caller gave and what was kept of rows, by
    "department/field"; a text in several languages by "department/field.language". `trail` is the menus behind the
    caller, nearest last. `misses` counts, by node, the look-ups that matched nothing.
    `rows` is what the last look-up told, to be repeated. `announced` are the closures and notices the caller was told
    of. `hash_heard` says how a # that people press after the last key of an entry would be heard now ("key", "silence",
    "recording"), empty where none is due; `unheard` is what it would then have cut off, said before the caller came to
    the node (see `late_hash`). `meant` is the key of a choice that the caller is asked about. `told` are the answers on
    the way to where the call waits, to be repeated with it.
    """

    sid: str
    hotline: str
    edition: str
    caller: str
    called: str
    heard_at: int
    language: str = ""
    node: str = ""
    stage: str = ""
    turn: int = 0
    silences: int = 0
    wrongs: int = 0
    resumed: int = 0
    fields: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    trail: tuple[str, ...] = ()
    misses: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    rows: tuple[Mapping[str, str], ...] = ()
    announced: tuple[str, ...] = ()
    hash_heard: str = ""
    unheard: tuple[Prompt, ...] = ()
    meant: str = ""
    lasted: int = 0
    told: tuple[Told, ...] = ()

    @property
    def department(self) -> str:
        """The department whose node the caller is at, empty at a built-in node."""
        department, slash, _ = self.node.partition("/")
        return department if slash else ""


def bytes_in_call(value: str) -> int:
    """How many bytes of a call, as JSON, a value of a field takes."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) - len('""')


def field_of(kept_as: str) -> str:
    """The field ("department/field") of which a call holds a value: a text in languages it has one by one (`.en`)."""
    return kept_as.partition(".")[0]


_VALUES = attrgetter(*Call.__dataclass_fields__)


def call_to_json(call: Call) -> list[Any]:
    """The call as a JSON list, in the order of its fields."""
    *plain, fields, trail, misses, rows, announced, hash_heard, unheard, meant, lasted, told = _VALUES(call)
    known = [dict(fields), list(trail), dict(misses), [dict(row) for row in rows], list(announced)]
    prompts = [instruction_to_json(prompt) for prompt in unheard]
    answers = [[each.node, [dict(row) for row in each.rows]] for each in told]
    return [*plain, *known, hash_heard, prompts, meant, lasted, answers]


def call_from_json(kept: list[Any]) -> Call:
    """The call that `call_to_json` made `kept` of. Raises TypeError or ValueError when it did not."""
    missing = len(Call.__dataclass_fields__) - len(kept)
    if not 0 <= missing <= len(LATELY):
        raise ValueError(f"a call has {len(Call.__dataclass_fields__)} values, not {len(kept)}")
    whole = (*kept, *LATELY[len(LATELY) - missing :])
    *plain, fields, trail, misses, rows, announced, hash_heard, unheard, meant, lasted, told = whole
    prompts = tuple(instruction_from_json(prompt) for prompt in unheard)
    answers = tuple(Told(node, tuple(rows_of)) for node, rows_of in told)
    known = [fields, tuple(trail), misses, tuple(rows), tuple(announced), hash_heard, prompts, meant, lasted, answers]
    values: list[Any] = [*plain, *known]
    return Call(*values)
