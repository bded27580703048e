"""A sign that only looks like one of YAML's: “typographic” quotation marks, a full-width comma or brace in a `{…}`.

A word processor or an input method makes them of what is typed. A full-width comma parts nothing, so that two texts
become one; typographic quotation marks become part of the text.

FAIL `{yue: 收費，en: fees}`
PASS `{yue: 收費, en: fees}`
"""

from collections.abc import Iterator

from ivr.authoring.look_alikes import look_alikes
from ivr.authoring.problems import Problem
from ivr.authoring.site import Site

ID = "look-alike-sign"


def check(site: Site) -> Iterator[Problem]:
    """Every file that could be read; where one could not, such a sign is told as the reason."""
    for document in site.documents:
        if document.whole:
            yield from look_alikes(ID, document)
