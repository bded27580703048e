"""What `ivr diff` says of every kind of change, to the word."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.differing import changes_text, differences, touched
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.engine.edition import Edition

SITE = Path(__file__).parents[3]
FLOWS = """version: 1
site: {yue: 細, en: Small}
languages:
  yue: {key: 1, name: 廣東話, say: yue-HK, voice: A}
  en: {key: 2, name: English, say: en-GB, voice: B}
keys: {0: officer, star: back, hash: repeat}
hotlines:
  works: {number: "+852 2220 0101", title: {yue: 工務, en: Works}, start: works}
calendars:
  office: {monday-friday: "09:00-13:00, 14:00-17:00", saturday: 09:00-12:00}
  always_open: always
officers:
  desk: {title: {yue: 職員, en: staff}, numbers: ["+852 2220 0111"], hours: office}
"""
MENU = """version: 1
title: {yue: 工務, en: Works}
owner: Drains Branch
review: 2027-04-01
start: main
tables:
  levels: {file: levels.csv, columns: {street: digits, level: number}}
nodes:
  main:
    kind: menu
    choices:
      1: {label: {yue: 收費, en: fees}, to: fees}
      2: {label: {yue: 時間, en: hours}, answer: {yue: 九點。, en: From nine.}}
      3: {label: {yue: 水位, en: water levels}, to: street}
  fees: {kind: answer, say: {yue: 十蚊。, en: Ten dollars.}}
  street:
    kind: ask
    say: {yue: 請輸入街號。, en: Key in the street.}
    digits: 4
    keep: street
    then: level
  level:
    kind: enquiry
    from: levels
    match: {street: street}
    found: {say: {yue: "{level}", en: "It is {level}."}}
    unavailable: officer
  by_language: {kind: switch, on: language, cases: {yue: fees}, otherwise: main}
  officer: {kind: transfer, to: desk, unanswered: leave_message}
  leave_message: {kind: message}
