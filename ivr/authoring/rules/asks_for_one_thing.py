"""An `ask` that says nothing of what is asked for, or more than one thing.

FAIL `digits: 8` and `date: past` in one node
PASS `digits: 8`
"""

ID = "asks-for-one-thing"
