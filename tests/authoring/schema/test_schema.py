"""JSON Schema as an editor's program meets it: what is good passes, the usual slips are marked where they stand."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from ivr.authoring.checking.loading import check_files
from ivr.authoring.schema import (
    MOST_OFFERED,
    flows_schema,
    menu_schema,
    modeline,
    names_of,
    phrases_schema,
    pledges_schema,
)
from ivr.authoring.schema.types import OfferedNames
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.authoring.site.gathering import gather
from ivr.nodes import written_kinds
from ivr.phone.rehearsal_schema import calls_schema

SAMPLE = Path(__file__).parents[3]
TESTS = Path(__file__).parents[2]
SITE, _ = gather(read_folder(SAMPLE))
NAMES = names_of(SITE)
MENU = """
version: 1
title: {yue: 一, cmn: 一, en: one}
owner: Licensing
review: 2027-04-01
start: main
nodes:
"""


class AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2 as yaml-language-server reads it: numbers are numbers, `true` is true, `yes` and dates are text."""


AsEditorsRead.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("tag:yaml.org,2002:decimal", r"[-+]?[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
):
    AsEditorsRead.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))
AsEditorsRead.add_constructor("tag:yaml.org,2002:decimal", lambda loader, node: int(node.value))


def typed(text: str) -> Any:
    """What an editor typed, names of settings as text, as in JSON."""
    return _named(yaml.load(text, AsEditorsRead))


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _named(item) for name, item in value.items()}
    return [_named(item) for item in value] if isinstance(value, list) else value


def marked(schema: dict[str, Any], text: str) -> list[str]:
    """Where the schema marks a mistake."""
    return sorted({error.json_path for error in _deepest(Draft7Validator(schema).iter_errors(typed(text)))})


def _deepest(errors: Any) -> Iterator[Any]:
    for error in errors:
        deeper = sorted(error.context or (), key=lambda each: len(each.absolute_path))
        yield deeper[-1] if deeper and len(deeper[-1].absolute_path) > len(error.absolute_path) else error


@pytest.mark.parametrize("names", [OfferedNames(), NAMES], ids=["any site", "this site"])
def test_every_schema_is_a_schema(names):
    for schema in (
        menu_schema(names),
        flows_schema(names),
        phrases_schema(),
        pledges_schema(names),
        calls_schema(("city",)),
    ):
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("names", [OfferedNames(), NAMES], ids=["any site", "this site"])
def test_every_file_of_the_sample_site_passes(names):
    read = 0
    for pattern, schema in (
        ("flows.yaml", flows_schema(names)),
        ("menus/*/menu.yaml", menu_schema(names)),
        ("menus/*/pledges.yaml", pledges_schema(names)),
        ("menus/*/calls.yaml", calls_schema()),
        ("prompts/*/phrases.yaml", phrases_schema()),
    ):
        for path in SAMPLE.glob(pattern):
            assert marked(schema, path.read_text("utf-8")) == [], path
            read += 1
    assert read >= 12


def test_what_the_checker_accepts_passes_too():
    good = SiteFiles(read_folder(TESTS / "authoring" / "good").menus)
    assert check_files(good).counts.nodes
    for path, content in good.menus.items():
        if not path.startswith("prompts"):
            schema = flows_schema() if path == "flows.yaml" else menu_schema()
            assert marked(schema, content.decode()) == [], path


def test_every_kind_an_editor_writes_is_offered():
    (node,) = menu_schema()["properties"]["nodes"]["patternProperties"].values()
    assert node["properties"]["kind"]["enum"] == list(written_kinds())
    assert all(node["properties"]["kind"]["enumDescriptions"])


def test_settings_are_explained_in_the_words_of_the_manual():
    parts = menu_schema()["$defs"]
    assert parts["AskNode"]["properties"]["amount"]["description"].startswith(
        "`amount: 1-5000`: money of the site's currency, from the least"
    )
    assert parts["EnquiryNode"]["properties"]["none"]["description"].startswith("`none`: no row.")
    assert "```yaml\nofficer:" in parts["TransferNode"]["markdownDescription"]


@pytest.mark.parametrize("schema", [menu_schema(), flows_schema(), pledges_schema()], ids=["menu", "flows", "pledges"])
def test_no_setting_is_left_unexplained(schema):
    """A new setting wants a sentence in the docstring of its file, or in `UNSAID`."""
    groups = {**schema["$defs"], schema["title"]: schema}
    unexplained = [
        f"{name}: {setting}"
        for name, group in groups.items()
        for part in (group, *group.get("anyOf", ()))
        for setting, told in part.get("properties", {}).items()
        if "description" not in told and setting != "kind"
    ]
    assert unexplained == []


def test_names_of_the_site_are_offered_and_no_others_refused():
    officers = menu_schema(NAMES)["$defs"]["TransferNode"]["properties"]["to"]
    assert "licensing_counter" in officers["examples"]
    assert marked(menu_schema(NAMES), f"{MENU}  o: {{kind: transfer, to: new_counter, unanswered: goodbye}}") == []


