"""`python -m bench.guessing`: how far somebody gets who rings again and again to guess the code of one account.

The sample site is rung in process, as a carrier rings it: in each call two codes are tried, counting up from 0000, and
then the caller hangs up, before the third would end the call's tries. The right code is 0417.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from ivr.app.application import bare_app
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.logs import set_up_logs
from ivr.phone.line import Line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.database.schema import upgrade
from ivr.storage.journal.tables import journal

HOTLINE, ACCOUNT = "+85222200102", "0045001237"
TO_THE_QUESTION = ("3", "2")  # English, your account balance
FOUND = "Your balance is"
ASKED_AGAIN = "Please key in the ten digits"
GUESSES_A_CALL = 2
CALLS = 260
ONE_CALLER: Callable[[int], str] = lambda _: "+85255501234"  # noqa: E731 - two ways to choose a number
NEW_CALLERS: Callable[[int], str] = lambda call: f"+8525{5_000_000 + call:07}"  # noqa: E731


@dataclass
class Attack:
    """What came of it: the guesses that were keyed and those that were looked up, and the words that were heard."""

    keyed: int = 0
    looked_up: int = 0
    calls: int = 0
    seconds: float = 0.0
    heard: set[str] = field(default_factory=set)

    @property
    def got_in(self) -> bool:
        """Whether the account's balance was heard."""
        return any(FOUND in words for words in self.heard)


def attack(installation: Installation, caller: Callable[[int], str], calls: int = CALLS, begin: int = 0) -> Attack:
    """Guess until the balance is heard or `calls` were made; `caller` gives the number of each."""
    line = line_into(bare_app(installation).wsgi_app, installation.settings)
    result, before, started = Attack(), looked_up(installation), time.perf_counter()
    while not result.got_in and result.calls < calls:
        first = begin + GUESSES_A_CALL * result.calls
        heard = list(guess(line, caller(result.calls), range(first, first + GUESSES_A_CALL)))
        result.calls += 1
        result.keyed += len(heard)
        result.heard |= set(heard)
    result.seconds = time.perf_counter() - started
    result.looked_up = looked_up(installation) - before
    return result


def guess(line: Line, caller: str, codes: Iterable[int], account: str = ACCOUNT) -> Iterator[str]:
    """Ring, try each code at an account while that is asked for, and hang up; what is heard after each."""
    telephone = Telephone(line, new_call(HOTLINE, hong_kong(caller)))
    telephone.ring()
    for key in TO_THE_QUESTION:
        telephone.press(key)
    for code in codes:
        telephone.press(account)
        telephone.press("1")
        words = " ".join(each.text for each in telephone.press(f"{code:04}"))
        yield words
        if ASKED_AGAIN not in words:
            break
    if telephone.waits != "ended":
        telephone.hang_up()


def looked_up(installation: Installation) -> int:
    """How many turns looked something up."""
    made = select(func.count()).where(journal.c.events.contains("EnquiryMade"))
    with installation.database.reading() as connection:
        return int(connection.execute(made).scalar_one())


@contextmanager
def sample_hotline(folder: Path, url: str = "", **settings: str) -> Iterator[Installation]:
    """The sample site, published in a new database: of the `url`, or SQLite in `folder`."""
    given = {"IVR_MODE": "demo", "IVR_SITE": ".", "IVR_STATE": str(folder), **settings}
    installation = open_installation(load_settings({**given, "IVR_DATABASE_URL": url}))
    try:
        upgrade(installation.database)
        installation.publish("bench")
        yield installation
    finally:
        installation.database.close()


def main() -> None:
    """Attack twice, with one number and with a new one for every call, and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", default="", help="a new, empty database; SQLite unless given")
    url = asked.parse_args().database
    set_up_logs("ERROR")
    for name, caller in (("from one number", ONE_CALLER), ("each from a new number", NEW_CALLERS)):
        with tempfile.TemporaryDirectory(prefix="bench") as folder, sample_hotline(Path(folder), url) as installation:
            came = attack(installation, caller)
        told = "the balance was heard" if came.got_in else "the balance was not heard"
        print(
            f"{came.calls} calls {name}: {came.keyed} codes keyed, {came.looked_up} looked up, "
            f"{came.seconds:.1f} s; {told}"
        )


if __name__ == "__main__":
    main()
