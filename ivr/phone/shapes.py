"""What TwiML allows: for each element its attributes, their values, what may stand inside, and whether it has text.

Source: the page of each verb under Twilio, "TwiML for Programmable Voice".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ShapeRule:
    """What a value must be: in words, and as a test."""

    wants: str
    fits: Callable[[str], bool]


@dataclass(frozen=True)
class Shape:
    """One element: attributes by name, elements allowed `inside`, and whether `text` is "none", "may" or "must"."""

    attributes: Mapping[str, ShapeRule] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    text: str = "none"


def whole(least: int, most: int, *words: str) -> ShapeRule:
    """A whole number within bounds, or one of `words`."""
    wants = " or ".join([f"a whole number from {least} to {most}", *words])
    return ShapeRule(wants, lambda value: value in words or _in_range(value, least, most))


def one_of(*words: str) -> ShapeRule:
    """One of `words`, case and all."""
    return ShapeRule("one of " + ", ".join(words), lambda value: value in words)


def matching(wants: str, pattern: str) -> ShapeRule:
    """A text that a pattern fits from end to end."""
    return ShapeRule(wants, lambda value: re.fullmatch(pattern, value) is not None)


def _in_range(value: str, least: int, most: int) -> bool:
    return re.fullmatch(r"[0-9]{1,6}", value) is not None and least <= int(value) <= most


def _hints(value: str) -> bool:
    words = value.split(",")
    return len(words) <= 500 and all(0 < len(word.strip()) <= 100 for word in words)


ANY_TEXT = ShapeRule("any text", lambda _: True)
URL = matching("an address without spaces", r"[!-~]*")
METHOD = one_of("GET", "POST")
YES_NO = one_of("true", "false")
TELEPHONE = matching("a telephone number such as +85212345678", r"\+[1-9][0-9]{6,14}")
LANGUAGE = matching("a language tag such as yue-HK", r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
ACTION = {"action": URL, "method": METHOD}
PROMPTS = frozenset({"Say", "Play", "Pause"})

SHAPES: Mapping[str, Shape] = {
    "Say": Shape({"voice": ANY_TEXT, "language": LANGUAGE, "loop": whole(0, 1000)}, text="must"),
    "Play": Shape({"loop": whole(0, 1000), "digits": matching("keys and waits", r"[0-9A-D#*wW]+")}, text="may"),
    "Pause": Shape({"length": whole(1, 14_400)}),
    "Gather": Shape(
        ACTION
        | {
            "input": one_of("dtmf", "speech", "dtmf speech", "speech dtmf"),
            "timeout": whole(1, 600, "auto"),
            "numDigits": whole(1, 999),
            "finishOnKey": matching("one key or empty", r"[0-9#*]?"),
            "actionOnEmptyResult": YES_NO,
            "speechTimeout": whole(1, 60, "auto"),
            "speechModel": matching("a speech model", r"[a-z0-9_-]+"),
            "language": LANGUAGE,
            "hints": ShapeRule("at most 500 hints of at most 100 characters", _hints),
            "profanityFilter": YES_NO,
            "partialResultCallback": URL,
            "partialResultCallbackMethod": METHOD,
            "enhanced": YES_NO,
            "bargeIn": YES_NO,
            "maxSpeechTime": whole(1, 60),
        },
        PROMPTS,
    ),
    "Record": Shape(
        ACTION
        | {
            "timeout": whole(0, 14_400),
            "finishOnKey": matching("keys", r"[0-9#*]*"),
            "maxLength": whole(1, 14_400),
            "playBeep": YES_NO,
            "trim": one_of("trim-silence", "do-not-trim"),
            "recordingStatusCallback": URL,
            "recordingStatusCallbackMethod": METHOD,
            "recordingStatusCallbackEvent": matching("recording events", r"(in-progress|completed|absent| )+"),
        }
    ),
    "Dial": Shape(
        ACTION
        | {
            "timeout": whole(5, 600),
            "timeLimit": whole(1, 14_400),
            "callerId": ANY_TEXT,
            "answerOnBridge": YES_NO,
            "hangupOnStar": YES_NO,
            "ringTone": matching("a country code", r"[a-z]{2}(-old)?"),
            "sequential": YES_NO,
        },
        frozenset({"Number"}),
        "may",
    ),
    "Number": Shape(
        {
            "url": URL,
            "method": METHOD,
            "sendDigits": matching("keys and waits", r"[0-9#*wW]+"),
            "statusCallback": URL,
            "statusCallbackMethod": METHOD,
            "statusCallbackEvent": matching("call events", r"(initiated|ringing|answered|completed| )+"),
        },
        text="must",
    ),
    "Redirect": Shape({"method": METHOD}, text="must"),
    "Hangup": Shape(),
    "Reject": Shape({"reason": one_of("rejected", "busy")}),
}
DOCUMENT = Shape(inside=frozenset(SHAPES) - {"Number"})
WHISPER = Shape(inside=frozenset({"Say", "Play", "Gather", "Hangup"}))
