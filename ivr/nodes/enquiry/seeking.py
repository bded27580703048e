"""What a look-up is for: the rows that it is to find, by what is known of the call."""

from ivr.engine.node_facts import Enquiry
from ivr.engine.ports import Bound, Sought
from ivr.engine.visit import Visit
from ivr.words import Value
from ivr.words.comparing import as_bound, as_equal


def sought_by(visit: Visit, enquiry: Enquiry) -> Sought | None:
    """The rows that an enquiry looks for; None where something to look for is not known."""
    formats = visit.edition.tables[enquiry.table].columns
    fields = {name: visit.known(name) for name in enquiry.fields_read}
    known = {name: value for name, value in fields.items() if value and value.text}
    if len(known) < len(fields):
        return None
    equal = {column: as_equal(known[name], formats.get(column, "text")) for column, name in enquiry.match.items()}
    bounds = (
        Bound(column, how, as_bound(known[name], formats.get(column, "text"), how))
        for column, how, name in enquiry.bounds
    )
    return Sought(equal, tuple(bounds), enquiry.first_of, dict(_taken(visit, enquiry)))


def _taken(visit: Visit, enquiry: Enquiry) -> list[tuple[str, Value]]:
    """What a query takes besides the columns that are matched, in the order of their names."""
    names = sorted(visit.edition.tables[enquiry.table].takes - enquiry.match.keys())
    return [(name, value) for name in names if (value := visit.unasked(name)) is not None]
