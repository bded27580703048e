"""A file that is not written in UTF-8, the one way of writing that has all languages.

FAIL a file saved as Big5
PASS the same saved as UTF-8
"""

ID = "not-utf-8"