def test_what_a_department_names_itself_is_offered_wherever_it_may_stand():
    schema = menu_schema(NAMES)
    parts = schema["$defs"]
    ask, enquiry, switch = (parts[name]["properties"] for name in ("AskNode", "EnquiryNode", "SwitchNode"))
    assert {"licence_status", "water/main", "back"} - set(ask["then"]["examples"]) == {"licence_status"}
    assert {"application_status", "wants_renewal"} <= set(switch["cases"]["additionalProperties"]["examples"])
    assert {"application", "today", "delivery"} <= set(switch["on"]["examples"])
    assert {"applications", "meters"} <= set(enquiry["from"]["examples"])
    assert {"read_on", "updated"} <= set(enquiry["latest"]["examples"])
    assert "meter_account" in offered(enquiry["match"], schema)


def offered(written: Any, schema: Any) -> set[str]:
    """All that is offered where something may be written, whatever form it is given."""
    if "$ref" in written:
        return offered(schema["$defs"][written["$ref"].rpartition("/")[2]], schema)
    inner = [
        *written.get("anyOf", ()),
        *(written[part] for part in ("items", "additionalProperties") if part in written),
    ]
    return set(written.get("examples", ())).union(*(offered(each, schema) for each in inner if isinstance(each, dict)))


def test_of_too_many_names_none_are_offered():
    menu = SITE.departments["water"]
    nodes = {
        f"water/n{number}": replace(placed, name=f"water/n{number}")
        for number, placed in zip(range(MOST_OFFERED + 1), cycle(menu.nodes.values()))
    }
    crowded = replace(SITE, departments={"water": replace(menu, nodes=nodes)})
    assert names_of(crowded).nodes == ()
    assert names_of(crowded).tables


TEXT = "{yue: 一, cmn: 一, en: one}"
SLIPS = {
    f"main: {{kind: menu, sya: {TEXT}, choices: {{1: {{label: {TEXT}, to: x}}}}}}": "$.nodes.main",
    f"main: {{kind: menu, choices: {{12: {{label: {TEXT}, to: x}}}}}}": "$.nodes.main.choices",
    f"main: {{kind: menu, choices: {{1: {{label: {TEXT}}}}}}}": "$.nodes.main.choices['1']",
    f"main: {{kind: menu, choices: {{1: {{label: {TEXT}, to: x, answer: {TEXT}}}}}}}": "$.nodes.main.choices['1']",
    "main: {kind: menu, choices: {1: {label: fees, to: x}}}": "$.nodes.main.choices['1'].label",
    "main: {kind: menu, choices: {1: {label: {yue: 一, en: one}, to: x}}}": "$.nodes.main.choices['1'].label",
    "main: {kind: menu}": "$.nodes.main",
    f"main: {{kind: meun, choices: {{1: {{label: {TEXT}, to: x}}}}}}": "$.nodes.main.kind",
    "main: {to: counter}": "$.nodes.main",
    f"back: {{kind: answer, say: {TEXT}}}": "$.nodes",
    f"Main Menu: {{kind: answer, say: {TEXT}}}": "$.nodes",
    f"ask: {{kind: ask, say: {TEXT}, digits: eight, keep: a, then: b}}": "$.nodes.ask.digits",
    f"ask: {{kind: ask, say: {TEXT}, digits: 8, date: past, keep: a, then: b}}": "$.nodes.ask",
    f"ask: {{kind: ask, say: {TEXT}, keep: a, then: b}}": "$.nodes.ask",
    f"ask: {{kind: ask, say: {TEXT}, digits: 8, keep: a, then: b, secret: maybe}}": "$.nodes.ask.secret",
    f"ask: {{kind: ask, say: {TEXT}, digits: 8, check: lhun, keep: a, then: b}}": "$.nodes.ask.check",
    "e: {kind: enquiry, from: t, match: {a: b}, found: x, most: 99}": "$.nodes.e.most",
    f"e: {{kind: enquiry, from: t, match: {{a: b}}, found: {{sai: {TEXT}}}}}": "$.nodes.e.found",
    "e: {kind: enquiry, from: t, match: {a: {at best: b}}, found: x}": "$.nodes.e.match.a",
    "o: {kind: transfer, to: counter}": "$.nodes.o",
    "f: {kind: feedback, accepts: [complaints]}": "$.nodes.f.accepts[0]",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_menu_is_marked_where_it_stands(slip):
    place = SLIPS[slip]
    found = marked(menu_schema(NAMES), f"{MENU}  {slip}")
    assert found
    assert all(each.startswith(place) for each in found), found


@pytest.mark.parametrize(
    "good",
    [
        f"ask: {{kind: ask, say: {TEXT}, digits: 6-10, keep: a, then: b, confirm: no, secret: true}}",
        f"ask: {{kind: ask, say: {TEXT}, digits: '8', keep: a, then: b, confirm: yes}}",
        "e: {kind: enquiry, from: t, match: {a: b}, found: x, unavailable: {then: officer}, most: '9'}",
        "main: {kind: menu, choices: {1: {label: {yue: 1823, cmn: true, en: '1'}, to: x}, star: {label: "
        + TEXT
        + ", to: back}}}",
        "r: {kind: switch, on: language, cases: {yue: a, en: b}, otherwise: goodbye}",
    ],
)
def test_whatever_may_be_typed_bare_or_quoted_passes(good):
    assert marked(menu_schema(NAMES), f"{MENU}  {good}") == []


FLOWS = """
version: 1
site: {en: City}
languages: {en: {key: 1, name: English, say: en-GB, voice: Polly.Amy}}
hotlines: {city: {number: 22200100, title: {en: City}, start: city/main}}
"""


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("calendars: {office: {mondays: 09:00-17:00}}", "$.calendars.office"),
        ("calendars: {office: {monday: 9-5}}", "$.calendars.office.monday"),
        ("calendars: {office: {holidays: shut}}", "$.calendars.office.holidays"),
        ("calendars: {office: {closures: [{from: soon, until: 2027-01-01 09:00, reason: {en: x}}]}}", "$.calendars"),
        ("calendars: {office: alway}", "$.calendars.office"),
        ("officers: {desk: {title: {en: x}, numbers: [2824 61l1]}}", "$.officers.desk.numbers[0]"),
        ("officers: {desk: {title: {en: x}, numbers: 2824 6111}}", "$.officers.desk.numbers"),
        ("officers: {desk: {title: {en: x}, numbers: [2824 6111], ring: in turn}}", "$.officers.desk.ring"),
        ("keys: {10: officer}", "$.keys"),
        ("zoen: Asia/Hong_Kong", "$"),
        ("tries: {silence: 0}", "$.tries.silence"),
        ("tries: {pause: 11}", "$.tries.pause"),
    ],
)
def test_a_slip_in_flows_is_marked_where_it_stands(written, place):
    found = marked(flows_schema(), FLOWS + written)
    assert found
    assert all(each.startswith(place) for each in found), found


