"""What came back from a translator: text by text, what becomes of it, and the files as they then are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ivr.authoring.checking.loading import check_files
from ivr.authoring.problems import Problem
from ivr.authoring.site import Site
from ivr.authoring.site.files import SiteFiles
from ivr.authoring.yaml.marks import Path as YamlPath
from ivr.authoring.yaml.writing import NotWritten, with_texts
from ivr.errors import TextsRefused
from ivr.translating.rows import TranslatorRow, mark_of, places_in, settings_in
from ivr.translation import NOTHING, Sentence, said
from ivr.words import NotTaken, placeholders

BOM = b"\xef\xbb\xbf"
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
SPACES = re.compile("[ \t\u00a0\u2007\u202f]+")


@dataclass(frozen=True)
class ReturnedText:
    """A text of a translator's file: `place` is its line or row there, `was` the mark of the text that went out.

    `source` are the words that were translated, in the language `code` (empty: in one of the others). `doubt` says why
    it cannot be taken, whatever it says.
    """

    place: int
    at: str
    text: str
    code: str = ""
    source: str = ""
    was: str = ""
    doubt: Sentence = NOTHING


@dataclass(frozen=True)
class TakenText:
    """A text that goes into its file, as it was and as it is."""

    row: TranslatorRow
    before: str
    after: str


@dataclass(frozen=True)
class LeftText:
    """A text that does not, and why."""

    place: int
    at: str
    why: Sentence


@dataclass(frozen=True)
class Homecoming:
    """What becomes of a file of texts: those taken, those left, how many are as they were, the files that change.

    `problems` are those that the site did not have before; with an error among them nothing should be written.
    """

    taken: tuple[TakenText, ...]
    left: tuple[LeftText, ...]
    same: int
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def is_good(self) -> bool:
        """Whether what was taken may be written."""
        return not any(problem.level == "error" for problem in self.problems)


def bring_home(
    site: Site, rows: Iterable[TranslatorRow], texts: Iterable[ReturnedText], *, anyway: bool = False
) -> Homecoming:
    """Judge the texts that came back; with `anyway` those too that changed here meanwhile. Raises TextsRefused."""
    known = {row.at: row for row in rows}
    taken: dict[str, TakenText] = {}
    left: list[LeftText] = []
    same = 0
    for each in texts:
        row, words = known.get(each.at), cleaned(each.text)
        why = _why_not(each, row, words, anyway)
        if why:
            left.append(LeftText(each.place, each.at, why))
        elif row is None or not words or words == row.text or (each.was and each.was == mark_of(words)):
            same += 1
        elif each.at in taken:
            left.append(LeftText(each.place, each.at, said("it is in the file twice; the first is taken.")))
        else:
            taken[each.at] = TakenText(row, row.text, words)
    changed = _changed(site, taken.values())
    return Homecoming(tuple(taken.values()), tuple(left), same, changed, _new_problems(site.files, changed))


def cleaned(text: str) -> str:
    """A text as it is spoken: on one line, with plain spaces, without signs that nobody sees."""
    lines = (SPACES.sub(" ", UNSEEN.sub("", line)).strip() for line in text.splitlines())
    joined = ""
    for line in filter(None, lines):
        joined += line if not joined or max(joined[-1], line[0]) > "\u2e7f" else f" {line}"
    return joined


def _why_not(each: ReturnedText, row: TranslatorRow | None, words: str, anyway: bool) -> Sentence:
    if row is None:
        return said("there is no such text in this site any more.")
    if each.doubt:
        return each.doubt
    if not words or words == row.text:
        return NOTHING
    if not anyway and (moved := _moved(each, row, words)):
        return moved
    return _places_differ(row, words)


def _moved(each: ReturnedText, row: TranslatorRow, words: str) -> Sentence:
    """What changed in the site since the texts went out."""
    now = (row.words.get(each.code, ""),) if each.code else tuple(row.words.values())
    if each.source and cleaned(each.source) not in map(cleaned, now):
        return said(
            'the text it translates has changed: "{before}" is "{now}" now.', before=each.source, now=row.source[1]
        )
    if each.was and each.was not in (row.mark, mark_of(words)):
        return said('somebody changed it here meanwhile: it is "{now}" now.', now=row.text)
    return NOTHING


def _places_differ(row: TranslatorRow, words: str) -> Sentence:
    try:
        placeholders(words)
    except NotTaken as error:
        return error.why
    mine, needed = set(places_in(words)), set(row.places)
    if needed - mine:
        return said("it lacks {places}.", places=_in_braces(needed - mine))
    if mine - needed:
        return said("nothing fills {places} here.", places=_in_braces(mine - needed))
    return NOTHING


def _in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _changed(site: Site, taken: Iterable[TakenText]) -> dict[str, bytes]:
    """The files with the texts in them, as they were typed."""
    wishes: dict[str, dict[YamlPath, str]] = {}
    for each in taken:
        wishes.setdefault(each.row.file, {})[each.row.path] = each.after
    order = (*site.languages, *(name for phrases in site.phrases.values() for name in settings_in(phrases.value)))
    return {file: _rewritten(file, site.files.menus[file], texts, order) for file, texts in wishes.items()}


def _rewritten(file: str, content: bytes, texts: Mapping[YamlPath, str], order: tuple[str, ...]) -> bytes:
    mark = BOM if content.startswith(BOM) else b""
    try:
        return mark + with_texts(content.decode("utf-8-sig"), texts, order).encode()
    except NotWritten as error:
        raise TextsRefused(said("{file}: this file cannot be rewritten: {why}", file=file, why=str(error))) from error


def _new_problems(files: SiteFiles, changed: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """What the check finds in the files that it did not find before; lines may have moved."""
    if not changed:
        return ()
    before = [_without_place(each) for each in check_files(files).problems]
    return tuple(_unmatched(check_files(replace(files, menus={**files.menus, **changed})).problems, before))


def _unmatched(problems: Iterable[Problem], before: list[tuple[str, ...]]) -> Iterator[Problem]:
    for problem in problems:
        if (known := _without_place(problem)) in before:
            before.remove(known)
        else:
            yield problem


def _without_place(problem: Problem) -> tuple[str, ...]:
    return problem.file, problem.rule, problem.message, problem.hint
