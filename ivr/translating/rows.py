"""The texts of a site as a translator gets them: one language, with the others and what must be known beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.authoring.grammar.manifest import text_hash
from ivr.authoring.grammar.phrases import HEARD
from ivr.authoring.rules.languages import language_name
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.site.ways import reached, ways_of
from ivr.authoring.yaml.invisible import says_nothing
from ivr.authoring.yaml.marks import Path
from ivr.errors import TextsRefused
from ivr.translation import Sentence, said
from ivr.words import NotTaken, placeholders, seconds_to_say

MARK_LENGTH = 8  # hexadecimal digits that stand for a text as it was


@dataclass(frozen=True)
class TranslatorRow:
    """A text in every language. `at` is what speaks it; `file`, `line` and `path` are where `language` is written.

    `hotlines` are those on which it is heard, none for what no hotline comes to. `most` are the seconds that it may
    take, 0 where nobody says. `heard` are words that callers say, and nobody else.
    """

    at: str
    language: str
    first: str  # the language it is translated from
    words: Mapping[str, str]
    file: str
    path: Path
    line: int
    hotlines: tuple[str, ...]
    most: float = 0
    heard: bool = False

    @property
    def text(self) -> str:
        """What is said in the language; empty where nothing is."""
        return self.words.get(self.language, "")

    @property
    def is_missing(self) -> bool:
        """Whether callers of this language hear another one here, or nothing."""
        return says_nothing(self.text)

    @property
    def source(self) -> tuple[str, str]:
        """What it is translated from: the language, and the words in it."""
        others = (code for code in (self.first, *self.words) if code != self.language and self.words.get(code))
        code = next(others, "")
        return code, self.words.get(code, "")

    @property
    def places(self) -> tuple[str, ...]:
        """The places that a translation must keep."""
        return places_in(self.source[1])

    @property
    def mark(self) -> str:
        """By which a text is known again that changed meanwhile."""
        return mark_of(self.text)


def mark_of(text: str) -> str:
    """A few letters that stand for a text."""
    return text_hash(text)[:MARK_LENGTH]


def places_in(words: str) -> tuple[str, ...]:
    """The places in a text; none where its braces make no sense, of which the check tells."""
    try:
        return tuple(dict.fromkeys(placeholders(words)))
    except NotTaken:
        return ()


def rows_of(site: Site, language: str, first: str = "", department: str = "") -> tuple[TranslatorRow, ...]:
    """Every text, what is missing first, else as it is written; of a department, or of all and what they share.

    `first` is the language it is translated from: English where the site speaks it, else its first. Raises
    TextsRefused for a language or a department that is not there.
    """
    for name, known in ((language, site.languages), (first, site.languages), (department, tuple(site.departments))):
        if name and name not in known:
            raise TextsRefused(
                said("there is no {name} in this site; there are: {known}", name=name, known=", ".join(known))
            )
    others = [code for code in ("en", *site.languages) if code in site.languages and code != language]
    made = _Rows(site, language, first if first and first != language else next(iter(others), ""))
    found = [*made.written(), *made.phrases()]
    mine = (row for row in found if not department or row.at.startswith((f"{department}/", f"menus/{department}/")))
    return tuple(sorted(mine, key=lambda row: not row.is_missing))


@dataclass(frozen=True)
class _Rows:
    site: Site
    language: str
    first: str

    def written(self) -> Iterator[TranslatorRow]:
        """The texts of menus, of flows.yaml, and the names of holidays."""
        for text in texts_of(self.site):
            if isinstance(text.document.at(text.path), dict):
                path = (*text.path, self.language)
                lines = self._hotlines_at(text)
                yield self._row(text.at, text.by_language, text.document.file, path, lines, text)

    def phrases(self) -> Iterator[TranslatorRow]:
        """What the system itself says."""
        by_language = {code: self.site.phrases[code] for code in self.site.languages if code in self.site.phrases}
        documents = sorted(by_language, key=lambda code: code != self.first)
        names = dict.fromkeys(name for code in documents for name in settings_in(by_language[code].value))
        for name in names if self.language in by_language else ():
            words = {code: str(each.at((name,)) or "") for code, each in by_language.items()}
            file = by_language[self.language].file
            yield self._row(f"phrase {name}", words, file, (name,), tuple(self._lines), None, name in HEARD)

    def _row(
        self,
        at: str,
        words: Mapping[str, str],
        file: str,
        path: Path,
        lines: tuple[str, ...],
        text: PlacedText | None,
        heard: bool = False,
    ) -> TranslatorRow:
        document = text.document if text else self.site.phrases[self.language]
        return TranslatorRow(
            at, self.language, self.first, words, file, path, document.place_of(path).line, lines, self._most, heard
        )

    @cached_property
    def _most(self) -> float:
        limit = limit_of(self.site, "seconds_of_a_prompt")
        return (limit.most or 0) if limit else 0

    @cached_property
    def _lines(self) -> Mapping[str, set[str]]:
        """By hotline, the nodes that its callers can come to."""
        ways = ways_of(self.site)
        lines = self.site.flows.hotlines if self.site.flows else {}
        return {name: reached(ways, [self.site.start_of(each.start)], self.site) for name, each in lines.items()}

    def _hotlines_at(self, text: PlacedText) -> tuple[str, ...]:
        if text.path[0] == "hotlines":
            return (text.path[1],)
        if text.placed is None:
            return ()
        return tuple(line for line, nodes in self._lines.items() if text.placed.name in nodes)


def settings_in(value: object) -> Mapping[str, object]:
    """The settings of a file; none where it has no settings."""
    return value if isinstance(value, dict) else {}


def notes_of(row: TranslatorRow, site: Site) -> Iterator[Sentence]:
    """What a translator must know of a text, a sentence each."""
    if row.hotlines:
        yield said("Said on the hotlines {lines}.", lines=", ".join(row.hotlines))
    if row.heard:
        yield said("Words that callers may say, with commas between them.")
    if row.places:
        yield said("Keep {places} as they are: they are filled during the call.", places=_in_braces(row.places))
    code, words = row.source
    if row.most and not row.heard:
        name, seconds = language_name(site, code), round(seconds_to_say(words, code), 1)
        yield said("{most} seconds are the most; {language} takes {seconds}.", **_seconds(row, name, seconds))


def _seconds(row: TranslatorRow, name: str, seconds: float) -> dict[str, object]:
    return {"most": f"{row.most:g}", "language": name, "seconds": f"{seconds:g}"}


def _in_braces(names: tuple[str, ...]) -> str:
    return " ".join(f"{{{name}}}" for name in names)
