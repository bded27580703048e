"""What is different in the choices of a menu: each key, where it leads, and what callers are told about it."""

from collections.abc import Iterator, Mapping

from ivr.authoring.differing.changes import Change, Spot, named
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.nodes.menu import Choice, MenuNode

KEYS = tuple(dict.fromkeys((*(key for key in KEY_OF_DIGIT.values() if key.isdigit()), "star", "hash")))


def choice_changes(spot: Spot, old: MenuNode, new: MenuNode) -> Iterator[Change]:
    """Keys that moved, came, went or mean something else; then the order in which they are offered."""
    moved = _moved(old.choices, new.choices)
    for key in sorted(old.choices.keys() | new.choices.keys(), key=KEYS.index):
        was, now = old.choices.get(key), new.choices.get(key)
        if key in moved.values():
            before = next(one for one, other in moved.items() if other == key)
            yield spot.says(f"{named(new.choices[key].label)} is on key {key} now (before: key {before})")
        if was and (now is None or key in moved.values()) and key not in moved:
            yield spot.says(f"key {key} {named(was.label)} is gone")
        elif now and key not in moved.values() and (was is None or key in moved):
            yield spot.says(f"key {key} {named(now.label)} is new and {_leads(spot, now)}")
        elif was and now and key not in moved and key not in moved.values():
            yield from _same_key(spot, key, was, now)
    yield from _order(spot, old, new)


def _same_key(spot: Spot, key: str, old: Choice, new: Choice) -> Iterator[Change]:
    if old.label != new.label and old.to != new.to:
        before = f"(before: {named(old.label)}, which {_leads(spot, old)})"
        yield spot.says(f"key {key} is now {named(new.label)} and {_leads(spot, new)} {before}")
        return
    if old.to != new.to:
        yield spot.says(f"key {key} {named(new.label)} now {_leads(spot, new)} (before: {_target(spot, old)})")
    yield from spot.texts(f"the label of key {key}", old.label, new.label)
    if old.answer is not None and new.answer is not None:
        yield from spot.texts(f"the answer on key {key}", old.answer, new.answer)
    yield from spot.value(f"what key {key} notes", _noted(old), _noted(new))


def _leads(spot: Spot, choice: Choice) -> str:
    return "gives an answer at once" if choice.to is None else f"leads to {short(choice.to, spot.group)}"


def _target(spot: Spot, choice: Choice) -> str:
    return "an answer at once" if choice.to is None else short(choice.to, spot.group)


def _noted(choice: Choice) -> str:
    return ", ".join(f"{name}: {value}" for name, value in choice.keep.items())


def _moved(old: Mapping[str, Choice], new: Mapping[str, Choice]) -> dict[str, str]:
    """Choices that are on another key, by their old key."""
    left = {key: choice for key, choice in old.items() if new.get(key) != choice}
    come = {key: choice for key, choice in new.items() if old.get(key) != choice}
    moved: dict[str, str] = {}
    for key, choice in left.items():
        to = next((other for other, one in come.items() if one == choice and other not in moved.values()), "")
        if to:
            moved[key] = to
    return moved


def _order(spot: Spot, old: MenuNode, new: MenuNode) -> Iterator[Change]:
    before = [key for key in old.choices if key in new.choices]
    after = [key for key in new.choices if key in old.choices]
    if before != after:
        yield spot.says(f"the keys are offered in the order {', '.join(after)} now (before: {', '.join(before)})")


def short(name: str, department: str) -> str:
    """A node's name as its department's own menu writes it."""
    return name.removeprefix(f"{department}/")
