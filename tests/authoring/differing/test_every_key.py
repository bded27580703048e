"""Whatever is changed in flows.yaml, in a menu.yaml or in a setting of a node is told; nothing passes unseen."""

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.differing import changes_text, differences
from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.engine.contents import Contents
from ivr.engine.edition import Edition
from ivr.engine.node import Node
from ivr.nodes import KINDS, manual_page, written_kinds
from tests.authoring.differing.test_differences import MENU, edition, files

FLOWS = """
version: 1
site: {yue: 細, en: Small}
country: HK
currency: HKD
call_back_abroad: [MO]
zone: Asia/Hong_Kong
languages:
  yue: {key: 1, name: 廣東話, say: yue-HK, voice: A}
  en: {key: 2, name: English, say: en-GB, voice: B}
beside_languages: {5: {label: {yue: 傳譯, en: an interpreter}, to: works/officer}}
notices: [{say: {yue: 錄音, en: This is recorded.}, until: 2027-12-31}]
keys: {0: officer, star: back, hash: repeat}
tries: {silence: 3, wrong: 3, then: officer, wait: 6, pause: 2, languages: {times: 2, then: yue}}
hotlines:
  works:
    number: "+852 2220 0101"
    title: {yue: 工務, en: Works}
    start: works
    notices: [{say: {yue: 水浸, en: A flood.}, from: 2027-01-01}]
  quiet: {number: "+852 2220 0102", title: {yue: 靜, en: Quiet}, start: works/fees, officers: none}
calendars:
  office:
    monday-friday: 09:00-13:00
    12-24: 09:00-12:00
    holidays: closed
    holidays_of: own
    closures: [{from: 2026-12-31 12:00, until: 2027-01-01 09:00, reason: {yue: 除夕, en: the eve}}]
    exceptions: [{from: 2027-05-01, until: 2027-05-31, monday-friday: 09:00-20:00, holidays: 09:00-12:00}]
officers:
  desk: {title: {yue: 職員, en: staff}, numbers: ["+852 2220 0111"], ring: in order, seconds: 20, hours: office}
instead_of_officers: {yue: 冇人, en: There is nobody.}
alerts:
  duty:
    email: duty@example.org
    webhook: https://example.org/ivr
    about: [messages]
    departments: [works]
    language: en
    when: office
    digest: 09:00
publishing: {approval: one person, editors: {site: [wong, lee]}}
"""
OWN_HOLIDAYS = "2027-01-03: {yue: 節, en: Fair}\n"
TABLES = """
levels: {file: levels.csv, columns: {street: digits, level: number}}
slots: {database: town, query: SELECT day FROM slots, seconds: 2, columns: {day: date}}
booked: {database: town, statement: "INSERT INTO b VALUES (:day)", columns: {day: date}}
claims: {rows: filed, columns: {week: date, person: digits}, unique: [week], most: {rows: 20, per: week}}
"""
DAYS = """
soon: {in: 1 day}
before: {ago: 1 day}
coming: {next: monday}
gone: {last: monday}
opens: {next open day: office}
opened: {last open day: office}
"""
Change = tuple[str, object, str]
"""A setting, what stands there afterwards, and what is told of it."""
OF_FLOWS: tuple[Change, ...] = (
    ("site.yue", "小", "the site's title is said differently (yue)"),
    ("country", "SG", "the country: HK → SG"),
    ("currency", "USD", "the currency: HKD → USD"),
    ("call_back_abroad", ["CN"], "the countries where callers are rung back: HK, MO → HK, CN"),
    ("zone", "Asia/Macau", "the time zone: Asia/Hong_Kong → Asia/Macau"),
    ("languages.en.key", "3", "language en: its key: 2 → 3"),
    ("languages.en.name", "Anglais", "language en: its name: English → Anglais"),
    ("languages.en.say", "en-US", "language en: the language it is read in: en-GB → en-US"),
    ("languages.en.voice", "C", "language en: its voice: B → C"),
    ("languages.en.speech", "en-US", "language en: `speech`: not set → en-US"),
    ("languages.en.falls_back_to", "yue", "language en: `falls back to`: not set → yue"),
    ("languages.en.behind", "4", "language en: `behind`: not set → 4"),
    ("beside_languages.5.label.yue", "翻譯", "key 5 beside the languages: its label is said differently (yue)"),
    ("beside_languages.5.to", "works/fees", "the place where it leads: works/officer → works/fees"),
    ("notices.0.say.yue", "會錄音", "notice 1 is said differently (yue)"),
    ("notices.0.from", "2027-01-01", "the days of notice 1: –2027-12-31 → 2027-01-01–2027-12-31"),
    ("notices.0.until", "2027-11-30", "the days of notice 1: –2027-12-31 → –2027-11-30"),
    ("keys.9", "main", "keys of every menu: key 9 now leads to main"),
    ("tries.silence", "4", "tries: `silence`: 3 → 4"),
    ("tries.wrong", "4", "tries: `wrong`: 3 → 4"),
    ("tries.then", "works/fees", "tries: `then`: officer → works/fees"),
    ("tries.wait", "7", "tries: `wait`: 6 → 7"),
    ("tries.pause", "3", "tries: `pause`: 2 → 3"),
    ("tries.languages.times", "3", "tries: `languages`: 2 → 3"),
    ("tries.languages.then", "en", "tries: `language`: yue → en"),
    ("hotlines.works.number", "+852 2220 0109", "its number: +85222200101 → +85222200109"),
    ("hotlines.works.title.yue", "渠務", "its title is said differently (yue)"),
    ("hotlines.works.start", "works/fees", "the place where its callers begin: works/main → works/fees"),
    ("hotlines.works.officers", "none", "it has no officers any more"),
    ("hotlines.quiet.instead_of_officers", {"en": "No."}, "what is said in place of officers is said differently (en)"),
    ("hotlines.works.notices.0.say.yue", "大水浸", "notice 2 is said differently (yue)"),
    ("hotlines.works.notices.0.from", "2027-02-01", "the days of notice 2: 2027-01-01– → 2027-02-01–"),
    ("hotlines.works.notices.0.until", "2027-02-01", "the days of notice 2: 2027-01-01– → 2027-01-01–2027-02-01"),
    ("hotlines.works.notices", [], "notice 2 is no longer said (en)"),
    ("calendars.office.monday-friday", "09:00-14:00", "on mondays the office: open 09:00-13:00 → open 09:00-14:00"),
    ("calendars.office.12-24", "closed", "on 12-24 the office: open 09:00-12:00 → closed"),
    ("calendars.office.holidays", "usual", "on holidays the office: closed → open as on other days"),
    ("calendars.office.holidays_of", "GB", "whose holidays are kept: its own → GB"),
    ("calendars.office.closures.0.from", "2026-12-31 13:00", "from 2026-12-31 13:00 until 2027-01-01 09:00 for"),
    ("calendars.office.closures.0.until", "2027-01-01 08:00", "from 2026-12-31 12:00 until 2027-01-01 08:00 for"),
    ("calendars.office.closures.0.reason.yue", "元旦前夕", "the reason of the closure from 2026-12-31 12:00"),
    ("calendars.office.exceptions.0.from", "2027-04-01", "hours of office (2027-04-01–2027-05-31): on mondays"),
    ("calendars.office.exceptions.0.until", "2027-06-01", "hours of office (2027-05-01–2027-06-01): on mondays"),
    (
        "calendars.office.exceptions.0.monday-friday",
        "10:00-20:00",
        "hours of office (2027-05-01–2027-05-31): on fridays the office: open 09:00-20:00 → open 10:00-20:00",
    ),
    ("calendars.office.exceptions.0.holidays", "closed", "on holidays the office: open 09:00-12:00 → closed"),
    ("officers.desk.title.yue", "同事", "officers desk: their title is said differently (yue)"),
    ("officers.desk.numbers", ["+852 2220 0112"], "their telephones: +85222200111 → +85222200112"),
    ("officers.desk.ring", "together", "the way they ring: in order → together"),
    ("officers.desk.seconds", "30", "the seconds they ring: 20 → 30"),
    ("officers.desk.hours", "", "their calendar: office → not set"),
    ("officers.desk.press", "no", "whether they press a key: yes → no"),
    ("instead_of_officers.yue", "無人", "what is said in place of officers is said differently (yue)"),
    (
        "alerts.duty.email",
        ["a@example.org", "b@example.org"],
        "whom it is mailed to: duty@example.org → a@example.org, b@",
    ),
    ("alerts.duty.webhook", "https://example.org/two", "the webhooks it goes to: https://example.org/ivr → https://"),
    ("alerts.duty.sms", ["+852 9123 4567"], "the numbers it is sent to: not set → +85291234567"),
    ("alerts.duty.about", ["due"], "alert duty: what it is about: messages → due"),
    ("alerts.duty.departments", [], "its departments: works → not set"),
    ("alerts.duty.language", "yue", "its language: en → yue"),
    ("alerts.duty.when", "", "its calendar: office → not set"),
    ("alerts.duty.digest", "10:00", "when all is told at once: 09:00 → 10:00"),
    ("publishing.approval", "two people", "publishing: whom it takes: one person → two people"),
    ("publishing.editors.works", ["chan"], "publishing: those who may publish works: not set → chan"),
)
OF_MENUS: tuple[Change, ...] = (
    ("title.yue", "渠務", "its title is said differently (yue)"),
    ("owner", "Rivers", "its owner: Drains Branch → Rivers"),
    ("review", "2028-04-01", "the day it must be read again: 2027-04-01 → 2028-04-01"),
    ("start", "fees", "the place where it begins: works/main → works/fees"),
    ("tables.levels.file", "depths.csv", "table levels: its file: levels.csv → depths.csv"),
    ("tables.levels.columns.level", "number or empty", "column level: number → number or empty"),
    ("tables.levels.columns.level", ["high", "low", "or empty"], "column level: number → [high, low, or empty]"),
    ("tables.levels.columns.level.format", "text in languages", "column level: number → text in languages"),
    ("tables.levels.columns.level.private", "yes", "column level: number → number (private)"),
    ("tables.slots.database", "city", "table slots: its database: town → city"),
    ("tables.slots.query", "SELECT day FROM free", "its query: SELECT day FROM slots → SELECT day FROM free"),
    ("tables.slots.seconds", "3", "table slots: its seconds: 2 → 3"),
    ("tables.slots.as_of", "day", "table slots: its as_of: not set → day"),
    ("tables.booked.statement", "DELETE FROM b WHERE d = :day", "its statement: INSERT INTO b VALUES (:day) →"),
    ("tables.claims.unique", ["week", "person"], "table claims: its unique: week → week, person"),
    ("tables.claims.most.rows", "30", "table claims: its most: 20 per week → 30 per week"),
    ("tables.claims.most.per", ["week", "person"], "its most: 20 per week → 20 per week, person"),
    ("tables.levels", {"rows": "filed", "columns": {"street": "digits"}}, "its rows: not set → filed"),
    ("days.soon.in", "2 days", "day soon: the way it is counted: in: 1 → in: 2"),
    ("days.before.ago", "2 days", "day before: the way it is counted: ago: 1 → ago: 2"),
    ("days.coming.next", "tuesday", "day coming: the way it is counted: next: monday → next: tuesday"),
    ("days.gone.last", "tuesday", "day gone: the way it is counted: last: monday → last: tuesday"),
    ("days.opens.next open day", "other", "the way it is counted: next open day: office → next open day: other"),
    ("days.opened.last open day", "other", "the way it is counted: last open day: office → last open day: other"),
    ("days.later", {"in": "2 days"}, "day later: this day is new"),
    ("fields.street", {"yue": "街號", "en": "house number"}, "what the field street is called is new (en)"),
    ("nodes.fees.say.yue", "廿蚊。", "fees: `say` is said differently (yue)"),
)
CALLERS_DO_NOT_MEET = {
    *("version", "accepted", "reviews", "reviews.owner", "reviews.review", "tasks", "tasks.within"),
    *("service", "service.profiles", "service.strict", "service.abbreviations", "officers.abroad"),
}
"""What the check alone reads."""
WITH_ITS_TABLE = {"tables.rows"}
"""What is never changed alone."""


