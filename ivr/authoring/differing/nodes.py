"""What is different in the nodes of a department: those that came and went, their texts, ways and settings."""

from collections.abc import Iterator, Mapping
from typing import Any

from ivr.authoring.differing.changes import Change, Spot, pairs
from ivr.authoring.differing.menus import choice_changes, short
from ivr.engine.edition import Edition
from ivr.engine.grammar import Bounds, Path, mentions
from ivr.engine.node import Node
from ivr.translation import Sentence, said

APART = ("kind", "choices")  # told in words of their own


def node_changes(old: Edition, new: Edition, department: str) -> Iterator[Change]:
    """The nodes of one department, by name; answers written inside a menu belong to it."""
    before, after = _nodes_of(old, department), _nodes_of(new, department)
    for name in pairs(before, after):
        spot = Spot(department, name)
        if name not in after:
            yield spot.says(said("this {kind} is gone", kind=before[name].kind))
        elif name not in before:
            yield spot.says(said("this {kind} is new", kind=after[name].kind))
        else:
            yield from _changes(spot, before[name], after[name])


def _nodes_of(edition: Edition, department: str) -> dict[str, Node]:
    found = {name.partition("/")[2]: node for name, node in edition.nodes_of(department).items()}
    return {name: node for name, node in found.items() if "." not in name}


def _changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    if old == new:
        return
    if old.kind != new.kind:
        yield spot.says(said("this {kind} is now of the kind {new}", kind=old.kind, new=new.kind))
        return
    yield from choice_changes(spot, old.offers, new.offers)
    yield from _texts(spot, old, new)
    yield from _ways(spot, old, new)
    yield from _settings(spot, old, new)


def _texts(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    before, after = ({_by_try(path): text for path, text in _marked(each, "text").items()} for each in (old, new))
    for path in sorted(before.keys() | after.keys()):
        yield from spot.texts(f"`{' '.join(path)}`", before.get(path), after.get(path))


def _by_try(path: Path) -> Path:
    """Where a text stands; of those said one a try, the first as if it stood alone."""
    if not path[-1].isdigit():
        return path
    return path[:-1] if path[-1] == "0" else (*path[:-1], f"try {int(path[-1]) + 1}")


def _ways(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    before, after = _destinations(old), _destinations(new)
    for path in sorted(before.keys() | after.keys()):
        was, now = (short(each.get(path, ""), spot.group) for each in (before, after))
        if was != now:
            case = _case(path)
            leads = said("goes on to") if case == "afterwards" else said("leads to")
            yield spot.says(said(_how(was, now), case=case, leads=leads, now=now, was=was))


def _how(was: str, now: str) -> Sentence:
    if not now:
        return said("{case} no longer {leads} {was}")
    return said("{case} now {leads} {now} (before: {was})") if was else said("{case} now {leads} {now}")


def _case(path: Path) -> str:
    """What a way is called: "afterwards" for a plain `then`, else the case it belongs to."""
    parts = path[:-1] if path[-1] == "then" else path
    return f"`{' '.join(parts)}`" if parts else said("afterwards")


def _settings(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    told = {*_marked(old, "text"), *_marked(new, "text"), *_destinations(old), *_destinations(new)}
    before, after = _all_settings(old), _all_settings(new)
    for path in sorted(before.keys() | after.keys()):
        apart = path[0] in APART or any(path[: len(one)] == one for one in told)
        if not apart and before.get(path) != after.get(path):
            yield from spot.value(f"`{' '.join(path)}`", before.get(path), after.get(path))


def _all_settings(node: Node) -> dict[Path, object]:
    spans = {(name,): value for name in type(node).model_fields if isinstance(value := getattr(node, name), Bounds)}
    return _flat(node.model_dump(by_alias=True)) | spans


def _marked(node: Node, mark: Any) -> dict[Path, Any]:
    return {path: value for path, value in mentions(node, mark) if path[0] not in APART}


def _destinations(node: Node) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for path, value in _marked(node, "destination").items():
        if isinstance(value, Mapping):
            found |= {(*path, str(case)): to for case, to in value.items()}
        else:
            found[path] = value
    return found


def _flat(value: Mapping[str, Any], path: Path = ()) -> dict[Path, object]:
    found: dict[Path, object] = {}
    for name, each in value.items():
        here = (*path, str(name))
        if isinstance(each, tuple) and all(isinstance(one, Mapping) for one in each):
            each = {str(at): one for at, one in enumerate(each)}
        found |= _flat(each, here) if isinstance(each, Mapping) else {here: each}
    return found
