"""Makes up whole sites that look much up, of any size, and measures what checking them costs.

`python -m bench.menus` checks each shape with 50, 100, 300 and 1,000 nodes, each in a process of its own.
Two shapes, in three languages, behind menus of five choices; what was not found can be tried again:

- `chains`: a member logs in with number and PIN; behind it each choice asks for a number, which is looked up in three
  tables one after another, in the department's own database
- `pairs`: a number is asked for, then one of nine topics is chosen, and the number is looked up in one of ten tables
  and then in the next
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from shutil import copytree
from time import process_time

from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import read_folder
from ivr.authoring.walking import times_to_answer, walk

HERE = Path(__file__).parent.parent
SIZES = (50, 100, 300, 1000)
CHOICES = 5  # in a menu
LANGUAGES = ("yue", "cmn", "en")

FLOWS = """\
version: 1
site: {yue: 大熱線, cmn: 大热线, en: A large hotline}
zone: Asia/Hong_Kong
languages:
  yue: {key: 1, name: 廣東話, say: yue-HK, voice: Google.yue-HK-Standard-A, speech: yue-Hant-HK}
  cmn: {key: 2, name: 普通话, say: cmn-CN, voice: Polly.Zhiyu-Neural, speech: cmn-Hans-CN}
  en: {key: 3, name: English, say: en-GB, voice: Polly.Amy-Neural, speech: en-GB}
keys: {0: officer, star: back, hash: repeat, 9: main}
tries: {silence: 3, wrong: 3, then: officer, wait: 6}
hotlines:
  large: {number: "+852 2220 0101", title: {yue: 大熱線, cmn: 大热线, en: Large hotline}, start: large}
calendars:
  office: {monday-friday: "09:00-13:00, 14:00-17:30", saturday: 09:00-12:00, holidays: closed}
officers:
  desk:
    title: {yue: 櫃位, cmn: 柜台, en: desk}
    numbers: ["+852 2220 0111"]
    ring: in order
    seconds: 20
    hours: office
"""
HEAD = """\
version: 1
title: {yue: 大部門, cmn: 大部门, en: Large department}
owner: Enquiries Section
review: 2099-01-01
"""
OFFICER = """\
  officer: {kind: transfer, to: desk, closed: leave_message, unanswered: leave_message}
  leave_message: {kind: message}
"""
LOG_IN = """\
  member: {kind: ask, say: %(number)s, digits: 8, keep: member, then: pin}
  pin: {kind: ask, say: %(pin)s, digits: 4, keep: pin, secret: yes, then: log_in}
  log_in:
    kind: enquiry
    from: members
    match: {member: member, pin: pin}
    found: menu_0
    none: {say: %(wrong)s, then: member}
    unavailable: officer
"""
CHAIN = """\
  ask_%(at)d: {kind: ask, say: %(number)s, digits: 6-8, keep: number_%(at)d, then: first_%(at)d}
  first_%(at)d:
    kind: enquiry
    from: table_%(first)d
    match: {number: number_%(at)d, member: member}
    found: {say: %(found)s, then: second_%(at)d}
    none: {say: %(none)s, then: ask_%(at)d}
    unavailable: officer
  second_%(at)d:
    kind: enquiry
    from: table_%(second)d
    match: {number: number_%(at)d, member: member}
    found: {say: %(found)s, then: third_%(at)d}
    none: {say: %(none)s, then: third_%(at)d}
    unavailable: officer
  third_%(at)d:
    kind: enquiry
    from: table_%(third)d
    match: {number: number_%(at)d, member: member}
    found: {say: %(found)s}
    several: {say: %(count)s}
    none: {say: %(none)s, then: menu_0}
    unavailable: officer
"""
TOPICS = """\
  ask_%(at)d: {kind: ask, say: %(number)s, digits: 8, keep: number, then: topics_%(at)d}
  topics_%(at)d:
    kind: menu
    choices:
%(choices)s
"""
PAIR = """\
  first_%(at)d_%(topic)d:
    kind: enquiry
    from: table_%(topic)d
    match: {number: number}
    found: {say: %(found)s}
    none: {say: %(none)s, then: second_%(at)d_%(topic)d}
    unavailable: officer
  second_%(at)d_%(topic)d:
    kind: enquiry
    from: table_%(second)d
    match: {number: number}
    found: {say: %(found)s}
    none: {say: %(none)s, then: ask_%(at)d}
    unavailable: officer
