"""How what was heard is written into the journal, and how numbers are compared."""

from typing import Any

from ivr.engine.heard import Heard, Keys, Words


def heard_as_kept(heard: Heard, *, hidden: bool) -> dict[str, Any]:
    """What was heard as a JSON object, its name under `heard`; asterisks for what is `hidden`."""
    kept = {"heard": type(heard).__name__, **vars(heard)}
    if hidden and isinstance(heard, Keys):
        kept["digits"] = "*" * len(heard.digits)
    if hidden and isinstance(heard, Words):
        kept["text"] = "***"
    return kept


def numbers_alike(kept: str, called: str) -> bool:
    """Whether `called`, as a carrier writes it, is the E.164 number `kept`; spaces and a missing + do no harm."""
    digits = "".join(character for character in called if character in "0123456789")
    return bool(digits) and kept.removeprefix("+") == digits
