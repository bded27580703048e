"""A name that cannot be one.

Names of departments, nodes, tables, hotlines, calendars and officers are small letters, digits and _, beginning with a
letter. `back`, `repeat`, `language` and `goodbye` mean something in every menu already.

FAIL `Burst main:`
PASS `burst_main:`
"""

ID = "bad-name"
