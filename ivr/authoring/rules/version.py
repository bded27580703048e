"""The file is written for another version of this system.

FAIL `version: 2`
PASS `version: 1`
"""

ID = "version"
