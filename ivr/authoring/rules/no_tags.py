"""Tags of YAML (`!name`), which mean nothing here.

FAIL `say: !important …`
PASS `say: {yue: …}`
"""

ID = "no-tags"
