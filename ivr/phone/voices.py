"""Which voices speak which languages, and how much they say at once.

Source: Twilio, "TwiML Voice: Say" and its error 13521; Google's voices carry their language in their name.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from ivr.errors import PhoneFault
from ivr.words.voices import speaks

GOOGLE = re.compile(r"Google\.([a-z]{2,3}-[A-Z]{2})-[A-Za-z0-9-]+")
MOST_ENCODED = 4500  # characters once URL-encoded: 500 Chinese ones


def check_speech(text: str, voice: str, language: str, spoken: Callable[[str, str], bool]) -> None:
    """Raises PhoneFault when the voice does not speak the language, or the text is empty or too long for it.

    Whether a voice does is `spoken`'s to tell.
    """
    if not text:
        raise PhoneFault("<Say> has nothing to say (error 13520)")
    if not spoken(voice, language):
        raise PhoneFault(f"<Say>: the voice {voice} does not speak {language} (errors 13511, 13512)")
    encoded = len(quote(text, safe=""))
    if encoded > MOST_ENCODED:
        raise PhoneFault(f"<Say> holds {encoded} characters once URL-encoded, {MOST_ENCODED} are spoken (error 13521)")
    length, most = _length(text, voice)
    if length > most:
        raise PhoneFault(f"<Say> holds {length} characters, the voice {voice} speaks {most} (error 13521)")


def may_speak(voice: str, language: str) -> bool:
    """Whether a voice is known to speak a language, or is called as if it did: Google's are more every year."""
    google = GOOGLE.fullmatch(voice)
    return google[1] == language if google else speaks(voice, language)


def _length(text: str, voice: str) -> tuple[int, int]:
    if voice.startswith("Polly."):
        return len(text), 3000
    return (len(text), 5000) if voice.startswith("Google.") else (len(text.encode()), 4096)
