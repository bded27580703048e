"""`python -m bench.places`: more callers than places, on workers that are killed, on each database.

The sample site gets a course of so many places, and `ivr serve` with four workers takes calls for it: each caller keys
a card, some of them a card that another keys at the same time. Workers are killed all the while. In the end there must
be no place too many, no caller who heard "booked" without a row, and no card with two. Ends with 1 where there is.
"""

import argparse
import os
import re
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random

from bench.storm.aims import DIGITS, ENGLISH, Aim
from bench.storm.callers import PATIENCE, Caller, Memory, carriers_line
from bench.storm.hotline import ACCOUNT, TOKEN, Hotline
from bench.storm.storming import database_of
from ivr.phone.origins import hong_kong
from ivr.phone.state import Habits, new_call
from ivr.phone.telephone import Telephone
from ivr.storage.database.transactions import open_database
from ivr.storage.filed.filing import FiledTables
from ivr.storage.filed.work import FiledRow, FiledWork

LEISURE = "+85222200103"
WORKERS = 4
TABLE = """
tables:
  places:
    rows: filed
    columns: {swimmer: digits, course: text}
    unique: swimmer
    most: {rows: %d, per: course}
"""
CHOICE = "      5: {label: {yue: 轉換語言, cmn: 更换语言, en: another language}, to: language}\n"
COURSE = "      7: {label: {yue: 游泳班, cmn: 游泳班, en: swimming}, keep: {course: beginners}, to: swimmer}\n"
NODES = """
  swimmer:
    kind: ask
    say: {yue: 請輸入證號。, cmn: 请输入证号。, en: Please key in the six digits of your card.}
    digits: 6
    keep: swimmer
    then: swim
  swim:
    kind: submit
    into: places
    file: {swimmer: swimmer, course: course}
    done: {say: {yue: "報咗名，{entry}。", cmn: "已报名，{entry}。", en: "You are booked as {entry}."}, then: swum}
    taken: {say: {yue: 報過名。, cmn: 报过名。, en: This card is there already.}, then: swum}
    full: {say: {yue: 滿額。, cmn: 满额。, en: The course is full.}, then: swum}
    unavailable: {say: {yue: 未能報名。, cmn: 未能报名。, en: Nothing was booked.}, then: swum}
  swum: {kind: answer, say: {yue: 完。, cmn: 完。, en: That is all for now.}}
"""
BOOKED = re.compile(r"You are booked as ([a-z ,]+)\.")


@dataclass(frozen=True)
class Found:
    """What came of it: what callers heard last, workers killed, and what must not be."""

    heard: Counter[str]
    killed: int
    rows: int
    too_many: int
    without_row: int
    twice: int


def run(kind: str, callers: int, places: int, at_once: int, seed: int) -> Found:
    """Let so many callers ring for so many places, on a new hotline on "sqlite" or "postgresql"."""
    with tempfile.TemporaryDirectory(prefix="places") as folder, database_of(kind, Path(folder)) as database:
        hotline = Hotline(Path(folder), database.url, WORKERS)
        with closing(hotline.door):
            hotline.prepare()
            _offer(hotline, places)
            hotline.start()
            try:
                hotline.wait_until_up()
                with _killing(hotline, Random(seed)) as killed:
                    made = _ring(hotline, callers, at_once, Random(seed))
                return _look(hotline, made, killed, places)
            finally:
                hotline.clear_away()


def _offer(hotline: Hotline, places: int) -> None:
    menu = hotline.site / "menus" / "leisure" / "menu.yaml"
    text = menu.read_text("utf-8").replace("\ntables:\n", TABLE % places, 1).replace(CHOICE, CHOICE + COURSE, 1)
    menu.write_text(text + NODES, "utf-8")
    told = hotline.command("publish", "--note", "a course")
    if told.returncode:
        raise RuntimeError(f"the course cannot be published: {told.stdout}{told.stderr}")


@contextmanager
def _killing(hotline: Hotline, rng: Random) -> Iterator[list[int]]:
    """Kill one worker after another; the list grows by each."""
    over, killed = threading.Event(), list[int]()

    def kill() -> None:
        while not over.wait(rng.uniform(0.3, 1.5)):
            workers = hotline.workers()
            with suppress(ProcessLookupError, IndexError):
                os.kill(victim := rng.choice(workers), signal.SIGKILL)
                killed.append(victim)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def _ring(hotline: Hotline, callers: int, at_once: int, rng: Random) -> list[Memory]:
    """All the calls; every tenth caller keys the card of the one before."""
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(callers):
        waiting.put(number)
    line, made = carriers_line(hotline.url, TOKEN, ACCOUNT, PATIENCE), list[Memory]()

    def take() -> None:
        with suppress(Empty):
            while True:
                number = waiting.get_nowait()
                made.append(_call(replace(line, waits=[]), number, Random(f"{rng.random()}")))

    threads = [threading.Thread(target=take) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def _call(line: object, number: int, rng: Random) -> Memory:
    card = f"{100_000 + (number - 1 if number % 10 == 9 else number):06d}"
    aim = Aim("a place", LEISURE, ENGLISH | {"For swimming": "7", "digits of your card": card}, "That is all for now")
    memory = Memory(f"CA{rng.getrandbits(128):032x}", f"+85259{number:06d}", aim)
    state = new_call(LEISURE, hong_kong(memory.caller), Habits(falls_back=True), memory.sid)
    return Caller(Telephone(line, state), line, memory, rng, 0.2).call()


def _look(hotline: Hotline, made: Sequence[Memory], killed: Sequence[int], places: int) -> Found:
    database = open_database(hotline.database_url, 10, lock_folder=hotline.folder)
    try:
        rows: list[FiledRow] = list(FiledWork(FiledTables(database, hotline.secret_key)).rows())
    finally:
        database.close()
    told = [_entry(found) for memory in made for found in BOOKED.findall(memory.heard)]
    cards = Counter(row.cells["swimmer"] for row in rows)
    return Found(
        heard=Counter(map(_last_heard, made)),
        killed=len(killed),
        rows=len(rows),
        too_many=max(0, len(rows) - places),
        without_row=len({*told} - {row.entry for row in rows}),
        twice=sum(many > 1 for many in cards.values()),
    )


def _entry(words: str) -> str:
    return "".join(DIGITS[word] for word in words.replace(",", "").split())


def _last_heard(memory: Memory) -> str:
    for words, what in (
        ("You are booked", "booked"), ("is there already", "taken"), ("is full", "full"), ("Nothing was", "not now"),
    ):  # fmt: skip
        if words in memory.heard:
            return what
    return memory.end


def main() -> None:
    """Ring on both databases, print a line for each, and end with 1 where something is wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--callers", type=int, default=200)
    asked.add_argument("--places", type=int, default=20)
    asked.add_argument("--at-once", type=int, default=16)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--on", choices=("sqlite", "postgresql"))
    given = asked.parse_args()
    wrong = False
    for kind in (given.on,) if given.on else ("sqlite", "postgresql"):
        found = run(kind, given.callers, given.places, given.at_once, given.seed)
        print(f"{kind}: {found}", flush=True)
        wrong |= bool(found.too_many or found.without_row or found.twice)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
