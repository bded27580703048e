"""A file larger than 2 MB, which is no menu.

FAIL a list of ten thousand streets in `menu.yaml`
PASS the streets in a CSV file, as a table
"""

ID = "too-large"
