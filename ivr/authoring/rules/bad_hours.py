"""Hours that cannot be read, overlap, or end before they begin.

FAIL `saturday: 9-12`
PASS `saturday: 09:00-12:00`
"""

ID = "bad-hours"
