"""A kind of node that does not exist.

FAIL `kind: meny`
PASS `kind: menu`
"""

ID = "bad-kind"
