"""What the switchboard hands back: an answer that the carrier can carry out."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.engine.edition import Language
from ivr.engine.instructions import Instruction


@dataclass(frozen=True)
class Answer:
    """What to say and do; `token` is the call as it now stands, for the next address; `voices` is by language code."""

    instructions: tuple[Instruction, ...]
    token: str
    voices: Mapping[str, Language]
