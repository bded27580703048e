"""A small hotline in English, and a caller who rings it without a carrier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from ivr.engine.call import Call
from ivr.engine.contents import Contents
from ivr.engine.edition import Department, Edition, Hotline, Language, Officers, TableShape
from ivr.engine.events import Event
from ivr.engine.filing import FilingOutcome, RowToFile
from ivr.engine.heard import Heard, Keys, Recorded, Ringing, Silence, TransferFinished, TransferOutcome
from ivr.engine.instructions import Ask, Instruction, Play, Prompt, Say
from ivr.engine.known import NamedDay
from ivr.engine.ports import Ports, Rows, Sought, Unavailable
from ivr.engine.turn import Turn, begin, take_turn
from ivr.hours import Calendar, Period
from ivr.nodes import KINDS
from ivr.nodes.goodbye import GoodbyeNode
from ivr.nodes.language import LanguageNode
from ivr.words import format_of

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=HONG_KONG)
OFFICE = Calendar("office", "Asia/Hong_Kong", ((Period(time(9), time(17)),),) * 5 + ((), ()))
PHRASES = {
    code: yaml.load((Path("prompts") / code / "phrases.yaml").read_text("utf-8"), yaml.BaseLoader)
    for code in ("yue", "cmn", "en")
}
TITLE = {"yue": "渠務", "cmn": "渠务", "en": "Drainage"}
NO_DAYS: Mapping[str, NamedDay] = {}
NO_LABELS: Mapping[str, Mapping[str, str]] = {}
OF_EVERY_SITE = Contents({"language": LanguageNode(), "goodbye": GoodbyeNode()})


@dataclass
class World:
    """What the ports tell: a time, rows by table, whether tables answer; and what callers filed, one row alike."""

    at: datetime = MONDAY_MORNING
    rows: dict[str, list[Mapping[str, str]]] = field(default_factory=dict)
    away: bool = False
    most_filed: int = 2
    limited: datetime | None = None
    texts: bool = True

    def now(self) -> datetime:
        return self.at

    def look_up(self, table: str, sought: Sought, most: int) -> Rows | Unavailable:
        if self.away:
            return Unavailable("switched off")
        match = sought.match
        found = [row for row in self.rows.get(table, []) if all(row[column] == match[column] for column in match)]
        for column, how, wanted in sought.bounds:
            found = [row for row in found if (row[column] >= wanted if how == "at least" else row[column] <= wanted)]
        if sought.first_of:
            found.sort(key=itemgetter(sought.first_of.column), reverse=sought.first_of.latest)
        return Rows(tuple(found[:most]))

    def imported_at(self, table: str) -> str:
        return "" if self.away else "2026-11-23T09:00"

    def reference_for(self, call_sid: str, turn: int) -> str:
        return "1234567890"

    def file(self, row: RowToFile) -> FilingOutcome:
        filed = self.rows.setdefault(row.table, [])
        if self.away or len(filed) >= self.most_filed or row.values in filed:
            return "unavailable" if self.away else "taken" if row.values in filed else "full"
        filed.append(row.values)
        return "done"

    def until(self, number: str, department: str, at: datetime) -> datetime | None:
        return self.limited

    @property
    def ports(self) -> Ports:
        return Ports(self, self, self, filing=self, limits=self, text_messages=self)

    def are_sent(self) -> bool:
        return self.texts

    def may_go_to(self, number: str) -> bool:
        return number.startswith("+852")


@dataclass
class Caller:
    """Rings the hotline and remembers what was heard and what happened."""

    edition: Edition
    world: World
    call: Call
    turns: list[Turn] = field(default_factory=list)

    def hears(self, heard: Heard) -> str:
        turn = take_turn(self.edition, self.call, heard, self.world.ports)
        self.turns.append(turn)
        self.call = turn.call
        return self.words

    def ring(self) -> str:
        return self.hears(Ringing())

    def press(self, keys: str) -> str:
        return self.hears(Keys(keys))

    def wait(self) -> str:
        return self.hears(Silence())

    def record(self, seconds: int, *, hung_up: bool = False) -> str:
        return self.hears(Recorded("RE1", "https://carrier.example/RE1", seconds, hung_up))

    def officers(self, outcome: TransferOutcome, seconds: int = 0, *, hung_up: bool = False) -> str:
        return self.hears(TransferFinished(outcome, seconds, hung_up))

    @property
    def words(self) -> str:
        return " ".join(prompt.text for prompt in self.prompts if isinstance(prompt, Say | Play))

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        last = self.closing
        told = tuple(said for said in self.turns[-1].instructions if said is not last)
        return told + (last.prompts if isinstance(last, Ask) else ())

    @property
    def closing(self) -> Instruction:
        return self.turns[-1].instructions[-1]

    @property
    def events(self) -> tuple[Event, ...]:
        return self.turns[-1].events

    def happened(self, kind: type[Event]) -> list[Event]:
        return [event for turn in self.turns for event in turn.events if isinstance(event, kind)]


def edition_of(
    nodes: str,
    days: Mapping[str, NamedDay] = NO_DAYS,
    labels: Mapping[str, Mapping[str, str]] = NO_LABELS,
    **changes: object,
) -> Edition:
    """An edition of one department, `works`, whose menu is `nodes` (YAML), names `days` and calls fields by `labels`.

    It is in English only.
    """
    officer = {"kind": "transfer", "to": "desk", "unanswered": "goodbye"}
    written = {"officer": officer, **yaml.load(nodes, yaml.BaseLoader)}
    made = {
        f"works/{name}": KINDS[node["kind"]].model_validate(node, context={"department": "works"})
        for name, node in written.items()
    }
    inner = {name: node for outer, kind in made.items() for name, node in kind.inner(outer).items()}
    secrets = frozenset(f"works/{name}" for node in made.values() for name in node.secrets)
    privates = frozenset(f"works/{name}" for node in made.values() for name in node.privates)
    named = {f"works/{name}": day for name, day in days.items()}
    called = {f"works/{name}": label for name, label in labels.items()}
    edition = Edition(
        hash="e1",
        site=TITLE,
        zone="Asia/Hong_Kong",
        languages={"en": Language("en", "1", "English", "en-GB", "Polly.Amy", "")},
        hotlines={"+85222200001": Hotline("works", "+85222200001", TITLE, "works/main")},
        departments={"works": Department("works", TITLE, "Drains Branch", "2027-01-01", "works/main")},
        contents={"": OF_EVERY_SITE, "works": Contents({**made, **inner}, secrets, privates, named, called)},
        phrases=PHRASES,
        calendars={"office": OFFICE},
        officers={"desk": Officers("desk", TITLE, ("+85222200011", "+85222200012"), False, 20, "office")},
        tables={},
        inherited={"0": "officer", "star": "back", "hash": "repeat", "9": "main"},
    )
    return replace(edition, **changes)


def table(name: str, **columns: str) -> dict[str, TableShape]:
    """The tables of an edition that has the one table `name`; a column ending in _ is written in languages."""
    shape = {column.rstrip("_"): format_of(kept_as) for column, kept_as in columns.items()}
    spoken = frozenset(column.rstrip("_") for column in columns if column.endswith("_"))
    return {f"works/{name}": TableShape(f"works/{name}", shape, spoken)}


@pytest.fixture
def ring() -> Callable[..., Caller]:
    """Ring a hotline made of `nodes`, and hear its start."""

    def _ring(nodes: str, world: World | None = None, caller: str = "+85255501234", **changes: object) -> Caller:
        edition, known = edition_of(nodes, **changes), world or World()
        call = begin(edition, edition.hotline("works"), "CA1", caller, known.ports)
        phone = Caller(edition, known, call)
        phone.ring()
        return phone

    return _ring


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def three_languages() -> dict[str, Language]:
    return {
        "yue": Language("yue", "1", "廣東話", "yue-HK", "", ""),
        "cmn": Language("cmn", "2", "普通话", "cmn-CN", "", ""),
        "en": Language("en", "3", "English", "en-GB", "", ""),
    }


@pytest.fixture
def a_table() -> Callable[..., dict[str, TableShape]]:
    return table