@pytest.mark.parametrize(
    "written",
    [
        "calendars: {a: always, b: {monday-friday: '9:00-13:00, 14:00-17:30', sunday: closed, holidays: usual}}",
        "calendars: {a: {monday: closed, closures: [{from: 2026-12-31 12:00, until: 1/1/2027 9:00, reason: {en: x}}]}}",
        "officers: {desk: {title: {en: x}, numbers: [+85228246111, '2824 6111'], abroad: yes, seconds: '20'}}",
    ],
)
def test_what_flows_may_say_passes(written):
    assert marked(flows_schema(), FLOWS + written) == []


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("- {call: a, hotline: b, steps: [{pres: 1}]}", "$[0].steps[0]"),
        ("- {call: a, hotline: b, steps: [{press: x}]}", "$[0].steps[0]"),
        ("- {call: a, hotline: b, steps: [hang up]}", "$[0].steps[0]"),
        ("- {call: a, hotline: b, steps: [{press: 1, hears: x}]}", "$[0].steps[0]"),
        ("- {call: a, hotline: b, steps: [], ends: never}", "$[0].ends"),
        ("- {call: a, hotline: b, steps: [], officers: [sleeps]}", "$[0].officers"),
        ("- {hotline: b, steps: []}", "$[0]"),
    ],
)
def test_a_slip_in_a_rehearsed_call_is_marked_where_it_stands(written, place):
    found = marked(calls_schema(), written)
    assert found
    assert all(each.startswith(place) for each in found), found


def test_a_phrase_is_misspelt_or_missing():
    phrases = (SAMPLE / "prompts/en/phrases.yaml").read_text("utf-8")
    assert marked(phrases_schema(), phrases.replace("goodbye:", "godbye:")) == ["$"]


def test_a_modeline_names_the_schema():
    assert modeline("../../schemas/menu.schema.json") == (
        "# yaml-language-server: $schema=../../schemas/menu.schema.json"
    )


@pytest.mark.parametrize(
    ("table", "fits"),
    [
        ("{rows: cases}", True),
        ("{rows: cases, columns: {reference: reference}}", False),
        ("{rows: filed}", False),
        ("{rows: filed, columns: {number: digits}}", True),
        ("{file: rows.csv}", False),
        ("{file: rows.csv, columns: {number: digits}}", True),
        ("{database: billing, columns: {number: digits}}", False),
    ],
)
def test_a_table_has_one_source_and_columns_unless_it_is_of_cases(table: str, fits: bool) -> None:
    good = (
        "tables: {rows: "
        + table
        + "}"
        + MENU
        + "  main: {kind: menu, choices: {1: {label: {yue: 一, cmn: 一, en: one}, to: back}}}\n"
    )
    assert (marked(menu_schema(NAMES), good) == []) is fits


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("[open, locked]", True),
        ("[1, 2, or empty]", True),
        ("{format: [open], private: yes}", True),
        ("[]", False),
        ("['open, locked']", False),
        ("opened", False),
    ],
)
def test_a_column_may_list_its_values(written: str, fits: bool) -> None:
    tables = f"tables: {{t: {{file: t.csv, columns: {{state: {written}}}}}}}\n"
    assert (marked(menu_schema(NAMES), f"{tables}{MENU}  end: {{kind: goodbye}}\n") == []) is fits
