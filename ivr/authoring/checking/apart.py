"""A check in a process of its own: whoever asked stays well meanwhile, and it ends when it takes too long.

`python -m ivr.authoring.checking.apart` is that process: a pickled question on standard input, the pickled `Checked` on
standard output, both by and for this file alone.
"""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile

from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.site.files import SiteFiles
from ivr.engine.abilities import EVERYTHING, Abilities
from ivr.errors import CheckUnfinished

PROGRAM = (sys.executable, "-m", "ivr.authoring.checking.apart")
TICK = 1.0


def check_apart(
    files: SiteFiles,
    today: date,
    seconds: float,
    meanwhile: Callable[[], None],
    carrier: Abilities = EVERYTHING,
) -> Checked:
    """As `check_files`; `meanwhile` is called every second. Raises CheckUnfinished, after so many seconds at most."""
    until = time.monotonic() + seconds
    try:
        with TemporaryFile() as question:  # a pipe would have to be filled while that process reads
            pickle.dump((files, today, carrier), question)
            question.seek(0)
            with subprocess.Popen(PROGRAM, stdin=question, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
                try:
                    told = _answer(process, until, meanwhile)
                finally:
                    process.kill()
    except OSError as error:  # such as a full disk
        raise CheckUnfinished(f"the check could not be started: {error}") from error
    if told is None:
        raise CheckUnfinished(f"the check took longer than {seconds:g} seconds")
    if process.returncode:
        raise CheckUnfinished(f"the check ended with {process.returncode}")
    checked: Checked = pickle.loads(told)  # noqa: S301 - written by the process that was started above
    return replace(checked, files=files)


def _answer(process: "subprocess.Popen[bytes]", until: float, meanwhile: Callable[[], None]) -> bytes | None:
    """All that it wrote, None when time is over."""
    while (left := until - time.monotonic()) > 0:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=min(TICK, left))[0]
        meanwhile()
    return None


def main() -> None:
    """Answer one question."""
    files, today, carrier = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `check_apart`
    checked = check_files(files, today, carrier=carrier)
    pickle.dump(replace(checked, files=SiteFiles({})), sys.stdout.buffer)


if __name__ == "__main__":
    main()
