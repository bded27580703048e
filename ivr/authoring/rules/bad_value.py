"""A value of the wrong sort: a word where a number is wanted, a group of settings where one text is.

FAIL `most: often`
PASS `most: 5`
"""

ID = "bad-value"
