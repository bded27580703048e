"""Words by which callers could mean two keys of a menu, so that nothing is chosen when they say them.

FAIL the choices `fees` and `opening hours`, the second with `also: {en: [fees]}`; `also: {en: [operator]}`, which is
     one of the words for key 0 in `phrases.yaml`
PASS words of its own for each choice

Only languages with `speech` are looked at; in the others callers press keys.
"""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import PlacedNode, Site
from ivr.engine.meaning import shared_words
from ivr.engine.ways import Way, site_names
from ivr.nodes.menu import Choice, MenuNode

ID = "same-words"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every menu, in every language that is recognised."""
    spoken = [code for code, language in site.flows.languages.items() if language.speech] if site.flows else []
    for placed in site.nodes:
        if isinstance(placed.node, MenuNode):
            for code in spoken:
                yield from _in_menu(site, placed, placed.node.choices, code)


def _in_menu(site: Site, placed: PlacedNode, choices: Mapping[str, Choice], code: str) -> Iterator[Problem]:
    ways = {key: Way(choice.to or "", keeps=choice.keep) for key, choice in choices.items()}
    inherited = site.flows.keys if site.flows else {}
    ways |= {key: Way(to) for key, to in inherited.items() if key not in ways}
    names = tuple(site_names(_phrases(site, code), ways, placed.department))
    texts = tuple((key, tuple(_said_for(choice, code))) for key, choice in choices.items())
    for (key, text), others in shared_words(texts, names).items():
        earlier = sorted(others - set(list(choices)[list(choices).index(key) :]))
        if earlier:
            yield _problem(placed, (key, code), text, choices[key], earlier[0])


def _problem(placed: PlacedNode, at: tuple[str, str], text: str, choice: Choice, other: str) -> Problem:
    key, code = at
    setting = "also" if text in choice.also.get(code, ()) else "label"
    message = said('callers who say "{words}" could mean key {key} or key {other}.', words=text, key=key, other=other)
    hint = said("Nothing is chosen by these words. Give one of the two other words.")
    path = (*placed.path, "choices", key, setting, code)
    return placed.document.problem_with_word(path, text, ID, message, hint, "warning")


def _phrases(site: Site, code: str) -> Mapping[str, str]:
    written = site.phrases[code].value if code in site.phrases else {}
    return {name: text for name, text in written.items() if isinstance(text, str)} if isinstance(written, dict) else {}


def _said_for(choice: Choice, code: str) -> Iterator[str]:
    if choice.label.get(code):
        yield choice.label[code]
    yield from choice.also.get(code, ())
