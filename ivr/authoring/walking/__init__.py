"""Walking every path of an edition through the real engine, to prove that no caller is dropped.

`walk(edition)` gives what it found; `times_to_answer(edition)` the seconds to each answer. What the walk leaves out
is told in `alike_calls.py`, what counts as being helped in `helping.py`.
"""

from ivr.authoring.walking.findings import Finding
from ivr.authoring.walking.times import Reach, times_to_answer
from ivr.authoring.walking.walk import Walk, walk

__all__ = ["Finding", "Reach", "Walk", "times_to_answer", "walk"]
