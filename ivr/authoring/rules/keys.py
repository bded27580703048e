"""Rules about the keys callers press, and the words they say instead."""

from collections.abc import Iterator, Mapping

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.problems import Problem
from ivr.authoring.rules.key_names import keys_named
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.yaml.marks import Path
from ivr.engine.meaning import shared_words
from ivr.engine.node import Offer
from ivr.engine.ways import Way, site_names
from ivr.translation import said


@rule(shares=True)
def key_twice(site: Site) -> Iterator[Problem]:
    """Two languages on the same key, or a language on a key that leads to more languages or to something else.

    FAIL `yue: {key: 1, …}` and `cmn: {key: 1, …}`
    PASS a key each, or `tl: {key: 1, behind: 4, …}`, which is chosen by 4 and then 1
    """
    if site.flows is None:
        return
    taken: dict[tuple[str, str], str] = {}
    groups = {language.behind for language in site.flows.languages.values()}
    for code, language in site.flows.languages.items():
        pressed = (language.behind or "", language.key)
        if pressed in taken:
            message = said('key {key} chooses "{language}" already.', key=language.key, language=taken[pressed])
            yield site.flows_document.problem(("languages", code, "key"), "key-twice", message)
        taken.setdefault(pressed, code)
    for path, key in _beside_the_languages(site.flows):
        if ("", key) in taken:
            message = said('key {key} chooses "{language}" already.', key=key, language=taken["", key])
            yield site.flows_document.problem(path, "key-twice", message, name=path[0] == "beside_languages")
        elif path[0] == "beside_languages" and key in groups:
            message = said("key {key} leads to more languages already.", key=key)
            yield site.flows_document.problem(path, "key-twice", message, name=True)


def _beside_the_languages(flows: FlowsFile) -> Iterator[tuple[Path, str]]:
    """The keys of the language prompt that choose no language, and where they are written."""
    behind = {code: language.behind for code, language in flows.languages.items() if language.behind}
    yield from ((("languages", code, "behind"), key) for code, key in behind.items())
    yield from ((("beside_languages", key), key) for key in flows.beside_languages)


@rule()
def key_disagrees(site: Site) -> Iterator[Problem]:
    """A text that tells callers to press a key which does something else there, or nothing.

    The system itself says the key behind each label, so a label need not name one. Other texts may name the keys of their
    menu, of the menu that follows at once, and those that flows.yaml puts on every menu. Numbers that are no keys ("within
    5 days") are left alone.

    FAIL `2: {label: {en: "opening hours, press five"}, …}`
    PASS `2: {label: {en: opening hours}, …}`
    """
    nodes = {placed.name: placed for placed in site.nodes}
    everywhere = frozenset(site.flows.keys if site.flows else ())
    for text in texts_of(site):
        if text.placed:
            own = _own_key(text)
            known = {own} if own else everywhere | _keys_at(text.placed, nodes)
            yield from _keys_in_text(text, own, known)


def _own_key(text: PlacedText) -> str:
    """The key whose label this is."""
    return text.path[-2] if text.path[-1] == "label" and text.path[-3:-2] == ("choices",) else ""


def _keys_at(placed: PlacedNode, nodes: dict[str, PlacedNode]) -> frozenset[str]:
    """The keys that do something at a node, and at those to which it leads."""
    there = (nodes[to] for _, to in placed.mentions("destination") if to in nodes)
    return frozenset().union(*(each.node.own_keys for each in (placed, *there)))


def _keys_in_text(text: PlacedText, own: str, known: frozenset[str] | set[str]) -> Iterator[Problem]:
    for code, words in text.by_language.items():
        for key, named in keys_named(words):
            if key in known:
                continue
            if own:
                message = said('"{words}" stands in the label of key {key}.', words=named, key=own)
                hint = said("Leave the key out of the label: it is said behind it.")
                yield text.document.problem_with_word((*text.path, code), named, "key-disagrees", message, hint)
            else:
                message = said('"{words}": no key {key} does anything here.', words=named, key=key)
                hint = said("Name a key of this menu, or leave it out.")
                yield text.document.problem_with_word(
                    (*text.path, code), named, "key-disagrees", message, hint, "warning"
                )


@rule(Stage.PATHS)
def same_words(site: Site) -> Iterator[Problem]:
    """Words by which callers could mean two keys of a menu, so that nothing is chosen when they say them.

    FAIL the choices `fees` and `opening hours`, the second with `also: {en: [fees]}`; `also: {en: [operator]}`, which is
         one of the words for key 0 in `phrases.yaml`
    PASS words of its own for each choice

    Only languages with `speech` are looked at; in the others callers press keys.
    """
    spoken = [code for code, language in site.flows.languages.items() if language.speech] if site.flows else []
    for placed in site.nodes:
        for code in spoken if placed.node.offers else ():
            yield from _words_in_menu(site, placed, placed.node.offers, code)


def _words_in_menu(site: Site, placed: PlacedNode, choices: Mapping[str, Offer], code: str) -> Iterator[Problem]:
    ways = {key: Way(choice.to or "", keeps=choice.keep) for key, choice in choices.items()}
    inherited = site.flows.keys if site.flows else {}
    ways |= {key: Way(to) for key, to in inherited.items() if key not in ways}
    names = tuple(site_names(_phrases_in(site, code), ways, placed.department))
    texts = tuple((key, tuple(_words_for(choice, code))) for key, choice in choices.items())
    for (key, text), others in shared_words(texts, names).items():
        earlier = sorted(others - set(list(choices)[list(choices).index(key) :]))
        if earlier:
            yield _shared_words(placed, (key, code), text, choices[key], earlier[0])


def _shared_words(placed: PlacedNode, at: tuple[str, str], text: str, choice: Offer, other: str) -> Problem:
    key, code = at
    setting = "also" if text in choice.also.get(code, ()) else "label"
    message = said('callers who say "{words}" could mean key {key} or key {other}.', words=text, key=key, other=other)
    hint = said("Nothing is chosen by these words. Give one of the two other words.")
    path = (*placed.path, "choices", key, setting, code)
    return placed.document.problem_with_word(path, text, "same-words", message, hint, "warning")


def _phrases_in(site: Site, code: str) -> Mapping[str, str]:
    written = site.phrases[code].value if code in site.phrases else {}
    return {name: text for name, text in written.items() if isinstance(text, str)} if isinstance(written, dict) else {}


def _words_for(choice: Offer, code: str) -> Iterator[str]:
    if choice.label.get(code):
        yield choice.label[code]
    yield from choice.also.get(code, ())
