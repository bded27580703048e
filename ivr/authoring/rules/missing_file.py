"""A file that must be there is not.

FAIL a site without `flows.yaml`
PASS a site with it
"""

ID = "missing-file"
