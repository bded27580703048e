"""`python -m bench.refusals`: what many tries at accounts and codes get, and whether refusals take as long.

The sample site is rung in process, as a carrier rings it, two tries a call: by one caller, by a new number for every
call, and by many at once. Then an account that does not exist and a wrong code at one that does are timed by turns,
and the two samples compared by the rank test of Mann and Whitney; and in the same way, in a copy of the site whose
water line tells how a complaint stands, a reference that there is not and wrong digits at one that there is. These
figures are for reading: they assert nothing, for a busy machine makes any two samples differ now and then.
"""

import argparse
import math
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import text
from stdnum import damm, luhn

from bench.guessing import (
    ACCOUNT,
    FOUND,
    GUESSES_A_CALL,
    HOTLINE,
    NEW_CALLERS,
    ONE_CALLER,
    TO_THE_QUESTION,
    guess,
    looked_up,
    sample_hotline,
)
from ivr.app.application import bare_app
from ivr.app.installation import Installation
from ivr.app.telephone import line_into
from ivr.logs import set_up_logs
from ivr.phone.line import Line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.cases.listing import CaseFilters, list_desk_cases

AT_ONCE = 6
AT_THE_ACCOUNT = 10  # one call in so many is at an account that exists
MISSING = f"999999999{luhn.calc_check_digit('999999999')}"
WRONG = 9999
CHOICES = "      5: {label: {yue: 轉換語言, cmn: 更换语言, en: another language}, to: language}\n"
ASKED = """\
      8: {label: {yue: 個案進度, cmn: 个案进度, en: how what you left stands}, to: left_number}
"""
NODES = """
  left_number:
    kind: ask
    say: {yue: 請輸入參考編號。, cmn: 请输入参考编号。, en: Please key in your reference.}
    digits: 10
    check: damm
    keep: number
    then: ending
  ending:
    kind: ask
    say: {yue: 請輸入電話最後四個字。, cmn: 请输入电话最后四位。, en: The last four digits of your number.}
    digits: 4
    confirm: no
    keep: ending
    private: yes
    then: how_it_stands
  how_it_stands:
    kind: enquiry
    from: cases
    match: {reference: number, last_digits: ending}
    found: {say: {yue: "{state}。", cmn: "{state}。", en: "It is {state}."}}
    none: left_number
"""


@dataclass(frozen=True)
class Refused:
    """Where something is refused: the keys that lead there, what there is not, and what there is."""

    what: str
    to_the_question: tuple[str, ...]
    missing: str
    there: str


ACCOUNTS = Refused("account", TO_THE_QUESTION, MISSING, ACCOUNT)


