"""A setting that this kind of node, or this part of a file, does not have.

A misspelt setting would otherwise be left out without a word.

FAIL `promt: …` in an `ask`, which has `say`
PASS `say: …`
"""

ID = "unknown-setting"
