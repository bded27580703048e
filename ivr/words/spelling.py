"""Numbers spelt out by the rules that CLDR gives for a language."""

from decimal import Decimal
from functools import lru_cache

from unicode_rbnf import RbnfEngine


@lru_cache(maxsize=64)
def rules_of(language: str) -> RbnfEngine | None:
    """The rules of a language by its CLDR code, None when there are none. Read from a file once."""
    if language not in RbnfEngine.get_supported_languages():
        return None
    return RbnfEngine.for_language(language)


def spell(number: int | Decimal, language: str, ruleset: str) -> str:
    """A number in words. Raises KeyError for a language that `rules_of` does not know."""
    rules = rules_of(language)
    if rules is None:
        raise KeyError(language)
    return rules.format_number(number, ruleset_names=[ruleset]).text