def edition_of(flows: object, menu: object, holidays: str = OWN_HOLIDAYS) -> Edition:
    written = {
        **files().menus,
        "flows.yaml": yaml.safe_dump(flows, allow_unicode=True, sort_keys=False).encode(),
        "menus/works/menu.yaml": yaml.safe_dump(menu, allow_unicode=True, sort_keys=False).encode(),
        "holidays/own.yaml": holidays.encode(),
    }
    return edition_from_bundle(bundle(SiteFiles(written)))


def flows_and_menu() -> tuple[Any, Any]:
    flows, menu, tables, days = (yaml.load(text, yaml.BaseLoader) for text in (FLOWS, MENU, TABLES, DAYS))
    return flows, {**menu, "tables": tables, "days": days}


def changed(written: Any, setting: str, value: object) -> Any:
    whole = copy.deepcopy(written)
    *path, last = setting.split(".")
    inside = whole
    for name in path:
        if isinstance(inside, dict) and isinstance(inside.get(name), str):
            inside[name] = {"format": inside[name]}
        inside = inside[int(name)] if isinstance(inside, list) else inside.setdefault(name, {})
    inside[last] = value
    return whole


@pytest.mark.parametrize(("setting", "value", "line"), OF_FLOWS, ids=[each[0] for each in OF_FLOWS])
def test_every_key_of_flows_is_told(setting: str, value: object, line: str) -> None:
    flows, menu = flows_and_menu()
    found = changes_text(differences(edition_of(flows, menu), edition_of(changed(flows, setting, value), menu)))
    assert line in found


