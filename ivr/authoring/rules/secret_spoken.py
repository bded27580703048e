"""A secret in a text. What is secret is never said.

FAIL `say: {en: "Your PIN is {pin}."}` where `pin` is kept with `secret: yes`
PASS `say: {en: "Thank you."}`
"""

from collections.abc import Iterator

from ivr.authoring.assembling import asks_of
from ivr.authoring.marks import Path
from ivr.authoring.problems import Problem
from ivr.authoring.rules.unknown_column import table_of
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.texts import texts_of
from ivr.nodes.enquiry import EnquiryNode
from ivr.words import placeholders

ID = "secret-spoken"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every place in every text, against what is secret in its department."""
    secrets = {(placed.department, ask.keep) for placed, ask in asks_of(site) if ask.secret}
    for text in texts_of(site):
        if text.placed is None:
            continue
        filled = columns_of(site, text.placed, text.path)
        for code, words in text.by_language.items():
            for name in placeholders(words):
                if (text.placed.department, name) in secrets - {(text.placed.department, column) for column in filled}:
                    message = said('"{place}" is secret and must not be spoken.', place=f"{{{name}}}")
                    yield text.document.problem_with_word((*text.path, code), f"{{{name}}}", ID, message)


def columns_of(site: Site, placed: PlacedNode, path: Path) -> set[str]:
    """What fills the places of an enquiry's text before the fields do."""
    if not isinstance(placed.node, EnquiryNode) or path[-2] not in ("found", "several"):
        return set()
    table = table_of(site, placed.node)
    return {*(table.columns if table else ()), *(("count",) if path[-2:] == ("several", "say") else ())}
