"""The rule that a call has room for all that callers give."""

import json
from collections.abc import Iterator, Mapping

from ivr.authoring.grammar import in_languages
from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.tables import kept_at, table_of
from ivr.authoring.site import DepartmentFiles, PlacedNode, Site
from ivr.authoring.yaml.marks import Path
from ivr.engine.call import LONGEST_KEPT, ROOM, Call, bytes_in_call, call_to_json
from ivr.engine.destinations import LONGEST_TRAIL
from ivr.engine.filing import OF_EVERY_ROW
from ivr.translation import said
from ivr.words import LONGEST, named

LONGEST_NUMBER = 16  # a telephone number: + and fifteen digits
LONGEST_CALLER = 64  # of what carriers say of who is calling
TOLD = 3  # of the longest fields, in the hint


@rule(Stage.PATHS)
def call_too_large(site: Site) -> Iterator[Problem]:
    """More than a call can carry: callers may give so much that something of it would be lost.

    What callers give travels with the call, encrypted, in the addresses that the carrier asks, and those cannot be of any
    length. So all that one department may hold at once must fit, each entry at its longest.

    FAIL thirty `ask` nodes that keep up to 60 digits each
    PASS thirty that keep up to 12
    """
    for department in site.departments.values():
        held = dict(_held(site, department))
        size = _bytes_of(_longest_call(site, department, {name: each[0] for name, each in held.items()}))
        if size > ROOM and held:
            longest = sorted(held, key=lambda name: held[name][0], reverse=True)[:TOLD]
            named = ", ".join(f"{name} ({held[name][0]})" for name in longest)
            message = said(
                "what callers give here may take {size} bytes, and a call carries {most}.", size=size, most=ROOM
            )
            hint = said("Keep fewer fields, or shorter ones. The longest are {fields}.", fields=named)
            yield department.document.problem(held[longest[0]][1], "call-too-large", message, hint, level="warning")


def _held(site: Site, department: DepartmentFiles) -> Iterator[tuple[str, tuple[int, Path]]]:
    """Each field that a caller may have given, with the bytes of its longest value and where it is kept."""
    longest: dict[str, tuple[int, Path]] = {}
    for placed in department.nodes.values():
        for name, size, path in (*_kept_at(placed), *_found_at(site, placed)):
            longest[name] = max(longest.get(name, (0, path)), (size, path))
    yield from longest.items()


def _kept_at(placed: PlacedNode) -> Iterator[tuple[str, int, Path]]:
    entry = placed.node.entry
    for name in placed.node.fields_kept:
        yield name, entry.longest if entry else LONGEST_NUMBER, (*placed.path, "keep" if entry else "kind")
    for path, keeps in placed.groups("keeps"):
        yield from ((name, bytes_in_call(value), (*path, name)) for name, value in keeps.items())


def _found_at(site: Site, placed: PlacedNode) -> Iterator[tuple[str, int, Path]]:
    """What is kept of a row, a text in languages in each of them."""
    enquiry = placed.node.enquiry
    table = table_of(site, enquiry) if enquiry else None
    if enquiry is None or table is None:
        return
    for name, column in enquiry.keeps.items():
        path = (*placed.path, *kept_at(enquiry, name))
        for code in site.languages if in_languages(table.format_of(column)) else ("",):
            yield f"{name}.{code}" if code else name, _longest_in(table, column), path


def _longest_in(table: TableSettings, column: str) -> int:
    """The bytes that are kept at most of a column, in one language."""
    kept_as = {**table.formats, **OF_EVERY_ROW}.get(column, "text")
    return LONGEST.get(named(kept_as), LONGEST_KEPT)


def _longest_call(site: Site, department: DepartmentFiles, held: Mapping[str, int]) -> Call:
    """A call to this department that holds all of it, with everything else as long as it can be."""
    menus = sorted((placed.name for placed in site.nodes if placed.node.landmark), key=len, reverse=True)
    names = [f"{department.name}/{name}" for name in department.names]
    return Call(
        sid="CA" + "0" * 32,
        hotline=max(site.names_in("hotlines"), key=len, default=""),
        edition="0" * 64,
        caller="0" * LONGEST_CALLER,
        called="0" * LONGEST_NUMBER,
        heard_at=10**10,
        language=max(site.languages, key=len, default=""),
        node=max(names, key=len, default=""),
        stage="number keyed",
        turn=100,
        fields={f"{department.name}/{name}": "0" * size for name, size in held.items()},
        trail=tuple(menus[:LONGEST_TRAIL]),
        misses={placed.name: 10 for placed in department.nodes.values() if placed.node.enquiry},
        announced=("0" * 36,) * 2,
        hash_heard="recording",
        meant="hash",
        lasted=10**4,
    )


def _bytes_of(call: Call) -> int:
    return len(json.dumps(call_to_json(call), ensure_ascii=False, separators=(",", ":")).encode())
