"""Settings nested deeper than any menu needs.

FAIL brackets within brackets, more than twenty of them
PASS what the manual shows
"""

ID = "too-deep"
