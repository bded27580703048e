"""What callers of the sample site want, and how they answer what is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH = {
    "For English": "3", "To be called back": "1", "after the tone": "record:20", "To keep it": "3",
    "You keyed": "1", "For a complaint": "1",
}  # fmt: skip
CANTONESE = {"廣東話，請按一": "1", "打返你而家用緊嘅號碼，請按一": "1", "之後": "record:20", "保留呢段錄音": "3"}
PUTONGHUA = {"普通话，请按二": "2", "拨回您现在使用的号码，请按一": "1", "之后": "record:20", "保留这段录音": "3"}
KEPT = ("Your message has been kept", "你嘅留言已經收到", "您的留言已经收到")
"""What promises that a message is there."""
REFERENCE = re.compile(r"(?:reference is|參考編號係|参考编号是)([^.。]+)[.。]")
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS: Mapping[str, str] = {
    **{word: str(digit) for digit, word in enumerate(NAMES)},
    **{word: str(digit) for digit, word in enumerate("零一二三四五六七八九")},
    "幺": "1",
}


@dataclass(frozen=True)
class Aim:
    """What somebody rings `number` for.

    `answers` are acts by the words that ask for them; of several the words heard last count. `reached` are the words
    after which the caller hangs up content, `officer` what an officer does who is rung.
    """

    name: str
    number: str
    answers: Mapping[str, str]
    reached: str
    officer: str = "answers"

    def act(self, heard: str) -> str:
        """What the caller does after these words: a script of one act."""
        places = [(heard.rfind(words), act) for words, act in self.answers.items()]
        last, act = max(places)
        return act if last >= 0 else "wait"


TRANSPORT, WATER = "+85222200101", "+85222200102"
SECRETS = ("01011980", "0417")
"""What is keyed where nothing may be kept."""
AIMS = (
    Aim(
        "an application",
        TRANSPORT,
        ENGLISH | {"For the status": "1", "eight digits of your": "12345674", "applicant's date of birth": SECRETS[0]},
        "has been approved",
    ),
    Aim(
        "fees", TRANSPORT, ENGLISH | {"For licence fees": "2", "For driving licence fees": "1"}, "nine hundred dollars"
    ),
    Aim("a complaint", TRANSPORT, ENGLISH | {"For complaints": "4"}, "reference is"),
    Aim("投訴", TRANSPORT, CANTONESE | {"讚揚，請按四": "4", "投訴，請按一": "1"}, "參考編號係"),
    Aim("投诉", WATER, PUTONGHUA | {"表扬，请按四": "4", "投诉，请按一": "1"}, "参考编号是"),
    Aim("a message", TRANSPORT, ENGLISH | {"To speak to an officer": "0"}, KEPT[0], officer="busy"),
    Aim("留言", TRANSPORT, CANTONESE | {"同職員對話": "0"}, KEPT[1], officer="unanswered"),
    Aim(
        "a balance",
        WATER,
        ENGLISH
        | {"For your account balance": "2", "ten digits of the account": "0045001237", "last four digits": SECRETS[1]},
        "Your balance is",
    ),
    Aim("an officer", WATER, ENGLISH | {"To speak to an officer": "0", "For a burst main": "1"}, "Goodbye"),
)


def references(heard: str) -> set[str]:
    """The references that were spoken, as digits."""
    return {_digits(spoken) for spoken in REFERENCE.findall(heard)}


def _digits(spoken: str) -> str:
    words = re.findall(r"[a-z]+|[零一二三四五六七八九幺]", spoken)
    return "".join(DIGITS[word] for word in words)
