"""A choice with neither `to` nor `answer`, or with both.

FAIL `1: {label: …}`
PASS `1: {label: …, to: fees}`
"""

ID = "choice-leads-nowhere"