@pytest.mark.parametrize(("setting", "value", "line"), OF_MENUS, ids=[each[0] for each in OF_MENUS])
def test_every_key_of_a_menu_is_told(setting: str, value: object, line: str) -> None:
    flows, menu = flows_and_menu()
    found = changes_text(differences(edition_of(flows, menu), edition_of(flows, changed(menu, setting, value))))
    assert line in found


def test_a_holiday_of_ones_own_is_told_in_every_language() -> None:
    before, after = (edition_of(*flows_and_menu(), holidays) for holidays in (OWN_HOLIDAYS, "2027-01-03: {yue: 墟}\n"))
    found = changes_text(differences(before, after))
    assert "the holiday of 2027-01-03 is said differently (yue): “節” → “墟”" in found
    assert "the holiday of 2027-01-03 is no longer said (en): “Fair”" in found


def test_an_exception_without_hours_of_a_day_leaves_it_as_it_was() -> None:
    flows, menu = flows_and_menu()
    fewer = changed(flows, "calendars.office.exceptions", [])
    found = changes_text(differences(edition_of(flows, menu), edition_of(fewer, menu)))
    assert "(2027-05-01–2027-05-31): on mondays the office: open 09:00-20:00 → open as on other days" in found
    assert "saturdays" not in found


@pytest.mark.parametrize(("model", "told"), [(FlowsFile, OF_FLOWS), (MenuFile, OF_MENUS)])
def test_no_key_is_forgotten_here(model: type[BaseModel], told: tuple[Change, ...]) -> None:
    tried = [setting for setting, *_ in told]
    keys = set(_keys(model)) - CALLERS_DO_NOT_MEET - WITH_ITS_TABLE
    assert [key for key in sorted(keys) if not any(_is_within(key, setting) for setting in tried)] == []


