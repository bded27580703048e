"""Names of nodes and officers made of the names that another system gave them."""

import re
from collections.abc import Collection

from ivr.engine.grammar import RESERVED

LONGEST = 40


def slug(wish: str) -> str:
    """The wish in small letters, digits and _; empty when nothing of it can stand in a name."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", wish)
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    return re.sub(r"^[0-9]", lambda digit: f"n{digit[0]}", plain)[:LONGEST].strip("_")


def new_name(wish: str, otherwise: str, taken: Collection[str]) -> str:
    """A name like the wish (or like `otherwise`) that no other has and that means nothing else in a menu."""
    name = slug(wish) or otherwise
    if name in RESERVED:
        name = f"{name}_node"
    names = (name, *(f"{name[: LONGEST - 5]}_{number}" for number in range(2, 10_000)))
    return next(each for each in names if each not in taken)
