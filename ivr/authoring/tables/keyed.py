"""How many digits callers key for the columns that enquiries match."""

from collections.abc import Mapping

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


def _widest(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(min(one.least, other.least), max(one.most, other.most))
