"""The same setting twice in one place; YAML would keep only the last without a word.

FAIL two choices `1:` in one menu
PASS `1:` and `2:`
"""

ID = "written-twice"
