"""What stands around an officer's words when they are sent: who writes, about what, and where to ask back."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.alerts.composing import LOCALES
from ivr.engine.edition import Edition, Hotline
from ivr.storage.cases.listing import Case
from ivr.translation import Sentence, in_language, said
from ivr.words.telephones import written_telephone

ENGLISH = "en"


def in_reach(edition: Edition, language: str) -> str:
    """The language where the site speaks it, else its first."""
    return language if language in edition.languages else next(iter(edition.languages))


@dataclass(frozen=True)
class ReplyWording:
    """The frame of replies to callers of an edition, each in the caller's `language` where it has words in it."""

    edition: Edition
    language: str

    def text(self, case: Case, line: Hotline | None, words: str) -> str:
        """A text message."""
        return "\n".join(filter(None, (self.before(case) + words, self.behind(line))))

    def mail(self, case: Case, line: Hotline | None, words: str) -> Mapping[str, str]:
        """Subject and text of a mail."""
        about = said("{department}: your case {reference}", department=self.department(case), reference=case.reference)
        foot = "\n".join(filter(None, (self.department(case), self.behind(line))))
        return {"subject": self._told(about), "text": f"{words}\n\n-- \n{foot}\n"}

    def before(self, case: Case) -> str:
        """What stands before the words of a text message."""
        return self._told(
            said(
                "{department}, about your case {reference}: ",
                department=self.department(case),
                reference=case.reference,
            )
        )

    def behind(self, line: Hotline | None) -> str:
        """Where to ask back."""
        if line is None:
            return ""
        number = written_telephone(line.number, self.edition.home.country)
        return self._told(said("Questions? Ring {number}.", number=number))

    def department(self, case: Case) -> str:
        """The department's title; the site's, where there is no such department any more."""
        found = self.edition.departments.get(case.department)
        title = found.title if found else self.edition.site
        return title.get(self.language) or next(iter(title.values()), "")

    def _told(self, sentence: Sentence) -> str:
        return in_language(sentence, LOCALES.get(self.language, ENGLISH))
