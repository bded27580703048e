"""What a spreadsheet ruins in a table without a word.

Zeros at the beginning of a number are taken away, so that callers key eight digits and the cell has six. A formula
leaves `#N/A`. A cell is empty in one language and filled in another. A table has its first line and no row.

FAIL `100230` in a column that is matched with `digits: 8`
PASS `00100230`
"""

ID = "spoilt-table"
