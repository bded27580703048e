"""A day of the week that does not exist or has its hours already.

FAIL `friday-monday: 09:00-12:00`
PASS `friday-sunday: 09:00-12:00`
"""

ID = "bad-day"
