"""What is different in the choices of a menu: each key, where it leads, and what callers are told about it."""

from collections.abc import Iterator, Mapping

from ivr.authoring.differing.changes import Change, Spot, named
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.node import Offer
from ivr.translation import said

KEYS = tuple(dict.fromkeys((*(key for key in KEY_OF_DIGIT.values() if key.isdigit()), "star", "hash")))
Offers = Mapping[str, Offer]
"""What a node offers, by key."""


def choice_changes(spot: Spot, old: Offers, new: Offers) -> Iterator[Change]:
    """Keys that moved, came, went or mean something else; then the order in which they are offered."""
    moved = _moved(old, new)
    for key in sorted(old.keys() | new.keys(), key=KEYS.index):
        was, now = old.get(key), new.get(key)
        if key in moved.values():
            before = next(one for one, other in moved.items() if other == key)
            label = named(new[key].label)
            yield spot.says(said("{label} is on key {key} now (before: key {old})", label=label, key=key, old=before))
        if was and (now is None or key in moved.values()) and key not in moved:
            yield spot.says(said("key {key} {label} is gone", key=key, label=named(was.label)))
        elif now and key not in moved.values() and (was is None or key in moved):
            leads = _leads(spot, now)
            yield spot.says(said("key {key} {label} is new and {leads}", key=key, label=named(now.label), leads=leads))
        elif was and now and key not in moved and key not in moved.values():
            yield from _same_key(spot, key, was, now)
    yield from _order(spot, old, new)


def _same_key(spot: Spot, key: str, old: Offer, new: Offer) -> Iterator[Change]:
    if old.label != new.label and old.to != new.to:
        told = {"key": key, "label": named(new.label), "leads": _leads(spot, new)}
        was = {"old": named(old.label), "led": _leads(spot, old)}
        yield spot.says(said("key {key} is now {label} and {leads} (before: {old}, which {led})", **told, **was))
    elif old.to != new.to:
        told = {"key": key, "label": named(new.label), "leads": _leads(spot, new), "old": _target(spot, old)}
        yield spot.says(said("key {key} {label} now {leads} (before: {old})", **told))
    else:
        yield from spot.texts(said("the label of key {key}", key=key), old.label, new.label)
    if old.answer is not None and new.answer is not None:
        yield from spot.texts(said("the answer on key {key}", key=key), old.answer, new.answer)
    yield from spot.value(said("what key {key} notes", key=key), _noted(old), _noted(new))
    yield from spot.value(said("the days of key {key}", key=key), str(old.season), str(new.season))
    yield from spot.value(said("what else callers may say for key {key}", key=key), _also(old), _also(new))


def _leads(spot: Spot, choice: Offer) -> str:
    if choice.to is None:
        return said("gives an answer at once")
    return said("leads to {place}", place=short(choice.to, spot.group))


def _target(spot: Spot, choice: Offer) -> str:
    return said("an answer at once") if choice.to is None else short(choice.to, spot.group)


def _noted(choice: Offer) -> str:
    return ", ".join(f"{name}: {value}" for name, value in choice.keep.items())


def _also(choice: Offer) -> str:
    return "; ".join(f"{code}: {', '.join(words)}" for code, words in choice.also.items())


def _moved(old: Offers, new: Offers) -> dict[str, str]:
    """Choices that are on another key, by their old key."""
    left = {key: choice for key, choice in old.items() if new.get(key) != choice}
    come = {key: choice for key, choice in new.items() if old.get(key) != choice}
    moved: dict[str, str] = {}
    for key, choice in left.items():
        to = next((other for other, one in come.items() if one == choice and other not in moved.values()), "")
        if to:
            moved[key] = to
    return moved


def _order(spot: Spot, old: Offers, new: Offers) -> Iterator[Change]:
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        order = {"new": ", ".join(after), "old": ", ".join(before)}
        yield spot.says(said("the keys are offered in the order {new} now (before: {old})", **order))


def short(name: str, department: str) -> str:
    """A node's name as its department's own menu writes it."""
    return name.removeprefix(f"{department}/")
