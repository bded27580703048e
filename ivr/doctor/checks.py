"""The list of all that is looked at, in the order in which it is told; one more is one line, and its function.

Those that are `slow` ask something outside this machine, which may not answer: a page shows what the scheduler found
of them last. Each has an end: what is not known after PATIENCE seconds is told as not known.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ivr.doctor import keeping, machine, outside, reaching, serving
from ivr.doctor.diagnosis import Diagnosis, unknown
from ivr.doctor.kept_looks import Look
from ivr.doctor.premises import Premises
from ivr.logs import logger
from ivr.translation import Sentence, said

log = logger(__name__)
PATIENCE = 20.0  # seconds that all of them have together


@dataclass(frozen=True)
class Examination:
    """One thing that is looked at: its name for programs, its title for people, and how it is looked at."""

    name: str
    title: Sentence
    look: Callable[[Premises], Diagnosis]
    slow: bool = False


CHECKS = (
    Examination("settings", said("Settings"), serving.settings),
    Examination("permissions", said("Files and who may read them"), machine.permissions),
    Examination("disk", said("Room on the disk"), machine.disk),
    Examination("clock", said("The clock"), machine.clock, slow=True),
    Examination("database", said("The database"), keeping.database),
    Examination("revision", said("Tables of the database"), keeping.revision),
    Examination("spool", said("Calls kept on the disk"), keeping.spool),
    Examination("log", said("Calls kept in the log"), keeping.log_only),
    Examination("scheduler", said("What happens later"), serving.scheduler),
    Examination("edition", said("The edition in service"), serving.edition),
    Examination("copies", said("Its copy on the disk"), serving.copies),
    Examination("voices", said("Voices"), serving.voices),
    Examination("officers", said("Numbers of officers"), serving.officers),
    Examination("address", said("The public address"), reaching.address, slow=True),
    Examination("certificate", said("Its certificate"), reaching.certificate, slow=True),
    Examination("proxies", said("Proxies"), reaching.proxies),
    Examination("line", said("A call over it"), reaching.line, slow=True),
    Examination("trial-calls", said("Calls that try the lines every hour"), reaching.trial_calls),
    Examination("carrier", said("Numbers at the carrier"), outside.carrier, slow=True),
    Examination("mail", said("The mail server"), outside.mail, slow=True),
    Examination("texts", said("Text messages"), outside.texts, slow=True),
    Examination("transcripts", said("Transcripts of recordings"), outside.transcripts),
    Examination("outbox", said("The outbox"), outside.outbox),
    Examination("people", said("Accounts of the desk"), serving.people),
    Examination("purge", said("Deleting by rule"), keeping.purge),
)
QUICK = tuple(check for check in CHECKS if not check.slow)
SLOW = tuple(check for check in CHECKS if check.slow)


def examine(premises: Premises, checks: Iterable[Examination] = CHECKS, seconds: float = PATIENCE) -> Look:
    """Look, and tell what is known after so many seconds at most. Never raises.

    The quick ones are done one after another, so that they need no more than one connection to the database, and each
    of the slow ones at the same time.
    """
    found: dict[str, Diagnosis] = {}
    wanted = tuple(checks)
    quick = [check for check in wanted if not check.slow]
    if len(quick) < len(wanted):
        # by one alone: of a package that several threads import at once each may find a half, and fail
        import requests  # noqa: F401
    threads = [_started(group, premises, found) for group in (quick, *([check] for check in wanted if check.slow))]
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    late = unknown(said("It did not answer within {seconds} seconds.", seconds=f"{seconds:.0f}"))
    known = dict(found)
    return Look(premises.now(), {check.name: known.get(check.name, late) for check in wanted})


def _started(group: Iterable[Examination], premises: Premises, found: dict[str, Diagnosis]) -> threading.Thread:
    """A thread of their own, which ends with the process: what hangs keeps nobody waiting."""

    def look() -> None:
        for check in group:
            found[check.name] = _looked(check, premises)

    thread = threading.Thread(target=look, name="doctor", daemon=True)
    thread.start()
    return thread


def _looked(check: Examination, premises: Premises) -> Diagnosis:
    try:
        return check.look(premises)
    except Exception as error:  # whatever it is, the others are told all the same
        log.exception("a check failed", check=check.name)
        return unknown(
            said("The look itself failed: {error}.", error=type(error).__name__), said("The log says where.")
        )
