"""Whether callers hear anything: the voice of each language, by the list of the carrier's that this program brings."""

from collections.abc import Iterator

from ivr.doctor.diagnosis import Diagnosis, good, wrong
from ivr.engine.edition import Edition
from ivr.translation import said
from ivr.words.voices import speaks

Finding = tuple[str, Diagnosis]
"""Of what (a number, a language, the account, its recordings), and how it is."""


def of_voices(edition: Edition) -> Iterator[Finding]:
    """Whether the carrier has the voice of each language, by the list of its voices that this program brings."""
    for code, language in edition.languages.items():
        if speaks(language.voice, language.say_language):
            what = said(
                "The voice {voice} speaks {tag}, by the list of the carrier's voices.",
                voice=language.voice,
                tag=language.say_language,
            )
            yield code, good(what)
            continue
        what = said(
            "The carrier's list has no voice {voice} for {tag}: callers may hear nothing.",
            voice=language.voice or '""',
            tag=language.say_language,
        )
        yield code, wrong(what, said("Choose one in flows.yaml; `ivr check` names some. Then publish."))
