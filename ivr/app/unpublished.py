"""What callers hear while no edition is published: a polite word in the site's languages, and the end."""

from dataclasses import dataclass
from pathlib import Path

from ivr.authoring.site.assembling import languages_of, phrases_of
from ivr.authoring.site.files import read_words
from ivr.authoring.site.gathering import gather
from ivr.engine.instructions import HangUp, Say
from ivr.errors import EditionMissing
from ivr.switchboard.answers import Answer

NAMES = ("not_open_yet", "number_unknown")  # the second for a site that does without the first


@dataclass(frozen=True)
class Unpublished:
    """Takes the word and its voices, and nothing else, out of the folder of a site that was not published."""

    site: Path

    def answer(self) -> Answer:
        """The word in every language. Raises EditionMissing where the folder has it in none."""
        site, _ = gather(read_words(self.site))
        phrases = phrases_of(site)
        texts = {code: next(filter(None, map(phrases[code].get, NAMES)), "") for code in phrases}
        says = [Say(text, code) for code, text in texts.items() if text]
        if not says:
            raise EditionMissing(f"nothing is published, and {self.site} has no words for callers")
        return Answer((*says, HangUp()), "", languages_of(site))
