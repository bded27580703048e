"""Names for what is drawn that are the same each time and never two alike: letters, digits and _ only."""

from ivr.authoring.drawing.captions import is_reserved
from ivr.authoring.drawing.plan import Root

# Read from the left each of these can be told from the others, so that no two names become one.
WRITTEN = {"_": "__", "/": "_s_", ".": "_d_"}


def drawn_name(name: str) -> str:
    """The name of a node, or of a reserved place, in a drawing: transport/main.2 is transport_s_main_d_2."""
    written = "".join(WRITTEN.get(character, character) for character in name)
    return f"to_{written}" if is_reserved(name) else written


def root_name(root: Root) -> str:
    """The name of a hotline or department in a drawing."""
    return f"begin_{drawn_name(root.name)}"
