"""The rule that a call has room for all that callers give, wherever it may wait."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.authoring.grammar import in_languages
from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.tables import kept_at, table_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.assembling import assemble_unrecorded
from ivr.authoring.site.ways import starts_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.engine.call import LONGEST_KEPT, MOST_ANNOUNCED, MOST_MISSED, ROOM, Call, bytes_in_call, call_to_json, field_of
from ivr.engine.contents import department_of
from ivr.engine.destinations import LONGEST_TRAIL
from ivr.engine.filing import OF_EVERY_ROW
from ivr.engine.looking_ahead import LANGUAGE, Ahead
from ivr.engine.node import MARKED
from ivr.translation import said
from ivr.words import LONGEST, named

LONGEST_CALLER = 64  # of what carriers say of who is calling
TOLD = 3  # of the longest fields, in the hint


class _Kept(NamedTuple):
    """The bytes of the longest value of a field, in one language where it has several, and where it is kept."""

    size: int
    document: Document
    path: Path


@rule(Stage.PATHS)
def call_too_large(site: Site) -> Iterator[Problem]:
    """More than a call can carry: on some way callers give so much that something of it would be lost.

    What callers give, and what is kept of rows, travels with the call, encrypted, in the addresses that the carrier asks,
    and those cannot be of any length. So wherever a call may wait, all that it may hold by then and that a node ahead of
    it still asks for must fit, each value at its longest. What is forgotten, given anew, or read nowhere any more takes no
    room.

    FAIL thirty `ask` nodes one after another that keep up to 60 digits each, and a `submit` that files them all
    PASS thirty that keep up to 12; or a `submit` after every ten, which is all that reads them
    """
    ahead, kept = _ahead(site), _kept(site)
    worst: dict[str, tuple[int, str]] = {}
    for name in ahead.nodes:
        size = _bytes_of(_longest_call(site, ahead, name, _carried(ahead, name, kept)))
        if size > ROOM:
            worst[department_of(name)] = max(worst.get(department_of(name), (0, "")), (size, name))
    for size, name in worst.values():
        carried = _carried(ahead, name, kept)
        longest = sorted(carried, key=lambda each: (-carried[each].size, each))[:TOLD]
        if longest:
            way = " → ".join(ahead.way_to(name, field_of(longest[0])))
            message = said(
                "on the way {way} a call may hold {size} bytes that are still needed, and it carries {most}.",
                way=way, size=size, most=ROOM,
            )  # fmt: skip
            named = ", ".join(f"{each.partition('/')[2]} ({carried[each].size})" for each in longest)
            hint = said("Keep fewer fields, or shorter ones. The longest are {fields}.", fields=named)
            yield carried[longest[0]].document.problem(carried[longest[0]].path, "call-too-large", message, hint)


def _ahead(site: Site) -> Ahead:
    """All ways through a site, from where calls begin; a part of one knows the starts of its own departments only."""
    edition, nobody = assemble_unrecorded(site, ""), frozenset[str]()
    starts = tuple(start for start in starts_of(site) if start in edition.nodes)
    return Ahead(edition, {LANGUAGE: nobody, **dict.fromkeys(starts, nobody)}, starts)


def _carried(ahead: Ahead, node: str, kept: Mapping[str, _Kept]) -> Mapping[str, _Kept]:
    """What a call that waits at a node must carry, by the name under which it is kept."""
    fields = ahead.held[node] & ahead.needed[node]
    return {name: each for name, each in kept.items() if field_of(name) in fields}


def _kept(site: Site) -> Mapping[str, _Kept]:
    """Each field ("department/field", a text in languages in each) that a caller may have given."""
    longest: dict[str, _Kept] = {}
    for placed in site.nodes:
        for short, size, path in (*_kept_at(placed), *_found_at(site, placed)):
            name = f"{placed.department}/{short}"
            if name not in longest or longest[name].size < size:
                longest[name] = _Kept(size, placed.document, path)
    return longest


def _kept_at(placed: PlacedNode) -> Iterator[tuple[str, int, Path]]:
    entry = placed.node.entry
    for name in placed.node.fields_kept:
        yield name, entry.longest if entry else LONGEST["phone"], (*placed.path, "keep" if entry else "kind")
    yield from ((mark, bytes_in_call(MARKED), placed.path) for mark in placed.node.marks(placed.name))
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


def _longest_call(site: Site, ahead: Ahead, node: str, carried: Mapping[str, _Kept]) -> Call:
    """A call that waits at a node with what it must carry, everything else being as long as it can be there."""
    here = site.departments.get(department_of(node))
    look_ups = [each.name for each in here.nodes.values() if each.node.enquiry] if here else []
    return Call(
        sid="CA" + "0" * 32,
        hotline=max(site.names_in("hotlines"), key=len, default=""),
        edition="0" * 64,
        caller="0" * LONGEST_CALLER,
        called="0" * LONGEST["phone"],
        heard_at=10**10,
        language=max(site.languages, key=len, default=""),
        node=node,
        stage="number keyed",
        turn=100,
        fields={name: "0" * each.size for name, each in carried.items()},
        trail=tuple(sorted(ahead.behind[node], key=len, reverse=True)[:LONGEST_TRAIL]),
        misses=dict.fromkeys(sorted(look_ups, key=len)[-MOST_MISSED:], 10),
        rows=({"": "0" * ahead.nodes[node].rows_needed},),
        announced=("0" * 36,) * MOST_ANNOUNCED,
        hash_heard="recording",
        meant="hash",
        lasted=10**4,
    )


def _bytes_of(call: Call) -> int:
    return len(json.dumps(call_to_json(call), ensure_ascii=False, separators=(",", ":")).encode())
