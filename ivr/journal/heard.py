"""How what was heard is written into the journal."""

from typing import Any

from ivr.engine.heard import Heard, Keys, Words, heard_to_json


def heard_as_kept(heard: Heard, *, hidden: bool, number: bool = False) -> dict[str, Any]:
    """What was heard as a JSON object, its name under `heard`; asterisks for what is `hidden`.

    `number` marks a step in which a telephone number was keyed or said back, for whoever masks it later.
    """
    kept = heard_to_json(heard)
    if number:
        kept["number"] = True
    if hidden and isinstance(heard, Keys):
        kept["digits"] = "*" * len(heard.digits)
    if hidden and isinstance(heard, Words):
        kept["text"] = "***"
    return kept
