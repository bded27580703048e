"""What of a department may stand nowhere on record: what is secret, and what is for its own caller's ears alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivr.engine.contents import Contents
from ivr.engine.node_facts import Enquiry

Columns = frozenset[str]


@dataclass(frozen=True)
class Hidden:
    """The fields ("department/field") that are `private`, and all that are hidden: those, and the secret ones.

    `columns` are those that each look-up, by the full name of its node, finds for its caller's ears alone.
    """

    private: frozenset[str]
    fields: frozenset[str]
    columns: Mapping[str, Columns]


def hidden_in(department: str, contents: Contents, private_in: Callable[[str], Columns]) -> Hidden:
    """What is hidden in a department with these contents; `private_in` tells the private columns of a table.

    A field is private that callers are asked for so, or that is kept of a private column by any look-up. A column is
    that is so in its table, or in which is what the caller gave as private or secret. So one follows from another.
    """
    enquiries = {name: node.enquiry for name, node in contents.nodes.items() if node.enquiry}
    private = contents.privates
    while True:
        fields = private | contents.secrets
        columns = {name: private_in(each.table) | _given(department, each, fields) for name, each in enquiries.items()}
        found = frozenset(
            f"{department}/{field}"
            for name, each in enquiries.items()
            for field, column in each.keeps.items()
            if column in columns[name]
        )
        if found <= private:
            return Hidden(private, fields, columns)
        private |= found


def _given(department: str, enquiry: Enquiry, hidden: frozenset[str]) -> Columns:
    """The columns in which a row that is found has what the caller gave and nobody else may know."""
    return frozenset(column for column, name in enquiry.match.items() if f"{department}/{name}" in hidden)
