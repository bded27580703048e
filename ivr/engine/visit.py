"""One node's view of the call during a turn: what is known, and how to say something to this caller."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ivr.engine.call import Call
from ivr.engine.closures import calendar_in
from ivr.engine.edition import Edition, Tries
from ivr.engine.instructions import Play, Prompt, Say
from ivr.engine.known import LINE_KNOWS, told_by_clock
from ivr.engine.made_once import Made
from ivr.engine.node import Node
from ivr.engine.ports import ClosureInForce, Ports
from ivr.engine.private_words import BLANK, says_private
from ivr.hours import Calendar, Season
from ivr.words import Home, Value, fill, filled, placeholders
from ivr.words.telephones import called_number

STANDS_IN = {
    "silence_last": "silence_1",
    "wrong_last": "wrong_1",
    "entry_last": "entry_unclear",
    "entry_too_short": "entry_wrong_length",
    "entry_too_long": "entry_wrong_length",
    "entry_too_short_for_span": "entry_wrong_length",
    "entry_too_long_for_span": "entry_wrong_length",
    "entry_no_such_day": "entry_not_a_date",
    "found_none_last": "found_none",
    "log_in_last": "found_none_last",
    "way_choices": "way_repeat",
    "whisper_caller": "whisper",
    "whisper_topic": "whisper",
    "whisper_press": "",  # whisper said it
    "then_hash": "",  # how_letters said it
    "left_unkept": "apology",
    "left_unkept_last": "apology",
}
"""For each phrase that editions in service may not have yet, the one they have."""


@dataclass(frozen=True)
class Visit:
    """`now` is the time in the site's zone, the same throughout the turn; `closures` are in force on the hotline.

    `speaking` is the language spoken now to a caller who has chosen none and is told everything in each. Where it
    `writes`, values in texts are as people write them.
    """

    edition: Edition
    call: Call
    ports: Ports
    now: datetime
    closures: tuple[ClosureInForce, ...] = ()
    speaking: str = ""
    writes: bool = False

    @property
    def here(self) -> str:
        """The full name of the node the caller is at."""
        return self.call.node

    @property
    def node(self) -> Node:
        """The node the caller is at."""
        return self.edition.nodes[self.call.node]

    @property
    def tries(self) -> Tries:
        """How often the caller may fail here, and what comes then."""
        return self.edition.tries_at(self.call.node)

    @property
    def language(self) -> str:
        """The language that is spoken."""
        return self.speaking or self.chosen

    @property
    def chosen(self) -> str:
        """The caller's language; the first one offered before it is chosen, or when the edition lacks it."""
        chosen = self.call.language
        return chosen if chosen in self.edition.languages else next(iter(self.edition.languages))

    @property
    def hears_words(self) -> bool:
        """Whether a caller may speak: in a language whose words can be recognised, once there is one."""
        known = self.call.language or len(self.edition.languages) == 1
        return bool(known and self.edition.languages[self.language].speech_language)

    @property
    def has_officers(self) -> bool:
        """Whether officers can be reached on the line that was rung."""
        return self.edition.has_officers(self.call.hotline)

    @property
    def limited_until(self) -> datetime | None:
        """Until when no officer of this department is rung for the number that rings; None where they are."""
        number = called_number(self.call.caller, self.edition.home.country)
        return self.ports.limits.until(number, self.call.department, self.now) if number else None

    @property
    def keys_told(self) -> Mapping[str, str]:
        """The keys of every menu that callers are told of, and where each leads; none to officers who are not there."""
        keys = self.edition.inherited
        return keys if self.has_officers else {key: to for key, to in keys.items() if to != "officer"}

    def once(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes, made for the first caller only who is at this node in this language, and then for all.

        It may differ between languages, before and after one is chosen, with menus behind the caller and without, and
        on lines with officers and without; by nothing else of the call, so by no field, failure or time.
        """
        call = self.call
        told = self.language, self.writes
        key = (name, call.node, *told, bool(call.language), bool(call.trail), self.has_officers)
        return self.edition.made_once.get(key, make)

    def language_for(self, *texts: Mapping[str, str]) -> str:
        """The language in which all of `texts` are said: the caller's, unless one lacks it.

        What belongs in one sentence is asked for together, so that no sentence is spoken in two voices.
        """
        spoken = self.language
        if _have(texts, spoken):
            return spoken
        known = self.edition.languages.get(spoken)
        others = (known.falls_back_to if known else "", *self.edition.languages)
        return next((code for code in others if _have(texts, code)), spoken)

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in the caller's language, or in the one it falls back to."""
        return texts.get(self.language_for(texts)) or next(iter(texts.values()), "")

    def say(self, texts: Mapping[str, str], values: Mapping[str, Value] | None = None) -> Say:
        """Say `texts` in the caller's language, its places filled from `values` and what the caller gave."""
        language = self.language_for(texts)
        text = texts.get(language) or next(iter(texts.values()), "")
        places = placeholders(text)
        if not places:
            return self._say(text, values or {}, language)
        given = self.given(language)
        unasked = {place: self._unasked_in_words(place, language) for place in places if place not in given}
        known = given | {place: value for place, value in unasked.items() if value is not None}
        return self._say(text, known | dict(values or {}), language)

    def say_at_try(
        self, texts: Sequence[Mapping[str, str]], tries: int, values: Mapping[str, Value] | None = None
    ) -> Say:
        """Say the one of `texts` for a caller who has failed so many times, the last one where none is further."""
        return self.say(texts[min(tries, len(texts) - 1)], values)

    def phrase(self, name: str, values: Mapping[str, Value] | None = None, language: str = "") -> Say:
        """Say one of the system's own phrases, in the caller's language unless in another."""
        spoken = language or self.language
        return self._say(_text_of(self.edition.phrases[spoken], name), values or {}, spoken)

    def phrase_with(self, name: str, **texts: Mapping[str, str]) -> Say:
        """Say one of the system's own phrases with `texts` in its places, all in one language."""
        language = self.language_for(*texts.values())
        values = {place: Value(text.get(language) or self.text(text), "text") for place, text in texts.items()}
        return self._say(_text_of(self.edition.phrases[language], name), values, language)

    def phrase_text(self, name: str) -> str:
        """One of the system's own phrases in the caller's language, its places not yet filled."""
        return _text_of(self.edition.phrases[self.language], name)

    def has_phrase(self, name: str) -> bool:
        """Whether the edition has such a phrase in the caller's language; an older one may lack some."""
        return bool(self.edition.phrases[self.language].get(name))

    def press(self, phrase: str, key: str, label: Mapping[str, str], language: str = "") -> Say:
        """Say which key does what: `phrase` with the label and the key, in the caller's language unless in another."""
        language = language or self.language_for(label)
        said = label.get(language) or self.text(label)
        words = _text_of(self.edition.phrases[language], phrase)
        name, counts_in = self.edition.key_name(key, language), self.edition.counts_in(language)
        return _pressing(words, said, name, language, counts_in, self.edition.home)

    def _say(self, text: str, values: Mapping[str, Value], language: str) -> Say:
        if not values:
            return _plain(text, language, self.edition.home)
        counts_in, today = self.edition.counts_in(language), self.now.date()
        pieces = filled(text, values, counts_in, self.edition.home, today, in_writing=self.writes)
        return _put_together(pieces, language)

    def shown(self, name: str, value: str) -> str:
        """What may be kept of a field of this department: its value, or as many asterisks."""
        return "*" * len(value) if self.edition.is_hidden(f"{self.call.department}/{name}") else value

    def known(self, name: str) -> Value | None:
        """A field by its short name: what the caller gave, or what is known unasked; None where it is not known.

        A field that a department keeps itself under the name of what is known unasked is what its callers gave.
        """
        field = f"{self.call.department}/{name}"
        given = self.call.fields.get(field)
        if given is not None:
            return self._value(field, given)
        return None if field in self.edition.fields else self.unasked(name)

    def unasked(self, name: str) -> Value | None:
        """What is known without asking: a day that the department names, or what the line knows of every call.

        Its text is empty where a number is withheld, and for an open day where none comes within a year. The caller's
        own number is for the caller's ears alone: in what was said it would stand on record unmasked.
        """
        day = self.edition.days.get(f"{self.call.department}/{name}")
        if day:
            on = day.on(self.now.date(), self.calendar)
            return Value(on.isoformat() if on else "", "date")
        if name not in LINE_KNOWS:
            return None
        told = told_by_clock(name, self.now) or self._told_by_line(name)
        return Value(told, LINE_KNOWS[name], private=name == "caller")

    def _told_by_line(self, name: str) -> str:
        match name:
            case "caller" | "called":
                number = self.call.caller if name == "caller" else self.call.called
                return called_number(number, self.edition.home.country)
            case "hotline":
                return self.call.hotline
            case _:
                return self.chosen

    def _unasked_in_words(self, name: str, language: str) -> Value | None:
        """What is known unasked as a text in a language tells it: lines and languages by what people call them."""
        known = None if f"{self.call.department}/{name}" in self.edition.fields else self.unasked(name)
        if known is None or name not in ("hotline", "language"):
            return known
        if name == "hotline":
            title = self.edition.hotline(known.text).title
            return Value(title.get(language) or self.text(title), "text")
        return Value(self.edition.languages[known.text].name, "text")

    def given(self, language: str = "") -> dict[str, Value]:
        """What the caller gave in this department, or what was kept of a row, by field; never a secret.

        A text that was kept in several languages is the one in `language`, or in the one that is spoken.
        """
        prefix, spoken = f"{self.call.department}/", language or self.language
        return {
            name.removeprefix(prefix): self._value(name, text)
            for name, code, text in ((*kept_as.partition(".")[::2], text) for kept_as, text in self.call.fields.items())
            if name.startswith(prefix) and code in ("", spoken) and not self.edition.is_secret(name)
        }

    def _value(self, name: str, text: str) -> Value:
        """What a field holds; of a call taken from the record, a blank where that was private."""
        kept_as = "text" if text == BLANK else self.edition.format_of(name)
        return Value(text, kept_as, self.edition.is_private(name))

    def carried(self, names: Iterable[str], language: str = "") -> tuple[tuple[str, str], ...]:
        """Those of these fields that are `given`, each with its text; what is private goes on to nobody."""
        given = self.given(language)
        return tuple((name, given[name].text) for name in names if name in given and self._may_go_on(given[name]))

    def _may_go_on(self, value: Value) -> bool:
        return bool(value.text) and not value.private

    def calendar(self, name: str) -> Calendar:
        """The calendar of that name, with the closures in force on this hotline unless it is written `always`."""
        return calendar_in(self.edition, name, self.closures, self.now)

    def in_season(self, season: Season) -> bool:
        """Whether what has these days holds today."""
        return season.always or self.edition.seasons.holds(season, self.now.date())

    def recorded(self, *says: Prompt) -> tuple[Prompt, ...]:
        """The node's recording in the language of `says` where there is one, otherwise `says`."""
        if says_private(says):
            return says
        languages = {prompt.language for prompt in says if isinstance(prompt, Say)}
        language = languages.pop() if len(languages) == 1 else ""
        recording = self.edition.recordings.get((language, self.here))
        return (Play(recording, words_of(says), language),) if recording else says


def words_of(prompts: Iterable[Prompt]) -> str:
    """The words of prompts that are spoken one after another."""
    return " ".join(prompt.text for prompt in prompts if isinstance(prompt, Say))


def _put_together(pieces: Iterable[tuple[str, bool]], language: str) -> Say:
    """What the pieces say, remembering where in it private words stand."""
    text, private = "", []
    for words, is_private in pieces:
        private += [(len(text), len(text) + len(words))] if is_private else []
        text += words
    return Say(text, language, tuple(private))


def _text_of(phrases: Mapping[str, str], name: str) -> str:
    """A phrase; in an edition that is older than it, the one that was said in its place, if any."""
    while name and name not in phrases:
        name = STANDS_IN[name]
    return phrases[name] if name else ""


def _have(texts: Iterable[Mapping[str, str]], language: str) -> bool:
    return all(text.get(language, "").strip() for text in texts if text)


@lru_cache(maxsize=8192)
def _pressing(phrase: str, label: str, key: str, language: str, counts_in: str, home: Home) -> Say:
    """What to press for what, which is said over and over: every turn at a menu says all its choices."""
    values = {"label": Value(label, "text"), "key": Value(key, "text")}
    return Say(fill(phrase, values, counts_in, home), language)


@lru_cache(maxsize=8192)
def _plain(text: str, language: str, home: Home) -> Say:
    """A text in which nothing is filled in. Raises KeyError where it has a place all the same."""
    return Say(fill(text, {}, language, home), language)
