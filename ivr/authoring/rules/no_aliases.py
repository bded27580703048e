"""References of YAML (`&name`, `*name`), which hide what a file says.

FAIL `to: *officer`
PASS `to: officer`
"""

ID = "no-aliases"
