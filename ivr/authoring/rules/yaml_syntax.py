"""A line that YAML cannot read, so that nothing below it can be either.

The usual causes: a text with a colon, or one that begins with { [ @ or %, without quotes; a tab; a full-width colon;
an apostrophe inside single quotes; `*:` for the star key.

FAIL `en: Press 1: for visas`
PASS `en: "Press 1: for visas"`
"""

ID = "yaml-syntax"
