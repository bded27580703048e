"""A line that begins `#:`. To YAML it is a comment, so the choice it was meant to be is not there.

FAIL `#: {label: …, to: repeat}`
PASS `hash: {label: …, to: repeat}`
"""

ID = "hash-is-comment"
