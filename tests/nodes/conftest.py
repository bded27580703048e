"""The small hotline, for the tests beside this file."""

from small_hotline import a_table, ring, three_languages, world

__all__ = ["a_table", "ring", "three_languages", "world"]