def _is_within(key: str, setting: str) -> bool:
    """Whether a setting is of this key or within it; names that editors choose may stand between its parts."""
    return bool(re.fullmatch(r"\.(?:[^.]+\.)?".join(map(re.escape, key.split("."))) + r"(\..*)?", setting))


def _keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, info in model.model_fields.items():
        key = f"{before}{info.alias or name}"
        yield key
        for inner in _models_in(info.annotation):
            yield from _keys(inner, f"{key}.")


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def examples() -> Iterator[Any]:
    """Each node in the manual, and each of its settings changed."""
    for kind in written_kinds():
        for example in re.findall(r"```yaml\n(.*?)```", manual_page(KINDS[kind]), re.DOTALL):
            for name, written in yaml.load(example, yaml.BaseLoader).items():
                node = KINDS[kind].model_validate(written, context={"department": "works"})
                for path, other in _others(node):
                    yield pytest.param(node, other, id=f"{name} {path}")


def _others(part: BaseModel) -> Iterator[tuple[str, Any]]:
    for name in type(part).model_fields:
        if name != "kind":
            for path, value in _other_values(getattr(part, name)):
                yield f"{name}{path}", part.model_copy(update={name: value})


def _other_values(value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, BaseModel):
        yield from ((f".{path}", other) for path, other in _others(value))
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from ((f".{key}{path}", value | {key: other}) for path, other in _other_values(inside))
    elif isinstance(value, bool | int):
        yield "", not value if isinstance(value, bool) else value + 1
    elif isinstance(value, str):
        yield "", f"{value}x"
    elif isinstance(value, tuple):
        for at, inside in enumerate(value):
            others = _other_values(inside)
            yield from ((f".{at}{path}", _put_in(value, at, other)) for path, other in others)


def _put_in(values: Any, at: int, other: object) -> Any:
    found = [*values[:at], other, *values[at + 1 :]]
    return type(values)(*found) if hasattr(values, "_fields") else tuple(found)


@pytest.mark.parametrize(("node", "other"), list(examples()))
def test_every_setting_of_a_node_is_told(node: Node, other: Node) -> None:
    site = edition()
    before, after = (replace(site, contents={"works": Contents({"works/here": each})}) for each in (node, other))
    found = [change.place for change in differences(before, after)]
    assert "here" in found
