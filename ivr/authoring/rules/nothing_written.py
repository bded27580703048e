"""A setting with nothing behind its colon.

FAIL `then:`
PASS `then: officer`
"""

ID = "nothing-written"
