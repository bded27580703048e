"""A column whose dates might be read day first or month first, and nothing shows which.

`03/04/2026` is read as the third of April. Where some date of the same column, such as `25/04/2026`, can only be read
day first, all of them are taken so without a word; a date such as `04/25/2026` is a mistake.

FAIL `03/04/2026` and `05/06/2026`, and no other dates in the column
PASS `2026-04-03`, or `03/04/2026` with `25/04/2026` in the same column
"""

ID = "doubtful-date"