def tries(installation: Installation, caller: Callable[[int], str], many: int, threads: int) -> tuple[int, int, bool]:
    """So many tries at accounts and codes; how many were keyed, how many looked up, and whether a balance was heard."""
    before, line = looked_up(installation), line_of(installation)
    calls = range(many // GUESSES_A_CALL)
    with ThreadPoolExecutor(threads) as pool:
        heard = list(pool.map(lambda call: _call(line, caller(call), random.Random(call)), calls))
    words = [each for call in heard for each in call]
    return len(words), looked_up(installation) - before, any(FOUND in each for each in words)


def _call(line: Line, caller: str, chance: random.Random) -> list[str]:
    first = str(chance.randrange(100_000_000, 999_999_999))
    account = ACCOUNT if chance.randrange(AT_THE_ACCOUNT) == 0 else f"{first}{luhn.calc_check_digit(first)}"
    return list(guess(line, caller, chance.sample(range(10_000), GUESSES_A_CALL), account))


def seconds_of_refusals(installation: Installation, refused: Refused, rounds: int) -> tuple[list[float], list[float]]:
    """The seconds of the turn that refuses: of what there is not, and of a wrong code at what there is; by turns."""
    missing, wrong = list[float](), list[float]()
    for number in range(rounds):
        for keyed, sample in random.sample([(refused.missing, missing), (refused.there, wrong)], 2):
            keys = (*refused.to_the_question, keyed, "1")
            sample.append(_refusal(line_of(installation), NEW_CALLERS(number), keys))
        with installation.database.writing() as connection:
            connection.execute(text("DELETE FROM tallies"))  # so that each is looked up
    return missing, wrong


def _refusal(line: Line, caller: str, to_the_code: Sequence[str]) -> float:
    telephone = Telephone(line, new_call(HOTLINE, hong_kong(caller)))
    telephone.ring()
    for keys in to_the_code:
        telephone.press(keys)
    began = time.perf_counter()
    telephone.press(str(WRONG))
    took = time.perf_counter() - began
    telephone.hang_up()
    return took


def chance_alike(one: Sequence[float], other: Sequence[float]) -> float:
    """How probable it is that samples of one kind differ so much in rank, by the normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    count, rest = len(one), len(other)
    spread = math.sqrt(count * rest * (count + rest + 1) / 12)
    return math.erfc(abs(ranks - count * (count + rest + 1) / 2) / spread / math.sqrt(2))


def line_of(installation: Installation) -> Line:
    """A line into the hotline, without leaving the process."""
    return line_into(bare_app(installation).wsgi_app, installation.settings)


@contextmanager
def _hotline(url: str) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        site = _site_that_tells_of_cases(Path(folder) / "site")
        with sample_hotline(Path(folder), url, IVR_SITE=str(site)) as installation:
            with installation.database.writing() as connection:
                connection.execute(text("DELETE FROM tallies"))
            yield installation


def _site_that_tells_of_cases(site: Path) -> Path:
    """A copy of the sample site whose water line tells how what was left stands."""
    site.mkdir()
    shutil.copy("flows.yaml", site)
    for name in ("menus", "prompts"):
        shutil.copytree(name, site / name)
    menu = site / "menus" / "water" / "menu.yaml"
    written = menu.read_text("utf-8")
    menu.write_text(written.replace(CHOICES, CHOICES + ASKED, 1) + NODES, "utf-8")
    return site


def _complaint(installation: Installation) -> Refused:
    """Leave a complaint, and one reference that there is not."""
    telephone = Telephone(line_of(installation), new_call(HOTLINE, hong_kong("+85255501234")))
    telephone.ring()
    for key in ("3", "4", "1"):
        telephone.press(key)
    telephone.record(20)
    telephone.press("3")
    telephone.press("1")
    telephone.hang_up()
    (case,) = list_desk_cases(installation.database, CaseFilters())
    other = f"{(int(case.reference[:9]) + 1) % 10**9:09}"
    return Refused("reference", ("3", "8"), other + damm.calc_check_digit(other), case.reference)


def main() -> None:
    """Try, in three ways, and time the refusals; print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", default="", help="a new, empty database; SQLite unless given")
    asked.add_argument("--tries", type=int, default=10_000, help="in each of three ways; 10000 unless given")
    asked.add_argument("--rounds", type=int, default=300, help="refusals of each kind that are timed; 300 unless given")
    given = asked.parse_args()
    set_up_logs("ERROR")
    ways = (("by one caller", ONE_CALLER, 1), ("by many", NEW_CALLERS, 1), ("by many at once", NEW_CALLERS, AT_ONCE))
    for name, caller, threads in ways if given.tries else ():
        with _hotline(given.database) as installation:
            began = time.perf_counter()
            keyed, looked, got_in = tries(installation, caller, given.tries, threads)
            told = "a balance was heard" if got_in else "no balance was heard"
            print(f"{name}: {keyed} tries keyed, {looked} looked up, {time.perf_counter() - began:.0f} s; {told}")
    with _hotline(given.database) as installation:
        for refused in (ACCOUNTS, _complaint(installation)):
            missing, wrong = seconds_of_refusals(installation, refused, given.rounds)
            print(
                f"refusals, {given.rounds} each: no such {refused.what} {median(missing) * 1000:.2f} ms, wrong code "
                f"{median(wrong) * 1000:.2f} ms; chance of differing so by accident {chance_alike(missing, wrong):.2f}"
            )


if __name__ == "__main__":
    main()