"""


def files(flows: str = FLOWS, menu: str = MENU, phrases: str = "", **recordings: str) -> SiteFiles:
    menus = {"flows.yaml": flows.encode(), "menus/works/menu.yaml": menu.encode()}
    for code in ("yue", "en"):
        path = f"prompts/{code}/phrases.yaml"
        menus[path] = (SITE / path).read_bytes() + (phrases.encode() if code == "en" else b"")
    return SiteFiles(menus, {f"prompts/{name.replace('__', '/')}.wav": sound for name, sound in recordings.items()})


def edition(**parts: str) -> Edition:
    return edition_from_bundle(bundle(files(**parts)))


def told(old: Edition, new: Edition) -> list[str]:
    return changes_text(differences(old, new)).splitlines()


IN_MENU = {
    "leads elsewhere": ("to: fees}", "to: street}", ['  main: key 1 "fees" now leads to street (before: fees)']),
    "another label": (
        "en: fees}",
        "en: charges}",
        ["  main: the label of key 1 is said differently (en): “fees” → “charges”"],
    ),
    "another thing on a key": (
        "1: {label: {yue: 收費, en: fees}, to: fees}",
        "1: {label: {yue: 職員, en: staff}, to: officer}",
        ['  main: key 1 is now "staff" and leads to officer (before: "fees", which leads to fees)'],
    ),
    "an answer on a key": (
        "From nine.",
        "From ten.",
        ["  main: the answer on key 2 is said differently (en): “From nine.” → “From ten.”"],
    ),
    "an answer that becomes a node": (
        "answer: {yue: 九點。, en: From nine.}",
        "to: fees",
        ['  main: key 2 "hours" now leads to fees (before: an answer at once)'],
    ),
    "a key that moved": ("3: {label", "6: {label", ['  main: "water levels" is on key 6 now (before: key 3)']),
    "a new key": (
        "  fees: {kind",
        "      7: {label: {yue: 職員, en: staff}, to: officer}\n  fees: {kind",
        ['  main: key 7 "staff" is new and leads to officer'],
    ),
    "a key gone": (
        "      3: {label: {yue: 水位, en: water levels}, to: street}\n",
        "",
        ['  main: key 3 "water levels" is gone'],
    ),
    "a key that notes": (
        "to: street}",
        "keep: {asked: level}, to: street}",
        ["  main: what key 3 notes: not set → asked: level"],
    ),
    "a text": (
        "Ten dollars.",
        "Twelve dollars.",
        ["  fees: `say` is said differently (en): “Ten dollars.” → “Twelve dollars.”"],
    ),
    "a long text": (
        "Ten dollars.",
        "Twelve dollars payable at the counter or by post within thirty days of the notice.",
        [
            "  fees: `say` is said differently (en):",
            "    - Ten dollars.",
            "    + Twelve dollars payable at the counter or by post within thirty days of the notice.",
        ],
    ),
    "a text that is new": (
        "{kind: message}",
        "{kind: message, say: {yue: 請講。, en: Speak.}}",
        ["  leave_message: `say` is new (yue): “請講。”", "  leave_message: `say` is new (en): “Speak.”"],
    ),
    "a node gone and another new": (
        "  by_language:",
        "  by_tongue:",
        ["  by_language: this switch is gone", "  by_tongue: this switch is new"],
    ),
    "another kind": (
        "fees: {kind: answer, say: {yue: 十蚊。, en: Ten dollars.}}",
        "fees: {kind: hours, calendar: office}",
        ["  fees: this answer is now of the kind hours"],
    ),
    "a way": (
        "unavailable: officer",
        "unavailable: leave_message",
        ["  level: `unavailable` now leads to leave_message (before: officer)"],
    ),
    "a plain way": ("then: level", "then: main", ["  street: afterwards now goes on to main (before: level)"]),
    "a way that is new": (
        "unavailable: officer",
        "unavailable: officer\n    none: street",
        ["  level: `none` now leads to street"],
    ),
    "a case": (
        "cases: {yue: fees}",
        "cases: {yue: fees, en: street}",
        ["  by_language: `cases en` now leads to street"],
    ),
    "tries of its own": (
        "digits: 4",
        "digits: 4\n    tries: {wrong: 5, then: fees}",
        ["  street: `tries` now leads to fees", "  street: `tries wrong`: not set → 5"],
    ),
    "a text for a further try": (
        "say: {yue: 請輸入街號。, en: Key in the street.}",
        "say: [{yue: 請輸入街號。, en: Key in the street.}, {yue: 四個字。, en: Four digits.}]",
        ["  street: `say try 2` is new (yue): “四個字。”", "  street: `say try 2` is new (en): “Four digits.”"],
    ),
    "a lock": (
        "match: {street: street}",
        "match: {street: street}\n    lock: {key: street, after: 3, say: {yue: 鎖, en: Locked.}, then: main}",
        [
            "  level: `lock say` is new (yue): “鎖”",
            "  level: `lock say` is new (en): “Locked.”",
            "  level: `lock` now leads to main",
            "  level: `lock after`: not set → 3",
            "  level: `lock key`: not set → street",
            "  level: `lock until`: not set → midnight",
        ],
    ),
    "a setting": ("digits: 4", "digits: 4-6", ["  street: `digits`: 4 → 4-6"]),
    "a setting yes or no": ("keep: street\n", "keep: street\n    confirm: no\n", ["  street: `confirm`: yes → no"]),
    "the owner": ("owner: Drains Branch", "owner: Rivers", ["  its owner: Drains Branch → Rivers"]),
    "the review": ("2027-04-01", "2028-04-01", ["  the day it must be read again: 2027-04-01 → 2028-04-01"]),
    "a column": (
        "level: number}",
        "level: text, at: time}",
        ["  table levels: column at is new", "  table levels: column level: number → text"],
    ),
    "a file": ("levels.csv", "depths.csv", ["  table levels: its file: levels.csv → depths.csv"]),
}


@pytest.mark.parametrize(("old", "new", "lines"), IN_MENU.values(), ids=IN_MENU)
def test_a_change_of_a_menu_is_told(old: str, new: str, lines: list[str]) -> None:
    assert MENU.count(old) >= 1
    assert told(edition(), edition(menu=MENU.replace(old, new, 1))) == ["works", *lines]


IN_FLOWS = {
    "a number": ("2220 0101", "2220 0199", ["hotline works", "  its number: +85222200101 → +85222200199"]),
    "a start": (
        "start: works}",
        "start: works/fees}",
        ["hotline works", "  the place where its callers begin: works/main → works/fees"],
    ),
    "a hotline": (
        "calendars:",
        '  more: {number: "+852 2220 0102", title: {yue: 多, en: More}, start: works}\ncalendars:',
        ["hotline more", "  this hotline is new: +85222200102 leads to works/main"],
    ),
    "a language's key": ("{key: 2", "{key: 3", ["site", "  language en: its key: 2 → 3"]),
    "an inherited key": (
        "star: back",
        "9: main",
        [
            "site",
            "  keys of every menu: key 9 now leads to main",
            "  keys of every menu: key star no longer leads to back",
        ],
    ),
    "tries": ("hotlines:", "tries: {wait: 9}\nhotlines:", ["site", "  tries: `wait`: 6 → 9"]),
    "tries at the languages": (
        "hotlines:",
        "tries: {languages: {times: 3, then: en}}\nhotlines:",
        ["site", "  tries: `languages`: 2 → 3", "  tries: `language`: not set → en"],
    ),
    "hours": (
        "saturday: 09:00-12:00",
        "saturday: 09:00-24:00, holidays: usual",
        [
            "site",
            "  hours of office: on saturdays the office: open 09:00-12:00 → open 09:00-24:00",
            "  hours of office: on holidays the office: closed → open as on other days",
        ],
    ),
    "a closure": (
        "saturday: 09:00-12:00",
        "saturday: 09:00-12:00, closures: [{from: 2026-12-31 12:00, until: 2027-01-01 09:00, reason: "
        "{yue: 除夕, en: the eve}}]",
        ["site", '  hours of office: the closure from 2026-12-31 12:00 until 2027-01-01 09:00 for "the eve" is new'],
    ),
    "officers": (
        '"+852 2220 0111"], hours: office',
        '"+852 2220 0112"], ring: together, seconds: 30',
        [
            "site",
            "  officers desk: their telephones: +85222200111 → +85222200112",
            "  officers desk: the way they ring: in order → together",
            "  officers desk: the seconds they ring: 20 → 30",
            "  officers desk: their calendar: office → not set",
        ],
    ),
    "publishing": (
        "keys:",
        "publishing: {approval: two people, editors: {site: [wong, lee]}}\nkeys:",
        [
            "site",
            "  publishing: whom it takes: one person → two people",
            "  publishing: those who may publish site: not set → wong, lee",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "lines"), IN_FLOWS.values(), ids=IN_FLOWS)
def test_a_change_of_the_site_is_told(old: str, new: str, lines: list[str]) -> None:
    assert FLOWS.count(old) >= 1
    assert told(edition(), edition(flows=FLOWS.replace(old, new, 1))) == lines


def test_hours_that_now_stand_above_closures_are_told() -> None:
    written = '{monday-friday: "09:00-13:00, 14:00-17:00", saturday: 09:00-12:00}'
    all_day, always = (
        FLOWS.replace(written, hours) for hours in ("{monday-sunday: all day, holidays: usual}", "always")
    )
    told_of = "  hours of office: while a closure is announced the office: closed → open as on other days"
    assert told(edition(flows=all_day), edition(flows=always)) == ["site", told_of]


def test_a_phrase_is_told_once() -> None:
    said = "greeting"
    before = edition()
    after = edition(phrases=f"\n{said}_of_tests: Hello.\n")
    assert told(before, after) == ["site", f"  phrase {said}_of_tests: it is new (en): “Hello.”"]


def test_a_department_that_comes_or_goes_is_told_in_one_line() -> None:
    both = files()
    more = {**both.menus, "menus/parks/menu.yaml": MENU.replace("工務", "公園").encode()}
    after = edition_from_bundle(bundle(SiteFiles(more)))
    assert told(edition(), after) == ["parks", "  this department is new"]
    assert told(after, edition()) == ["parks", "  this department is gone"]


def test_nothing_is_said_of_what_nobody_notices() -> None:
    assert told(edition(), edition(menu=f"# a comment\n{MENU}")) == ["Callers notice nothing."]


@dataclass(frozen=True)
class Reach:
    """The time to an answer."""

    node: str
    language: str
    seconds: float
    hotline: str = "works"


def test_answers_that_got_slower_are_told_with_every_language() -> None:
    old = (Reach("works/fees", "yue", 30.2), Reach("works/fees", "en", 41), Reach("works/gone", "en", 9))
    new = (Reach("works/fees", "yue", 31), Reach("works/fees", "en", 58.4), Reach("works/new", "en", 9))
    changes = differences(edition(), edition(), (old, new))
    assert changes_text(changes) == "works\n  fees: is heard later by callers of works: 41 s → 58 s (en)"
    assert "sooner" in changes_text(differences(edition(), edition(), (new, old)))


@pytest.mark.parametrize(
    ("new", "departments"),
    [
        (files(), set()),
        (files(menu=f"# only a comment\n{MENU}"), {"works"}),
        (files(flows=f"# only a comment\n{FLOWS}"), {"site"}),
        (files(phrases="\nmore: More.\n"), {"site"}),
        (files(en__works__fees="ab" * 32), {"works"}),
        (files(en__greeting="ab" * 32), {"site"}),
        (SiteFiles({**files().menus, "menus/parks/menu.yaml": b""}), {"parks"}),
        (SiteFiles({"flows.yaml": FLOWS.encode()}), {"site", "works"}),
    ],
)
def test_whose_files_are_different_is_known(new: SiteFiles, departments: set[str]) -> None:
    assert touched(files(), new) == departments
