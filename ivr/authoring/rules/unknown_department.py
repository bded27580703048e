"""A department that does not exist: there is no such folder with a `menu.yaml` under `menus/`.

FAIL `start: trasport/main`
PASS `start: transport/main`
"""

ID = "unknown-department"
