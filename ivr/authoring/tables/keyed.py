"""What enquiries do with columns: how many digits callers key for those that are matched, and which are kept."""

from collections.abc import Iterable, Mapping

from ivr.engine.grammar import Bounds
from ivr.engine.node import Node


def keyed_in(table: str, nodes: Mapping[str, Node]) -> Mapping[str, Bounds]:
    """For each column of the table (full name) that is matched with digits, the fewest and the most that can be keyed.

    `nodes` are those of the site by full name; where several ask for one field, the widest span of them counts.
    """
    asked: dict[str, Bounds] = {}
    for name, node in nodes.items():
        if node.entry and (digits := node.entry.digits):
            for field in (f"{name.partition('/')[0]}/{short}" for short in node.fields_kept):
                asked[field] = _widest(asked.get(field, digits), digits)
    keyed: dict[str, Bounds] = {}
    for name, node in nodes.items():
        matched = node.enquiry.match if node.enquiry and node.enquiry.table == table else {}
        for column, field in matched.items():
            span = asked.get(f"{name.partition('/')[0]}/{field}")
            if span:
                keyed[column] = _widest(keyed.get(column, span), span)
    return keyed


def columns_kept(nodes: Iterable[Node]) -> Mapping[str, frozenset[str]]:
    """By table (full name) the columns that are kept of a row in the call."""
    found: dict[str, frozenset[str]] = {}
    for enquiry in (node.enquiry for node in nodes):
        if enquiry:
            found[enquiry.table] = found.get(enquiry.table, frozenset()).union(enquiry.keeps.values())
    return found


def _widest(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(min(one.least, other.least), max(one.most, other.most))
