"""What a greeting says about keys: "press 1 for fees", "For fees, press one" become labels of choices."""

import re
from typing import NamedTuple

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
KEY_OF = {
    **{word: str(key) for key, word in enumerate(WORDS)},
    **{word: str(key) for key, word in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "star": "star",
    "asterisk": "star",
    "*": "star",
    "星號": "star",
    "星号": "star",
    "米字": "star",
    "pound": "hash",
    "hash": "hash",
    "#": "hash",
    "井號": "hash",
    "井号": "hash",
    "井字": "hash",
}
_KEY = rf"(?:the\s+)?(?P<key>[0-9]\b|\*|\#|(?:{'|'.join(WORDS)}|star|asterisk|pound|hash)\b)(?:\s+(?:key|sign))?"
_LABEL = r"(?:(?!\b(?:press|for)\b)[^.;!?]){2,80}?"  # behind "for"
_DEED = r"(?:(?!\bpress\b)[^.,;!?]){2,80}?"  # behind "to": "apply for a stall"
_PRESS_FOR = re.compile(
    rf"(?:\bor\s+|\band\s+)?(?P<press>(?:please\s+)?press\s+)?{_KEY},?\s+(?P<how>for|to)\s+"
    r"(?P<label>(?:(?!\bpress\b)[^.;,!?]){2,80}?)(?=\s*(?:[.;,!?]|$|\bor\b|\band\s+press\b|\bpress\b))",
    re.IGNORECASE,
)
_FOR_PRESS = re.compile(
    rf"(?:\bor\s+|\band\s+)?\b(?:for\s+(?P<label>{_LABEL})|(?P<how>to)\s+(?P<deed>{_DEED})),?\s+"
    rf"(?P<press>(?:please\s+)?press)\s+{_KEY}",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?P<press>)(?:如欲|如要|如果|如|若|想)?(?P<label>[^，。；、！？,.;!?\s]{1,30})[，,]?\s*(?:請|请)?按"
    r"(?P<key>[0-9零〇一二三四五六七八九]|星號|星号|井號|井号|米字|井字)(?:字|键|鍵)?"
)
_SPEAKS_OF_KEYS = re.compile(r"\bpress(?:ing)?\b|按\s*[0-9零〇一二三四五六七八九星井米]|^(?:or|and)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_SEPARATORS = " ,;，；、"
_DOUBLED = ("get", "put", "stop", "begin", "submit", "cut", "set", "run")


_OPERATOR = re.compile(
    r"\b(?:operator|receptionist|representative|agent|(?:a|our|to) (?:person|human))\b"
    r"|接線生|接线生|接線員|接线员|職員|职员|人工",
    re.IGNORECASE,
)


class Greeting(NamedTuple):
    """A greeting taken apart: what comes before the keys, the labels by key, and what is left that speaks of keys."""

    opening: str
    labels: dict[str, str]
    unclear: str = ""


def names_operator(label: str) -> bool:
    """Whether a label speaks of the person who helps with everything: "the operator", "an agent"."""
    return bool(_OPERATOR.search(label))


def plain(text: str) -> str:
    """The text on one line, without mark-up and without characters that nobody sees."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(_TAG.sub(" ", seen).split())


def take_apart(text: str) -> Greeting:
    """The labels in a greeting, by the pattern that finds most of them."""
    ways = (_matches(pattern, text) for pattern in (_PRESS_FOR, _FOR_PRESS, _CHINESE))
    first, *others = sorted(ways, key=lambda found: -len(found))
    found = list(first)
    for match in (each for matches in others for each in matches):
        if all(match.end() <= each.start() or each.end() <= match.start() for each in found):
            found.append(match)
    found.sort(key=lambda match: match.start())
    labels: dict[str, str] = {}
    for match in found:
        key = match["key"].lower()
        labels.setdefault(KEY_OF.get(key, key), _label(match))
    rest = _around(text, found)
    kept = [part for part in rest if not _SPEAKS_OF_KEYS.search(part)]
    return Greeting(
        " ".join(_ended(part) for part in kept), labels, " ".join(part for part in rest if part not in kept)
    )


def _ended(sentence: str) -> str:
    """The sentence with an end, so that another may follow."""
    return sentence if sentence[-1] in ".!?。！？" else f"{sentence}{'.' if sentence.isascii() else '。'}"


def _matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The places that tell a key; one without "press" only counts right behind another ("press 1 for a, 2 for b")."""
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        follows = bool(found) and not text[found[-1].end() : match.start()].strip(_SEPARATORS)
        if match["press"] is not None or follows:
            found.append(match)
    return found


def _around(text: str, found: list[re.Match[str]]) -> list[str]:
    """The sentences that stand around the places found."""
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    parts = (text[end:start].strip(_SEPARATORS) for end, start in zip(ends, starts, strict=True))
    sentences = (each.strip(_SEPARATORS) for part in parts for each in re.split(r"(?<=[.!?。！？])\s*", part))
    return [each for each in sentences if re.search(r"\w", each)]


def _label(match: re.Match[str]) -> str:
    """What stands behind "For": a verb ("to leave a message") in its -ing form."""
    given = match.groupdict()
    words = (given.get("deed") or given["label"]).strip(f"{_SEPARATORS}:")
    return re.sub(r"^[A-Za-z]+", _gerund, words, count=1) if (given.get("how") or "").lower() == "to" else words


def _gerund(verb: re.Match[str]) -> str:
    word = verb[0].lower()
    if word == "be":
        return "being"
    if word.endswith("e") and not word.endswith("ee"):
        return f"{word[:-1]}ing"
    return f"{word}{word[-1]}ing" if word in _DOUBLED else f"{word}ing"
