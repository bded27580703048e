"""Frozen values with other parts: what `dataclasses.replace` does, five times as fast, for a turn makes a dozen."""

from typing import TypeVar

Value = TypeVar("Value")


def replace(value: Value, **changes: object) -> Value:
    """The value with some fields changed. The names are not checked, and the class must not have a __post_init__."""
    new: Value = object.__new__(type(value))
    new.__dict__.update(value.__dict__)
    new.__dict__.update(changes)
    return new
