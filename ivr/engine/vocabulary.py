"""Closed vocabularies: what is told of each of their words is told of all."""

from collections.abc import Collection
from typing import TypeVar, get_args

Told = TypeVar("Told", bound=Collection[object])


def complete(told: Told, vocabulary: object) -> Told:
    """What is `told`, by word or in their order, of every word of a vocabulary (a Literal) and of nothing else.

    Raises TypeError where it is not, so that whoever adds a word learns at the first import where it is missing.
    """
    words = set(get_args(vocabulary))
    if set(told) != words:
        raise TypeError(f"missing or too many: {', '.join(sorted(map(str, words ^ set(told))))}")
    return told
