"""Two languages on the same key.

FAIL `yue: {key: 1, …}` and `cmn: {key: 1, …}`
PASS a key each
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "key-twice"


def check(site: Site) -> Iterator[Problem]:
    """The keys of the languages."""
    taken: dict[str, str] = {}
    for code, language in site.flows.languages.items() if site.flows else ():
        if language.key in taken:
            message = said('key {key} chooses "{language}" already.', key=language.key, language=taken[language.key])
            yield site.flows_document.problem(("languages", code, "key"), ID, message)
        taken.setdefault(language.key, code)
