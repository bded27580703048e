"""A row of a table's CSV file that cannot be loaded.

`ivr check` reads every row as loading does, however many there are. Of each file the first ten mistakes are told one
by one, then how many more there are. Columns that the menu does not declare are passed over.

FAIL `31/02/2026` in a column of dates, or five cells where there are six columns
PASS `2026-02-28`, and as many cells as the first line has names
"""

ID = "bad-row"
