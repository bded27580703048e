"""The longer story of a rule, for `ivr explain`."""

from ivr.authoring.problems import did_you_mean
from ivr.authoring.rules import BY_NAME

RULE_NAMES: tuple[str, ...] = tuple(sorted(BY_NAME))


def explain(rule: str) -> str:
    """The manual page of a rule. Raises KeyError, with a hint, for a name no rule has."""
    if rule not in BY_NAME:
        raise KeyError(f'no rule is called "{rule}". {did_you_mean(rule, RULE_NAMES)}'.strip())
    return f"{rule}\n\n{BY_NAME[rule].page}"
