"""The new site's texts in the languages that were chosen: English stands where nobody has written them yet."""

import re
from collections.abc import Iterable, Mapping, Sequence

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from ivr.words.voices import BASIC, voices, voices_of

WRITTEN = ("yue", "cmn", "en")
"""The languages that the texts of a new site are written in, in the order in which they stand there."""
PHRASED = (*WRITTEN, "es", "fr", "hi", "pt")
"""The languages in which what the system itself says is written."""
WRITTEN_IN = "HK"
STAND_IN = "en"
_LINE = re.compile(r"\{yue: (?P<yue>[^{}]*), cmn: (?P<cmn>[^{}]*), en: (?P<en>[^{}]*)\}")
_LINES = re.compile(r"^(?P<space> +)yue: (?P<yue>.*)\n +cmn: (?P<cmn>.*)\n +en: (?P<en>.*)\n", re.MULTILINE)
_OFFERED = re.compile(r"^languages:\n(?:  .*\n)+", re.MULTILINE)
_KEY = re.compile(r"\{key: \d")
_PHRASE = re.compile(r"^(\w+):", re.MULTILINE)
_OF_A_LANGUAGE = re.compile(r"prompts/([^/]+)/")


def knows_language(code: str) -> bool:
    """Whether a language is known by its code, so that its name and its values can be said."""
    try:
        return bool(code) and bool(Locale.parse(code, sep="-"))
    except (UnknownLocaleError, ValueError):
        return code in WRITTEN


def written_as(code: str) -> str:
    """The language of WRITTEN whose words a site has in this one: en for en-GB; empty where there is none."""
    language = code.partition("-")[0]
    return language if language in WRITTEN else ""


def phrased_as(code: str) -> str:
    """The language of PHRASED in whose words the system speaks this one: es for es-MX; empty where there is none."""
    language = code.partition("-")[0]
    return language if language in PHRASED else ""


def in_languages(texts: Mapping[str, str], languages: Sequence[str], country: str) -> dict[str, str]:
    """The texts of a site's files, by path, in these languages as they are spoken in a country.

    As they stand where it is written in just these, and there.
    """
    kept = {path: text for path, text in texts.items() if not _OF_A_LANGUAGE.match(path)}
    as_they_stand = (tuple(languages), country) == (WRITTEN, WRITTEN_IN)
    found = kept if as_they_stand else {path: _changed(path, kept[path], languages, country) for path in kept}
    english = texts[f"prompts/{STAND_IN}/phrases.yaml"]
    for code in languages:
        own = texts[f"prompts/{phrased_as(code)}/phrases.yaml"] if phrased_as(code) else ""
        found[f"prompts/{code}/phrases.yaml"] = _completed(own, english) if own else _to_translate(english, code)
    return found


def name_of(code: str) -> str:
    """What a language is called by those who speak it, without its country; its code where nobody knows."""
    try:
        return str(Locale.parse(code, sep="-").get_language_name() or code)
    except (UnknownLocaleError, ValueError):
        return code


def _changed(path: str, text: str, languages: Sequence[str], country: str) -> str:
    if path.endswith("calls.yaml"):
        return _calls(text, languages)
    if path.endswith(".csv"):
        return _rows(text, languages)
    offered = _OFFERED.search(text)
    if offered:
        text = text.replace(offered[0], _languages(offered[0], languages, country))
    text = _LINE.sub(lambda found: "{" + ", ".join(_each(found.groupdict(), languages)) + "}", text)
    return _LINES.sub(lambda found: _block(found.groupdict(), languages), text) if not offered else text


def _each(words: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    return [f"{code}: {words[written_as(code) or STAND_IN]}" for code in languages]


def _block(words: Mapping[str, str], languages: Sequence[str]) -> str:
    return "".join(f"{words['space']}{each}\n" for each in _each(words, languages))


def _languages(written: str, languages: Sequence[str], country: str) -> str:
    """The lines of flows.yaml that offer the languages, each on the next key."""
    lines = {line.strip().partition(":")[0]: line for line in written.splitlines()[1:]}
    there = {code: line for code, line in lines.items() if country == WRITTEN_IN or not _say_in(code, country)}
    offered = [_KEY.sub(f"{{key: {at}", there.get(code) or _new(code, country)) for at, code in enumerate(languages, 1)]
    return "\n".join(("languages:", *offered, ""))


def _new(code: str, country: str) -> str:
    """The line of a language that the new site has not had: as it is spoken there, or where most speakers live."""
    say = _say_in(code, country) or likely_say(code)
    voice = next((voice for voice in voices_of(say) if "Neural" in voice), next(iter(voices_of(say)), BASIC[-1]))
    return f"  {code}: {{key: 0, name: {name_of(code)}, say: {say}, voice: {voice}}}"


def _say_in(code: str, country: str) -> str:
    """The carrier's name of a language as a country speaks it; empty where it has no voice, or the code says where."""
    say = f"{code}-{country}"
    return say if "-" not in code and voices_of(say) else ""


def likely_say(code: str) -> str:
    """The carrier's name of a language: with the country of most speakers, or another that it has a voice for."""
    whole = Locale.parse(code, sep="-")
    country = whole.territory or get_global("likely_subtags").get(whole.language, "").rpartition("_")[2]
    likely = f"{whole.language}-{country}" if country else whole.language
    others = (tag for tag in voices() if tag.startswith(f"{whole.language}-"))
    return likely if voices_of(likely) else next(others, likely)


def _rows(text: str, languages: Sequence[str]) -> str:
    """The table with a column for each language."""
    header, *rows = (line.split(",") for line in text.splitlines())
    at = {name.partition(".")[2]: place for place, name in enumerate(header) if "." in name}
    first, last = min(at.values()), max(at.values())

    def line(cells: list[str], told: Iterable[str]) -> str:
        return ",".join((*cells[:first], *told, *cells[last + 1 :]))

    lines = (line(row, (row[at[written_as(code) or STAND_IN]] for code in languages)) for row in rows)
    return "\n".join((line(header, (f"name.{code}" for code in languages)), *lines, ""))


def _calls(text: str, languages: Sequence[str]) -> str:
    """The rehearsed calls in the first language, without what is heard: the words are yet to be written."""
    begin, *calls = re.split(r"(?=^- call: )", text, flags=re.MULTILINE)
    kept = [_in_the_first(call, len(languages)) for call in calls if "Cantonese" not in call]
    return begin + "".join(kept)


def _in_the_first(call: str, languages: int) -> str:
    lines = [line for line in call.splitlines(keepends=True) if not line.lstrip().startswith("- hears:")]
    first = next(at for at, line in enumerate(lines) if line.lstrip().startswith("- press:"))
    chosen = [re.sub(r"\d", "1", lines[first])] if languages > 1 else []
    return "".join((*lines[:first], *chosen, *lines[first + 1 :]))


def _completed(words: str, english: str) -> str:
    """The phrases of a language, and in English those that it lacks."""
    known = set(_PHRASE.findall(words))
    lacking = [line for line in english.splitlines() if (found := _PHRASE.match(line)) and found[1] not in known]
    return "\n".join((words, "# English still, and yours to translate", *lacking, "")) if lacking else words


def _to_translate(text: str, code: str) -> str:
    _, _, rest = text.partition("\n")
    told = f"# What the system itself says in {name_of(code)}. These words are English still, and yours to translate."
    return f"{told}\n{rest}"
