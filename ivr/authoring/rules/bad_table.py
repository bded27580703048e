"""A table that does not say in one way where its rows come from, or whose query its database refuses.

A query is tried where the address of the department's own database is set, with values that hardly anybody has.

FAIL a table with both `file` and `database`
PASS `file: venues.csv`, a CSV file beside the menu
"""

ID = "bad-table"
