"""For processes under libfaketime, which up to 0.9.10 refuses the sleep of Python where it leaves that clock true.

Python sleeps until a moment of the monotonic clock; libfaketime takes the moment for one of the wrong wall clock, and
the system answers EINVAL. So here a sleep is a wait for nothing, which libfaketime does not touch.
"""

import select
import time


def _sleep(seconds: float) -> None:
    select.select((), (), (), seconds)


time.sleep = _sleep
