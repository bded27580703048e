"""A key that no telephone has.

A caller presses one key: 0 to 9, `star` or `hash`.

FAIL `12: {label: …, to: officer}`
PASS `2: {label: …, to: officer}`
"""

ID = "bad-key"
