"""What enquiries do with columns: how many digits callers key for those that are matched, and which are kept."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ivr.engine.entry import KeyedEntry
from ivr.engine.grammar import Bounds
from ivr.engine.node import Node


class KeyedDigits(NamedTuple):
    """How many digits callers key for a column, and the entries by which they do."""

    digits: Bounds
    entries: tuple[KeyedEntry, ...] = ()


def keyed_in(table: str, nodes: Mapping[str, Node]) -> Mapping[str, KeyedDigits]:
    """For each column of the table (full name) that is matched with digits, how these are keyed.

    `nodes` are those of the site by full name; where several ask for one field, the widest span of them counts.
    """
    asked: dict[str, KeyedDigits] = {}
    for name, node in nodes.items():
        if node.entry and (digits := node.entry.digits):
            for field in (f"{name.partition('/')[0]}/{short}" for short in node.fields_kept):
                own = KeyedDigits(digits, (node.entry,))
                asked[field] = _either(asked[field], own) if field in asked else own
    keyed: dict[str, KeyedDigits] = {}
    for name, node in nodes.items():
        matched = node.enquiry.match if node.enquiry and node.enquiry.table == table else {}
        for column, field in matched.items():
            span = asked.get(f"{name.partition('/')[0]}/{field}")
            if span:
                keyed[column] = _either(keyed[column], span) if column in keyed else span
    return keyed


def columns_kept(nodes: Iterable[Node]) -> Mapping[str, frozenset[str]]:
    """By table (full name) the columns that are kept of a row in the call."""
    found: dict[str, frozenset[str]] = {}
    for enquiry in (node.enquiry for node in nodes):
        if enquiry:
            found[enquiry.table] = found.get(enquiry.table, frozenset()).union(enquiry.keeps.values())
    return found


def _either(one: KeyedDigits, other: KeyedDigits) -> KeyedDigits:
    widest = Bounds(min(one.digits.least, other.digits.least), max(one.digits.most, other.digits.most))
    return KeyedDigits(widest, (*one.entries, *other.entries))
