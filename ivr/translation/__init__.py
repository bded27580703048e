"""The program's own words, and their translations: what people read. What callers hear stands in `prompts/`.

English stands where it is said, in `said("…")`, and is what its translation is found by. The catalogues are .po
files beside this one, a folder a locale. One is read when something is first told in its locale; English needs none.
"""

from ivr.translation.catalogues import CHINESE, ENGLISH, in_language
from ivr.translation.keeping import sentence_from_json, sentence_to_json
from ivr.translation.sentences import NOTHING, Sentence, as_it_stands, counted, in_context, said, together

__all__ = [
    "CHINESE",
    "ENGLISH",
    "NOTHING",
    "Sentence",
    "as_it_stands",
    "counted",
    "in_context",
    "in_language",
    "said",
    "sentence_from_json",
    "sentence_to_json",
    "together",
]
