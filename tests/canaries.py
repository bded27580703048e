"""Values that nobody but their own caller may know, as they are kept and as they are spoken, to be searched for."""

from collections.abc import Iterable

SECRETS = {"code": "918273", "birth": "1961-07-04"}
PRIVATE = {"number": "76543210", "due": "4321.09", "holder": "Zebedee Quorn"}
KEYED = ("04071961",)
SPOKEN = (
    "seven six five four three two one zero",
    "nine one eight two seven three",
    "fourth of July, nineteen sixty-one",
    "four thousand three hundred and twenty-one",
)
CANARIES = (*SECRETS.values(), *PRIVATE.values(), *KEYED, *SPOKEN)


def found_in(texts: Iterable[str]) -> set[str]:
    """The canaries that stand in any of the texts."""
    joined = "\n".join(texts)
    return {canary for canary in CANARIES if canary in joined}
