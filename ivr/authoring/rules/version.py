"""The file is written for another version of this system.

`ivr upgrade` brings older files to this version; newer ones need a newer system.

FAIL `version: 2`
PASS `version: 1`
"""

ID = "version"
