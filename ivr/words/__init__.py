"""How things are said, in each language: numbers, dates, money, references, and texts with places to fill.

A value is kept as plain text in one canonical form and knows its format; only here does it become speech.
"""

from ivr.words.filling import Value, fill, filled, placeholders
from ivr.words.formats import (
    FORMATS,
    Format,
    as_datetime,
    canonical,
    date_order,
    read_date,
    read_moment,
    read_time,
)
from ivr.words.home import HONG_KONG, Home
from ivr.words.refusals import NotTaken
from ivr.words.respelling import Pronunciation, respell, respelt_words
from ivr.words.seconds import seconds_to_say
from ivr.words.speech import say_day, say_key, say_tonight, say_value, says_values
from ivr.words.stops import stop_of

__all__ = [
    "FORMATS",
    "HONG_KONG",
    "Format",
    "Home",
    "NotTaken",
    "Pronunciation",
    "Value",
    "as_datetime",
    "canonical",
    "date_order",
    "fill",
    "filled",
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
]
