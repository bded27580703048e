"""Version 1: every file says which version it is written in, and words mean what they mean on the telephone.

Why: a file without `version` cannot be told from one that a later system wrote. The first drafts said `type`, `prompt`
and `options`; a node now has a `kind`, what it says is `say` in every kind, and a menu offers `choices`. The keys `*`
and `#` mean something else to YAML and are called star and hash.
"""

from collections.abc import Iterator

from ivr.authoring.upgrading.edits import Edit, renamed, setting_on_top
from ivr.authoring.yaml.marks import Document, Path

WORDS = {"type": "kind", "prompt": "say", "options": "choices"}
KEYS = {"*": "star", "#": "hash"}


def menu(document: Document) -> Iterator[Edit]:
    """A department's menu."""
    yield setting_on_top(document, "version: 1")
    nodes = document.at(("nodes",))
    for name in nodes if isinstance(nodes, dict) else ():
        here: Path = ("nodes", name)
        yield from renamed(document, here, WORDS)
        for choices in ("options", "choices"):
            yield from renamed(document, (*here, choices), KEYS)


def flows(document: Document) -> Iterator[Edit]:
    """The site's own file."""
    yield setting_on_top(document, "version: 1")
    yield from renamed(document, ("keys",), KEYS)


def pledges(document: Document) -> Iterator[Edit]:
    """What a department promises."""
    yield setting_on_top(document, "version: 1")


def recordings(document: Document) -> Iterator[Edit]:
    """The list of recordings."""
    yield setting_on_top(document, "version: 1")
