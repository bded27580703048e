"""What FreeSWITCH plays: a text after `say:`, a phrase macro, a tone, or a sound file."""

import re
from typing import NamedTuple


class Sound(NamedTuple):
    """The text of a sound; or, where only a program or a file knows it, what is played instead."""

    text: str
    played: str = ""


def sound(given: str) -> Sound:
    """What an attribute such as greet-long lets callers hear."""
    text = given.strip()
    if text.startswith("say:"):
        spoken = text.removeprefix("say:").strip()
        if re.search(r"\$\$?\{", spoken):
            return Sound("", f'a text with variables ("{spoken[:60]}")')
        return Sound(spoken.replace("{", "{{").replace("}", "}}"))
    if not text or text.startswith(("silence_stream:", "tone_stream:")):
        return Sound("")
    kind = "the phrase" if text.startswith("phrase:") else "the recording"
    return Sound("", f'{kind} "{text.removeprefix("phrase:")[:80]}"')
