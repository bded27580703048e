"""A phrase that the system never says, perhaps a misspelt one.

FAIL `godbye: …`
PASS `goodbye: …`
"""

from collections.abc import Iterator

from ivr.authoring.phrases import PHRASES
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "unknown-phrase"


def check(site: Site) -> Iterator[Problem]:
    """The names in every file of phrases."""
    for document in site.phrases.values():
        for name in document.value if isinstance(document.value, dict) else ():
            if name not in PHRASES:
                message = said('the system never says a phrase called "{name}".', name=name)
                hint = did_you_mean(name, PHRASES)
                yield document.problem((name,), ID, message, hint, name=True, level="warning")
