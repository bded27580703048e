"""The difference between two editions: what callers will notice, in words."""

from ivr.authoring.differing.changes import Change
from ivr.authoring.differing.editions import differences
from ivr.authoring.differing.printing import changes_text
from ivr.authoring.differing.touched import touched

__all__ = ["Change", "changes_text", "differences", "touched"]
