"""What a recording of a node says: composed by the node itself, of the words it would otherwise speak."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.instructions import Say
from ivr.engine.ports import Ports, Sought
from ivr.engine.visit import Visit, words_of
from ivr.words import Value

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class _Unasked:
    """Words that are the same in every call ask nothing of the world."""

    def now(self) -> NoReturn:
        """No time."""
        raise KeyError("the time")

    def look_up(self, table: str, sought: Sought, most: int) -> NoReturn:
        """No rows."""
        raise KeyError(table)

    def imported_at(self, table: str) -> NoReturn:
        """No moment."""
        raise KeyError(table)

    def reference_for(self, call_sid: str, turn: int) -> NoReturn:
        """No reference."""
        raise KeyError("a reference")


class _AnyVisit(Visit):
    """A visit in whichever call, of which nothing is known."""

    def unasked(self, name: str) -> Value | None:
        """Nothing, so that no recording says what differs from call to call."""
        return None


class _Ungiven(Mapping[str, str]):
    """What callers give differs from call to call; a text that may leave it out says no words that stay."""

    def __getitem__(self, name: str) -> NoReturn:
        raise KeyError(name)

    def __iter__(self) -> NoReturn:
        raise KeyError("what a caller gave")

    def __len__(self) -> NoReturn:
        raise KeyError("what a caller gave")


NO_WORLD = Ports(_Unasked(), _Unasked(), _Unasked())


def words_to_record(edition: Edition, language: str, node: str) -> str | None:
    """What a recording of `node` (full name) says to callers of `language`.

    None where no recording can be played: the node says nothing of its own, its words change from call to call, or
    some of them are spoken in another language. Raises KeyError for a node that the edition has not.
    """
    call = Call("", "", edition.hash, "", "", 0, language=language, node=node, fields=_Ungiven())
    kind = edition.nodes[node]
    try:
        says = kind.own_words(_AnyVisit(edition, call, NO_WORLD, NO_TIME))
    except KeyError:  # a place that only a call can fill
        return None
    alike = all(isinstance(prompt, Say) and prompt.language == language for prompt in says)
    return words_of(says) if says and alike else None


def words_of_recordings(edition: Edition) -> dict[str, str]:
    """What each recording of an edition says, by its hash."""
    return {
        recording: words_to_record(edition, language, node) or ""
        for (language, node), recording in edition.recordings.items()
    }
