"""What a caller (or an officer) may do where a call waits, each as it is heard and as `ivr call --press` writes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from ivr.engine.edition import Edition
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import (
    FLOOR,
    SURE,
    Heard,
    Keys,
    Recorded,
    Ringing,
    Silence,
    TransferFinished,
    TransferOutcome,
    Words,
    hung_up,
)
from ivr.engine.instructions import Ask, HangUp, Hold, Instruction, Play, PlayBack, Record, Say, Transfer
from ivr.engine.node import Node
from ivr.words.telephones import keyed_example

ALL_KEYS = "1234567890*#"
NOT_DIALABLE = "12"
SECONDS_RECORDED = 20
RECORDING = "https://carrier.example/RE0"
OUTCOMES: dict[str, TransferOutcome] = {
    "unanswered": "unanswered",
    "busy": "busy",
    "fails": "failed",
    "answers": "answered",
}


@dataclass(frozen=True)
class Act:
    """One act: how a script writes it, and how the engine hears it; None where a call only comes to a node."""

    script: str
    heard: Heard | None

    @property
    def parts(self) -> bool:
        """Whether the caller is gone with it."""
        return self.heard is not None and hung_up(self.heard)


SILENCE = Act("wait", Silence())
BEGINNING = Act("", Ringing())
COMING = Act("", None)
HOLDS = Act("", Silence())
"""What a caller does who is asked to wait: nothing, and no script says so. Keys lead where they lead everywhere."""


def single_key(closing: Instruction) -> bool:
    """Whether one key is waited for, and every key is heard as such."""
    return isinstance(closing, Ask) and closing.most == 1 and not closing.finish


def acts_at(
    edition: Edition,
    closing: Instruction,
    node: Node,
    days: tuple[date, ...],
    keys: str,
    cases: frozenset[str] = frozenset(),
) -> Iterator[Act]:
    """All that may be done where the call waits at `closing`, on any of `days`.

    `keys` are those pressed where one is waited for, `cases` values that an entry should take. Words are said where
    every key is pressed.
    """
    match closing:
        case Ask():
            yield from _to_a_question(edition, closing, node, days, keys, cases)
        case Record():
            yield Act("wait", Recorded("RE0", RECORDING, 0))
            yield record_act(closing)
            yield from (Act(key, Recorded("RE0", RECORDING, 1, key=key)) for key in closing.finish if key != "#")
            yield Act("hangup", Recorded("RE0", RECORDING, 2, hung_up=True))
        case Transfer():
            for script, outcome in OUTCOMES.items():
                yield Act(f"officer:{script}", TransferFinished(outcome, 60 if outcome == "answered" else 0))
        case Hold():
            yield HOLDS
        case Say() | Play() | PlayBack() | HangUp():
            return
        case _:
            assert_never(closing)


def _to_a_question(
    edition: Edition, ask: Ask, node: Node, days: tuple[date, ...], keys: str, cases: frozenset[str]
) -> Iterator[Act]:
    yield SILENCE
    if keys == ALL_KEYS:
        yield from _spoken(ask)
    if single_key(ask):
        yield from (Act(key, Keys(key)) for key in keys)
        return
    keyed = dict.fromkeys((*_entries(edition, node, days, cases), *_inherited(edition)))
    yield from (entry_act(ask, keys) for keys in keyed)


def _spoken(ask: Ask) -> Iterator[Act]:
    """The first thing that may be said, well understood and not so well: what follows is the same for all others."""
    for hint in (hint for hint in ask.hints[:1] if "," not in hint):
        yield Act(f"say:{hint}", Words(hint, SURE))
        yield Act(f"mumble:{hint}", Words(hint, FLOOR))


def keys_worth_pressing(edition: Edition, ask: Ask) -> str:
    """The keys that the question mentions, those that every menu has, and one that is neither."""
    spoken = [prompt for prompt in ask.prompts if isinstance(prompt, Say | Play)]
    offered = "".join(
        digit
        for digit, key in KEY_OF_DIGIT.items()
        if key in edition.inherited
        or any(edition.key_name(key, each.language or ask.language or "en") in each.text for each in spoken)
    )
    return offered + "".join(key for key in ALL_KEYS if key not in offered)[:1]


def entry_act(ask: Ask, keys: str) -> Act:
    """Several keys pressed one after another, ended as the question wants it."""
    typed = keys[: ask.most]
    return Act(typed if len(typed) == ask.most else f"{typed}{ask.finish}", Keys(typed))


def record_act(closing: Record) -> Act:
    """Something said after the tone."""
    seconds = min(SECONDS_RECORDED, closing.most)
    return Act(f"record:{seconds}", Recorded("RE0", RECORDING, seconds))


def _inherited(edition: Edition) -> Iterator[str]:
    """The keys that every menu has, but for hash, which ends an entry."""
    yield from (digit for digit, key in KEY_OF_DIGIT.items() if key in edition.inherited and digit != "#")


def _entries(edition: Edition, node: Node, days: tuple[date, ...], cases: frozenset[str]) -> Iterator[str]:
    entry, today, country = node.entry, days[0], edition.home.country
    if entry is None:
        yield from (keyed_example(country), NOT_DIALABLE)
        return
    if entry.moves:  # what is refused on every day comes first, as that is what a caller is walked on with who fails
        yield entry.refused_sample
    yield from (keys for day in (days if entry.moves else days[:1]) for keys in entry.samples(day, country))
    if entry.refused_sample:
        yield entry.refused_sample
    yield from (keys for case in sorted(cases) for keys in _keyed(case) if entry.read(keys, today, country) == case)


def _keyed(value: str) -> Iterator[str]:
    """The keys that may stand for a value: as it is, an amount with its star, a date as it is keyed."""
    yield value
    yield value.replace(".", "*")
    yield "".join(reversed(value.split("-")))
