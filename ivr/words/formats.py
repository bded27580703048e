"""The formats a value can have, and the one canonical text each is kept in."""

from typing import Literal, get_args

Format = Literal[
    "text",  # said as it stands
    "digits",  # 0-9 only, leading zeros kept; said one by one
    "reference",  # like digits, said more slowly in groups
    "letters",  # A-Z only; said one by one
    "phone",  # E.164; said in groups as people say telephone numbers
    "number",  # 1205 or -3.5; said as a quantity
    "money",  # dollars and cents: 1205.50
    "date",  # 2026-11-23
    "time",  # 09:30, 24-hour
    "moment",  # 2026-11-23T09:30 in the site's zone; said as weekday, date and time
]
FORMATS: tuple[str, ...] = get_args(Format)
