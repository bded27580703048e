"""Everything that is spoken, text by text: what menus say, and the system's own phrases."""

from collections.abc import Iterator

from ivr.authoring.grammar.phrases import HEARD
from ivr.authoring.site import Site
from ivr.authoring.site.texts import texts_of
from ivr.authoring.yaml.marks import Document, Path

Spoken = tuple[Document, Path, str, str]


def spoken_texts(site: Site) -> Iterator[Spoken]:
    """The file, the place, the language and the words of each."""
    for text in texts_of(site):
        for code, words in text.by_language.items():
            yield text.document, (*text.path, code), code, words
    for code, document in site.phrases.items() if not site.elsewhere.shared else ():
        phrases = document.value if isinstance(document.value, dict) else {}
        spoken = ((name, phrase) for name, phrase in phrases.items() if isinstance(phrase, str) and name not in HEARD)
        yield from ((document, (name,), code, phrase) for name, phrase in spoken)
