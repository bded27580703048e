"""How things are said, in each language: numbers, dates, money, references, and texts with places to fill.

A value is kept as plain text in one canonical form and knows its format; only here does it become speech.
"""

from ivr.words.filling import TextPart, Value, always_said, fill, filled, parts_of, placeholders
from ivr.words.formats import (
    FORMATS,
    LONGEST,
    OR_EMPTY,
    Format,
    FormatName,
    Particular,
    as_datetime,
    canonical,
    date_order,
    format_of,
    may_be_empty,
    named,
    or_empty,
    read_date,
    read_moment,
    read_time,
    values_of,
    zone_of,
)
from ivr.words.home import HONG_KONG, Home
from ivr.words.refusals import NotTaken
from ivr.words.respelling import Pronunciation, respell, respelt_words
from ivr.words.seconds import seconds_to_say
from ivr.words.speech import say_day, say_key, say_tonight, say_value, says_values, variety
from ivr.words.stops import stop_of

__all__ = [
    "FORMATS",
    "HONG_KONG",
    "LONGEST",
    "OR_EMPTY",
    "Format",
    "FormatName",
    "Home",
    "NotTaken",
    "Particular",
    "Pronunciation",
    "TextPart",
    "Value",
    "always_said",
    "as_datetime",
    "canonical",
    "date_order",
    "fill",
    "filled",
    "format_of",
    "may_be_empty",
    "named",
    "or_empty",
    "parts_of",
    "placeholders",
    "read_date",
    "read_moment",
    "read_time",
    "respell",
    "respelt_words",
    "say_day",
    "say_key",
    "say_tonight",
    "say_value",
    "says_values",
    "seconds_to_say",
    "stop_of",
    "values_of",
    "variety",
    "zone_of",
]