"""


def _texts(yue: str, cmn: str, en: str) -> str:
    return f'{{yue: "{yue}", cmn: "{cmn}", en: "{en}"}}'


WORDS = {
    "number": _texts("請輸入號碼。", "请输入号码。", "Please key in the number."),
    "pin": _texts("請輸入密碼。", "请输入密码。", "Please key in your PIN."),
    "wrong": _texts("號碼或者密碼唔啱。", "号码或密码不正确。", "The number or the PIN is wrong."),
    "found": _texts("餘額係{balance}。", "余额是{balance}。", "The balance is {balance}."),
    "count": _texts("有{count}個賬戶。", "有{count}个账户。", "There are {count} accounts."),
    "none": _texts("搵唔到呢個號碼。", "找不到这个号码。", "There is no such number."),
}


def chains(nodes: int) -> str:
    """The menu of a department of so many nodes, more or less: a log-in, then chains of three look-ups."""
    tables = ["  members:", *_own("members", "{member: digits, pin: digits}")]
    for table in range(7):
        tables += [f"  table_{table}:", *_own(f"table_{table}", "{number: digits, member: digits, balance: money}")]
    return _menu(nodes - 6, 4, _chain, "ask", ["tables:", *tables, "start: member", "nodes:", LOG_IN % WORDS])


def pairs(nodes: int) -> str:
    """The menu of a department of so many nodes, more or less: pairs of look-ups in ten tables."""
    tables = [f"  table_{table}:" for table in range(10)]
    tables = [line for table in tables for line in (table, *_own("tables", "{number: digits, balance: money}"))]
    return _menu(nodes - 2, 2 + 2 * 9, _topics, "ask", ["tables:", *tables, "start: menu_0", "nodes:"])


def _chain(at: int) -> str:
    return CHAIN % {"at": at, "first": at % 7, "second": (at + 1) % 7, "third": (at + 2) % 7, **WORDS}


def _topics(at: int) -> str:
    choices = "\n".join(f"      {key}: {{label: {_item(key)}, to: first_{at}_{key}}}" for key in range(1, 10))
    looks = (PAIR % {"at": at, "topic": key, "second": (key + 1) % 10, **WORDS} for key in range(1, 10))
    return TOPICS % {"at": at, "choices": choices, **WORDS} + "".join(looks)


SHAPES: dict[str, Callable[[int], str]] = {"chains": chains, "pairs": pairs}


def write_site(folder: Path, menu: str) -> None:
    """Write a site of one department into an empty folder."""
    (folder / "menus" / "large").mkdir(parents=True)
    copytree(HERE / "prompts", folder / "prompts")
    (folder / "flows.yaml").write_text(FLOWS, "utf-8")
    (folder / "menus" / "large" / "menu.yaml").write_text(menu, "utf-8")


def _own(table: str, formats: str) -> Iterator[str]:
    """A table in the department's own database, found by the columns that are matched."""
    columns = [column.partition(":")[0] for column in formats.strip("{}").split(", ")]
    matched = " AND ".join(f"{name} = :{name}" for name in columns if name in ("number", "member", "pin"))
    yield "    database: accounts"
    yield f"    query: SELECT {', '.join(columns)} FROM {table} WHERE {matched}"  # noqa: S608 - asked of nothing
    yield f"    columns: {formats}"


def _menu(nodes: int, each: int, leaf: Callable[[int], str], named: str, first: list[str]) -> str:
    """Menus over as many leaves, of `each` nodes, as there is room for."""
    leaves = max(1, round(nodes * (CHOICES - 1) / (each * (CHOICES - 1) + 1)))
    menus = max(1, -(-(leaves - 1) // (CHOICES - 1)))
    written = []
    for menu in range(menus):
        ways = range(menu * CHOICES + 1, min((menu + 1) * CHOICES + 1, menus + leaves))
        leads = (f"menu_{way}" if way < menus else f"{named}_{way - menus}" for way in ways)
        choices = (f"      {key}: {{label: {_item(key)}, to: {to}}}" for key, to in enumerate(leads, start=1))
        written += [f"  menu_{menu}:", "    kind: menu", "    choices:", *choices]
    return "\n".join([HEAD + first[0], *first[1:], *written, *map(leaf, range(leaves)), OFFICER])


def _item(key: int) -> str:
    return _texts(f"第{key}項", f"第{key}项", f"item {key}")


def main() -> None:
    """Check each shape in each size and print what it took; with a shape and a size, only that one, in this process."""
    if len(sys.argv) == 3:
        print(measured(sys.argv[1], int(sys.argv[2])))
        return
    print("| shape | nodes | reading, rules | walk | times | states | steps | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for shape in SHAPES:
        for size in SIZES:
            subprocess.run([sys.executable, "-m", "bench.menus", shape, str(size)], check=True)


def measured(shape: str, size: int) -> str:
    """A row of the table: seconds of CPU time, counts, and the most memory that the process had."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        write_site(Path(folder), SHAPES[shape](size))
        began = process_time()
        edition = check_files(read_folder(Path(folder)), walked=False).edition
    if edition is None:
        raise SystemExit("the site has errors")
    read = process_time()
    walked = walk(edition)
    proven = process_time()
    times_to_answer(edition)
    seconds = (read - began, proven - read, process_time() - proven)
    counts = (f"{walked.places:,}", f"{walked.steps:,}", f"{getrusage(RUSAGE_SELF).ru_maxrss // 1024:,}")
    return f"| {' | '.join((shape, str(len(edition.nodes)), *(f'{each:.1f}' for each in seconds), *counts))} |"


if __name__ == "__main__":
    main()
