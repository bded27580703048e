"""Which characters and words betray that a text was written for another language than the one it stands under.

Two old character sets tell the scripts apart without a list of ours: GB 2312 has what mainland China writes, the
first plane of Big5 what Taiwan and Hong Kong write every day. What only one of them has belongs to one script.
"""

import re
from collections.abc import Callable

_RIGHT_IN_TRADITIONAL_TOO = frozenset("着叠恒咏厨温户净猫猪泪啰吓吖嘞咔")  # in GB 2312 only, and usual in Hong Kong
_RIGHT_IN_SIMPLIFIED_TOO = frozenset("瞭琯")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]")
_END_OF_FIRST_PLANE = b"\xc6\x80"
_MANDARIN = re.compile(
    r"(?<![目標])的(?![士確而])|(?<![但總於凡正不若如可要或還就硬])是(?![否次日項但非])|不(?:是|能|會|要|知道|在)"
    r"|[你我他她它您]們|這|沒有|什麼|怎麼|哪[裡裏]|看不到|找不到"
)


def wrong_script(text: str, language: str) -> str:
    """The characters of a text that belong to the other script, each once; none for other languages."""
    if language == "yue":
        return _those(text, _is_simplified_only)
    return _those(text, _is_traditional_only) if language == "cmn" else ""


def mandarin_words(text: str) -> tuple[str, ...]:
    """The words of a Cantonese text that nobody says in Cantonese, each once."""
    return tuple(dict.fromkeys(found[0] for found in _MANDARIN.finditer(text)))


def _those(text: str, is_wrong: Callable[[str], bool]) -> str:
    return "".join(dict.fromkeys(found[0] for found in _IDEOGRAPHS.finditer(text) if is_wrong(found[0])))


def _is_simplified_only(letter: str) -> bool:
    return bool(_encoded(letter, "gb2312")) and not _encoded(letter, "big5") and letter not in _RIGHT_IN_TRADITIONAL_TOO


def _is_traditional_only(letter: str) -> bool:
    usual = b"" < _encoded(letter, "big5") < _END_OF_FIRST_PLANE
    return usual and not _encoded(letter, "gb2312") and letter not in _RIGHT_IN_SIMPLIFIED_TOO


def _encoded(letter: str, character_set: str) -> bytes:
    return letter.encode(character_set, "ignore")
