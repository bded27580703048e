"""A table's file that is no CSV: a workbook under another name, another character set, a quotation mark left open.

CSV is read as spreadsheets save it: in UTF-8 or UTF-16, with commas, semicolons, tabs or bars between the cells, with
or without a first line such as `sep=;`, and with the line ends of any system. Other character sets are not guessed at,
as callers would hear the wrong names; what the file looks like is told instead.

FAIL an Excel workbook that was renamed `venues.csv`, or CSV in Big5
PASS the same saved as "CSV UTF-8"
"""

ID = "not-csv"
