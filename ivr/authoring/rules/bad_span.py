"""Neither a number nor a span of numbers.

FAIL `digits: six`
PASS `digits: 6-10`
"""

ID = "bad-span"
