"""How a call reads in the reader's language: its hotline, its outcome and ending, the places it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from ivr.engine.events import CallEnding
from ivr.engine.vocabulary import complete
from ivr.journal.outcome import Outcome
from ivr.logs import mask_number
from ivr.storage.calls.reading import CallRecord
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import Row
from ivr.web.desk.frame.languages import in_readers_language, language_name
from ivr.web.desk.frame.menu_words import code
from ivr.web.desk.frame.place_names import PlaceWords

OUTCOMES: Mapping[str, tuple[LazyString, str]] = complete(
    {
        "nothing": (lazy_gettext("without an answer"), "bad"),
        "given": (lazy_gettext("gave what was asked for"), "good"),
        "answered": (lazy_gettext("answered by the system"), "good"),
        "message": (lazy_gettext("message left"), "warning"),
        "officer": (lazy_gettext("answered by officers"), "good"),
        "case": (lazy_gettext("case opened"), "warning"),
    },
    Outcome,
)
"""How the most that a call did reads, and its colour."""
ENDINGS = complete(("goodbye", "caller hung up", "carrier ended", "too long", "failed", "lost"), CallEnding)


@dataclass(frozen=True)
class CallLine:
    """A call as the list and its files show it. `mood` is the colour of its outcome; the number is masked."""

    began: datetime
    hotline: str
    number: str
    language: str
    seconds: int | None
    path: str
    place: str
    outcome: str
    mood: str
    ending: str
    sid: str

    def cells(self) -> Row:
        """The same as a row of a file."""
        return (
            self.began, self.hotline, self.number, self.language, self.seconds, self.path, self.place, self.outcome,
            self.ending, self.sid,
        )  # fmt: skip


@dataclass(frozen=True)
class CallWords:
    """Every word that a line may need, by its name, in the language of one reader."""

    hotlines: Mapping[str, str]
    languages: Mapping[str, str]
    places: Mapping[str, str]
    outcomes: Mapping[str, tuple[str, str]]
    endings: Mapping[str, str]
    nothing_yet: str
    on_the_line: str

    @classmethod
    def now(cls) -> "CallWords":
        """Those of the edition that is served; what is no longer in it keeps its name."""
        return cls(
            titles(),
            language_names(),
            PlaceWords(desk.edition).places(),
            {name: (str(words), mood) for name, (words, mood) in OUTCOMES.items()},
            {name: code(name) for name in ENDINGS},
            gettext("nothing yet"),
            gettext("on the line"),
        )

    def line(self, call: CallRecord, path: str) -> CallLine:
        """A call in these words."""
        goes_on = call.ended_at is None and not call.ending
        outcome, mood = self.outcomes.get(call.outcome, (call.outcome, "plain"))
        if goes_on and call.outcome == "nothing":
            outcome, mood = self.nothing_yet, "plain"
        return CallLine(
            began=call.started_at,
            hotline=self.hotlines.get(call.hotline, call.hotline),
            number=mask_number(call.caller),
            language=self.languages.get(call.language, call.language),
            seconds=call.seconds,
            path=path,
            place=self.places.get(call.last_node, call.last_node),
            outcome=outcome,
            mood=mood,
            ending=self.on_the_line if goes_on else self.endings.get(call.ending, call.ending),
            sid=call.sid,
        )


def titles() -> dict[str, str]:
    """The titles of hotlines by name, in the reader's language."""
    return {line.name: in_readers_language(line.title) for line in desk.edition.hotlines.values()}


def language_names() -> dict[str, str]:
    """What the callers' languages are called, by code."""
    return {code: language_name(language) for code, language in desk.edition.languages.items()}
