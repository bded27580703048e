"""Rules about the system's own phrases."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, product

from ivr.authoring.grammar.menus import TableSettings
from ivr.authoring.grammar.phrases import OPTIONAL, PHRASES
from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.languages import language_name
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.yaml.marks import Document
from ivr.engine.case_table import CASES
from ivr.engine.case_table import PHRASES as OF_CASES
from ivr.translation import NOTHING, Sentence, said
from ivr.words import NotTaken, placeholders

REFERENCE = "en"
CHINESE = ("yue", "cmn")  # which may well say the same
FEWEST_WORDS = 4  # of a text that two languages never have alike by chance


@rule(shares=True)
def missing_phrase(site: Site) -> Iterator[Problem]:
    """One of the system's own phrases is missing in a language, or a place in it is never filled.

    FAIL a `phrases.yaml` without `goodbye`
    PASS all the phrases that English has, with their places
    """
    for language in site.languages:
        file = f"prompts/{language}/phrases.yaml"
        if file not in site.files.menus:
            hint = said("It holds what the system itself says in that language.")
            yield Problem(file, 0, 1, 1, "missing-phrase", said("there is no such file."), hint)
        elif language in site.phrases and site.phrases[language].whole:
            yield from _in_file(site, site.phrases[language])


def _in_file(site: Site, document: Document) -> Iterator[Problem]:
    written = document.value if isinstance(document.value, dict) else {}
    for name, places in PHRASES.items():
        text = written.get(name)
        if name in OPTIONAL and not (_in_english(site, name) or _is_needed(site, name)):
            continue
        if text is None or text == "":
            hint = said("It has the places {places}.", places=_braced(places)) if places else NOTHING
            yield Problem(
                document.file, 0, 1, 1, "missing-phrase", said('the phrase "{name}" is missing.', name=name), hint
            )
        elif isinstance(text, str):
            yield from _in_phrase(site, document, name, text)


def _in_phrase(site: Site, document: Document, name: str, text: str) -> Iterator[Problem]:
    try:
        used = set(placeholders(text))
    except NotTaken as error:
        yield document.problem((name,), "bad-placeholder", error.why)
        return
    for place in sorted(used - PHRASES[name]):
        message = said('nothing fills "{place}" here.', place=f"{{{place}}}")
        yield document.problem_with_word((name,), f"{{{place}}}", "unknown-placeholder", message)
    for place in sorted(_places_in_english(site, name) - used):
        message = said('"{phrase}" lacks the place {place}.', phrase=name, place=f"{{{place}}}")
        yield document.problem((name,), "missing-phrase", message, said("The English phrase has it."), name=True)


def _is_needed(site: Site, name: str) -> bool:
    """Whether a phrase that most sites may do without is said on this one."""
    if site.flows is None:
        return False
    if name in OF_CASES:
        return any(table.rows == CASES for table in _tables(site))
    if name == "other_languages":
        return any(language.behind for language in site.flows.languages.values())
    if name != "no_officers" or site.flows.instead_of_officers:
        return False
    lines = site.flows.hotlines.values()
    return any(not (site.flows.has_officers(line) or line.instead_of_officers) for line in lines)


def _tables(site: Site) -> Iterator[TableSettings]:
    for department in site.departments.values():
        yield from department.menu.tables.values() if department.menu else ()


def _in_english(site: Site, name: str) -> bool:
    document = site.phrases.get(REFERENCE)
    return bool(document and document.at((name,)))


def _braced(places: frozenset[str]) -> Sentence:
    return one_of(f"{{{place}}}" for place in sorted(places))


def _places_in_english(site: Site, name: str) -> frozenset[str]:
    """The places that the phrase has in English."""
    document = site.phrases.get(REFERENCE)
    text = document.at((name,)) if document else None
    try:
        return frozenset(placeholders(text)) & PHRASES[name] if isinstance(text, str) else frozenset()
    except ValueError:
        return frozenset()


@rule()
def phrase_needed_here(site: Site) -> Iterator[Problem]:
    """A node says one of the system's phrases that sites without such a node may leave out, and a language lacks it.

    FAIL `number: 0-7`, and no `entry_number_range` in `prompts/en/phrases.yaml`
    PASS that phrase in the `phrases.yaml` of every language
    """
    for placed in site.nodes:
        for name, language in product(placed.node.needs, site.languages):
            document = site.phrases.get(language)
            if document and document.whole and not document.at((name,)):
                message = said(
                    'the phrase "{name}" is said here and missing in "{language}".', name=name, language=language
                )
                hint = said("Write it into prompts/{language}/phrases.yaml.", language=language)
                yield placed.document.problem(placed.path, "phrase-needed-here", message, hint, name=True)


@rule(shares=True)
def unknown_phrase(site: Site) -> Iterator[Problem]:
    """A phrase that the system never says, perhaps a misspelt one.

    FAIL `godbye: …`
    PASS `goodbye: …`
    """
    for document in site.phrases.values():
        for name in document.value if isinstance(document.value, dict) else ():
            if name not in PHRASES:
                message = said('the system never says a phrase called "{name}".', name=name)
                hint = did_you_mean(name, PHRASES)
                yield document.problem((name,), "unknown-phrase", message, hint, name=True, level="warning")


@rule(shares=True)
def phrase_not_translated(site: Site) -> Iterator[Problem]:
    """Phrases that two languages have word for word, so that they were copied and never translated.

    Told once for a language. Whole sentences count alone, and not between the two kinds of Chinese, or the English of two
    countries.

    FAIL `prompts/es/phrases.yaml` with the words of `prompts/en/phrases.yaml`
    PASS those phrases in Spanish
    """
    sentences = {code: _sentences(site.phrases[code]) for code in site.languages if code in site.phrases}
    told = set[str]()
    for of, code in combinations(sorted(sentences, key=lambda code: code.partition("-")[0] != REFERENCE), 2):
        copied = [name for name, text in sentences[code].items() if sentences[of].get(name) == text]
        if copied and code not in told and not _may_be_alike(of, code):
            told.add(code)
            message = said(
                '"{phrase}" stands here word for word as in "{of}", and so untranslated (phrases like it: {count}).',
                of=of,
                phrase=copied[0],
                count=len(copied),
            )
            hint = said(
                "Translate them: whoever chose {language} hears another one.", language=language_name(site, code)
            )
            document = site.phrases[code]
            yield document.problem((copied[0],), "phrase-not-translated", message, hint, name=True, level="warning")


@rule()
def text_not_translated(site: Site) -> Iterator[Problem]:
    """Texts that two languages have word for word, so that they were copied and never translated.

    Told once for a language and a file. Whole sentences count alone, and not between the two kinds of Chinese, or the
    English of two countries.

    FAIL `say: {en: Please key in your number., es: Please key in your number.}`
    PASS `say: {en: Please key in your number., es: Marque su número.}`
    """
    found: dict[tuple[str, str], list[tuple[PlacedText, str]]] = {}
    for text in texts_of(site):
        for code, of in _copied(text.by_language):
            found.setdefault((text.document.file, code), []).append((text, of))
    for (_, code), copied in found.items():
        first, of = copied[0]
        message = said(
            'this stands in "{code}" word for word as in "{of}", and so untranslated (texts like it: {count}).',
            code=code,
            of=of,
            count=len(copied),
        )
        hint = said("Translate them: whoever chose {language} hears another one.", language=language_name(site, code))
        path = (*first.path, code)
        yield first.document.problem(path, "text-not-translated", message, hint, name=True, level="warning")


def _copied(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The languages whose words are those of another, each with that one."""
    told: dict[str, str] = {}
    for code in sorted(words, key=lambda code: code.partition("-")[0] != REFERENCE):
        of = told.setdefault(words[code], code)
        if of != code and not _may_be_alike(of, code) and _is_sentence(words[code]):
            yield code, of


def _sentences(document: Document) -> Mapping[str, str]:
    """The phrases of a file that have enough words, but for their places."""
    written = document.value if isinstance(document.value, dict) else {}
    texts = {name: text for name, text in written.items() if isinstance(text, str)}
    return {name: text for name, text in texts.items() if _is_sentence(text)}


def _is_sentence(text: str) -> bool:
    """Whether a text has so many words besides its places."""
    return len(re.findall(r"[^\W\d]+", re.sub(r"{[^{}]*}", " ", text))) >= FEWEST_WORDS


def _may_be_alike(one: str, other: str) -> bool:
    one, other = one.partition("-")[0], other.partition("-")[0]
    return one == other or (one in CHINESE and other in CHINESE)
