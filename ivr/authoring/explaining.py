"""The longer story of a rule, for `ivr explain`."""

from ivr.authoring.problems import did_you_mean
from ivr.authoring.rules import BY_NAME
from ivr.authoring.sentences import said
from ivr.authoring.translating import ENGLISH, in_language, page_in_language

RULE_NAMES: tuple[str, ...] = tuple(sorted(BY_NAME))


def explain(rule: str, language: str = ENGLISH) -> str:
    """The manual page of a rule in a language. Raises KeyError, with a hint, for a name no rule has."""
    if rule not in BY_NAME:
        told = said('no rule is called "{name}".', name=rule)
        raise KeyError(" ".join(in_language(part, language) for part in (told, did_you_mean(rule, RULE_NAMES)) if part))
    return f"{rule}\n\n{page_in_language(rule, BY_NAME[rule].page, language)}"
