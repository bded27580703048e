"""How long a caller listens before pressing a key: until the words that name it have been spoken."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ivr.engine.edition import Edition
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.instructions import Prompt
from ivr.words import seconds_to_say

KEY_SECONDS = 0.5
HOLD_SECONDS = 1.0  # of silence after the words of whoever is asked to wait, before the call goes on
_STOP = re.compile(r"[.。।!！]|$")


def seconds_of(prompts: Iterable[Prompt]) -> float:
    """How long prompts last."""
    return sum(map(_seconds, prompts))


def names_key(edition: Edition, prompts: Iterable[Prompt], digit: str) -> bool:
    """Whether the prompts tell the caller to press a key."""
    return any(_end_of_naming(edition, prompt, digit) is not None for prompt in prompts)


def seconds_before(edition: Edition, prompts: Iterable[Prompt], digit: str) -> float:
    """How long a caller listens who presses a key as soon as it is named; to the end where it never is."""
    listened = 0.0
    for prompt in prompts:
        end = _end_of_naming(edition, prompt, digit)
        if end is not None:
            return listened + seconds_to_say(prompt.text[:end], prompt.language)
        listened += _seconds(prompt)
    return listened


def _seconds(prompt: Prompt) -> float:
    return seconds_to_say(prompt.text, prompt.language)


def _end_of_naming(edition: Edition, prompt: Prompt, digit: str) -> int | None:
    """Where in the text of a prompt the words that name a key end, None when they are not there."""
    if prompt.language not in edition.phrases:
        return None
    name = edition.key_name(KEY_OF_DIGIT[digit], prompt.language)
    return _named_until(edition.phrases[prompt.language].get("choice", ""), name, prompt.text)


@lru_cache(maxsize=8192)
def _named_until(choice: str, name: str, text: str) -> int | None:
    """As above. The same few texts are heard again and again, on every way that leads by them."""
    found = _naming(choice, name).search(text)
    if not found:
        return None
    stop = _STOP.search(text, found.end())
    return stop.end() if stop else found.end()


@lru_cache(maxsize=256)
def _naming(choice: str, name: str) -> re.Pattern[str]:
    """The name of a key beside the word for pressing it, as the phrase of a choice has it: "press one", "एक दबाएँ"."""
    before, _, after = choice.partition("{key}")
    before, after = before.rpartition("}")[2].strip(" ,，、"), after.partition("{")[0].strip(" .。।!！")
    behind = rf"|{re.escape(name)}\s*{re.escape(after)}" if after else ""
    return re.compile(rf"{re.escape(before)}\s*{re.escape(name)}(?![a-z]){behind}", re.IGNORECASE)
