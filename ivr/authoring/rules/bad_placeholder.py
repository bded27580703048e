"""Braces in a text that make no place to fill.

A place is a plain name between braces. Braces that are to be spoken are written twice.

FAIL `Your {licence fee}` or `Your {fee`
PASS `Your {fee}`
"""

ID = "bad-placeholder"
