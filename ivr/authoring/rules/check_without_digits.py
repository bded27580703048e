"""A check digit where no digits are asked for.

FAIL `date: past` with `check: luhn`
PASS `digits: 8` with `check: luhn`
"""

ID = "check-without-digits"
