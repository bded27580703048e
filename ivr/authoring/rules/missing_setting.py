"""A setting without which a node or a part of a file makes no sense.

FAIL a `menu` without `choices`
PASS a `menu` with at least one choice
"""

ID = "missing-setting"
