"""What happens in a made-up call, turn by turn: a walk through the menus, then what the caller came for."""

import random
from collections.abc import Iterator
from typing import Any

from bench.desk_site import LANGUAGES, MENUS, label, ways
from ivr.engine.events import (
    AnswerGiven,
    CallStarted,
    CaseOpened,
    Event,
    KeyPressed,
    LanguageChosen,
    MessageLeft,
    NodeReached,
    SilenceHeard,
    TransferEnded,
    TransferStarted,
)
from ivr.engine.instructions import Ask, Instruction, Say

Chance = random.Random
Step = tuple[str, dict[str, Any], tuple[Event, ...]]
DEEPEST = 2  # levels of menus below the main one; answers lie below those
RECORDING = "RE" + "0" * 32
Walk = list[int | None]  # the way from the main menu (None) to where the caller is


def story(chance: Chance, department: str, language: str, end: str, turns: int) -> Iterator[Step]:
    """The turns of a call: where the caller then is, what was heard, what happened."""
    ringing = {"heard": "Ringing"}
    yield "language", ringing, (CallStarted(department, "", ""), NodeReached("language", "language"))
    main = f"{department}/main"
    yield main, _key(str(LANGUAGES.index(language) + 1)), (LanguageChosen(language, "key"), NodeReached(main, "menu"))
    walk: Walk = [None]
    for left in range(turns - 3, 0, -1):
        yield _stroll(chance, department, walk, left)
    yield _end(chance, department, walk[-1], end)


def words_of(node: str, language: str) -> Instruction:
    """What is said at a node, in the length that a menu has."""
    name = node.rpartition("/")[2]
    number = int(name[4:]) if name.startswith("node") else None
    offered = ways(number) if number is None or number < MENUS else {}
    prompts = [Say(f"{label(to, language)}，請按{key}。", language) for key, to in offered.items()]
    prompts.append(Say("返回上一層請按星號；重聽請按井號；轉接職員請按零。", language))
    return Ask(prompts=tuple(prompts), seconds=6, language=language)


def _stroll(chance: Chance, department: str, walk: Walk, left: int) -> Step:
    """One turn among the menus, so that the caller is at the lowest of them when no turn is left."""
    depth = len(walk) - 1
    needed = DEEPEST - depth
    here = _name(department, walk[-1])
    if needed and (left == needed or chance.random() < 0.5):
        key = min(int(chance.expovariate(0.9)) + 1, len(ways(walk[-1])))
        walk.append(ways(walk[-1])[str(key)])
        return _pressed(department, here, str(key), walk[-1])
    if depth and left - needed >= 2 and chance.random() < 0.8:
        walk.pop()
        return _pressed(department, here, "star", walk[-1])
    if left - needed == 0:
        raise AssertionError("a walk that cannot end")
    return here, {"heard": "Silence"}, (SilenceHeard(here, 1),)


def _pressed(department: str, here: str, key: str, to: int | None) -> Step:
    there = _name(department, to)
    return there, _key("*" if key == "star" else key), (KeyPressed(here, key, there), NodeReached(there, "menu"))


def _end(chance: Chance, department: str, node: int | None, end: str) -> Step:
    here = _name(department, node)
    officer, leave, complain = (f"{department}/{name}" for name in ("officer", "leave", "complain"))
    match end:
        case "answered":
            key = min(int(chance.expovariate(0.7)) + 1, len(ways(node)))
            there = _name(department, ways(node)[str(key)])
            pressed = KeyPressed(here, str(key), there)
            return there, _key(str(key)), (pressed, NodeReached(there, "answer"), AnswerGiven(there))
        case "officer":
            ended = TransferEnded(officer, f"{department}_desk", 1, "answered", chance.randint(10, 600))
            reached = (KeyPressed(here, "0", officer), NodeReached(officer, "transfer"))
            return officer, _key("0"), (*reached, TransferStarted(officer, f"{department}_desk", 1, 1), ended)
        case "message":
            left = MessageLeft(leave, RECORDING, "", 20, "")
            return leave, {"heard": "Recorded", "seconds": 20}, (NodeReached(leave, "message"), left)
        case "case":
            opened = CaseOpened(complain, chance.choice(("complaint", "suggestion")), "", RECORDING, "", 20, "")
            return complain, {"heard": "Recorded", "seconds": 20}, (NodeReached(complain, "feedback"), opened)
    return here, {"heard": "Silence"}, (SilenceHeard(here, 1),)


def _name(department: str, node: int | None) -> str:
    return f"{department}/main" if node is None else f"{department}/node{node:02}"


def _key(digits: str) -> dict[str, Any]:
    return {"heard": "Keys", "digits": digits}
