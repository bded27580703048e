"""What must never be said: nothing at all, a place that nothing filled, a value that is none."""

import re
from functools import lru_cache

from ivr.authoring.yaml.invisible import says_nothing
from ivr.engine.edition import Edition
from ivr.engine.grammar import mentions
from ivr.engine.instructions import Ask, Record
from ivr.engine.turn import Turn
from ivr.translation import NOTHING, Sentence, said

UNFILLED = re.compile(r"[{}]|\b(?:None|NaN|nan|null|undefined)\b")


@lru_cache(maxsize=50_000)
def why_not_said(text: str) -> Sentence:
    """What is wrong with a text that callers would hear, empty when nothing is."""
    if says_nothing(text):
        return said("callers would hear nothing here.")
    found = UNFILLED.search(text)
    return said('callers would hear "{word}" here.', word=found[0]) if found else NOTHING


def silent(turn: Turn) -> bool:
    """Whether the caller is asked for something without a word."""
    *prompts, closing = turn.instructions
    return isinstance(closing, Ask | Record) and not getattr(closing, "prompts", prompts)


def written_so(edition: Edition) -> frozenset[str]:
    """Words that look like a mistake but are meant: a text may say "None of these", and nought is null in German."""
    texts = [text for phrases in edition.phrases.values() for text in phrases.values()]
    texts += [edition.key_name("0", code) for code in edition.languages]
    for node in edition.nodes.values():
        texts += [str(text) for _, value in mentions(node, "text") for text in dict(value).values()]
    braces = {"{", "}"} if any("{{" in text or "}}" in text for text in texts) else set()
    plain = (re.sub(r"\{\{|\}\}|\{\w+\}", " ", text) for text in texts)
    return frozenset(braces | {found[0] for text in plain for found in UNFILLED.finditer(text)})
