"""A table that does not say in one way where its rows come from.

FAIL a table with both `file` and `database`
PASS `file: venues.csv`, a CSV file beside the menu
"""

ID = "bad-table"
