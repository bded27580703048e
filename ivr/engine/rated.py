"""What a node asks callers about a call, as those who read the answers must know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RatedQuestion:
    """A question: whether its answers lie on a `scale`, of which there is a mean; else the `labels` of keys, if any.

    A label is a text by language.
    """

    scale: bool = False
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
