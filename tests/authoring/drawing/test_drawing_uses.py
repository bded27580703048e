"""Used by: every mention of a node, a table, officers, a calendar or a field, with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.authoring.drawing import draft_of, uses_of
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.authoring.site.gathering import gather
from ivr.errors import SiteRefused

GOOD = Path(__file__).parents[1] / "good"
SAMPLE = Path(__file__).parents[3]
MENU = "menus/transport/menu.yaml"


BEFORE_ITS_NODES = """\
  slots:
    {database: b, query: "SELECT day FROM slots WHERE day >= :collect_from", columns: {day: date}}
days: {collect_from: {next open day: office}}
reviews: {opening_hours: {owner: Front Desk}}
tasks: {opening_hours: {within: 60}}
nodes:
"""


@pytest.fixture(scope="module")
def with_days():
    files = read_folder(GOOD)
    menu = files.menus[MENU].decode().replace("nodes:\n", BEFORE_ITS_NODES, 1)
    menu = menu.replace("Nine hundred dollars.", '"From {collect_from}."', 1)
    found, _ = gather(replace(files, menus={**files.menus, MENU: menu.encode()}))
    return found


@pytest.fixture(scope="module")
def site():
    found, _ = gather(read_folder(SAMPLE))
    return found


def told(site, name):
    return [(use.what, use.name, use.file, use.by, use.setting) for use in uses_of(site, name)]


def test_a_node_is_used_by_choices_branches_and_starts(site):
    assert told(site, "transport/main") == [
        ("node", "transport/main", "flows.yaml", "transport", "hotlines.transport.start"),
        ("node", "transport/main", "menus/city/menu.yaml", "city/main", "choices.1.to"),
        ("node", "transport/main", "menus/transport/menu.yaml", "transport", "start"),
    ]


def test_the_officers_node_is_used_by_the_keys_of_every_menu(site):
    assert ("node", "water/officer", "flows.yaml", "every menu", "keys.0") in told(site, "water/officer")
    assert ("node", "water/officer", "flows.yaml", "every menu", "tries.then") in told(site, "water/officer")


def test_tables_officers_and_calendars_are_found_where_they_are_named(site):
    transport = "menus/transport/menu.yaml"
    assert told(site, "transport/vehicle_fees") == [
        ("table", "transport/vehicle_fees", transport, "transport/vehicle_fee", "from")
    ]
    assert told(site, "licensing_counter") == [("officers", "licensing_counter", transport, "transport/officer", "to")]
    assert ("calendar", "office", "flows.yaml", "accounts_office", "officers.accounts_office.hours") in told(
        site, "office"
    )
    assert ("calendar", "office", transport, "transport/opening_hours", "calendar") in told(site, "office")


def test_a_field_is_found_where_it_is_kept_and_where_it_is_matched(site):
    settings = [setting for *_, setting in told(site, "transport/vehicle")]
    assert "choices.1.keep.vehicle" in settings
    assert "match.vehicle" in settings


def test_a_field_is_found_where_it_is_kept_of_a_row():
    files = read_folder(GOOD)
    menu = files.menus[MENU].decode().replace("found: {say:", "found: {keep: updated, say:", 1)
    kept, _ = gather(replace(files, menus={**files.menus, MENU: menu.encode()}))
    assert "found.keep" in [setting for *_, setting in told(kept, "transport/updated")]


def test_a_field_is_found_where_it_is_kept_of_a_row_that_was_chosen():
    files = read_folder(GOOD)
    choosing = "    several: {choose: {keep: updated, then: officer}}\n    none: licence\n"
    menu = files.menus[MENU].decode().replace("    none: licence\n", choosing, 1)
    kept, _ = gather(replace(files, menus={**files.menus, MENU: menu.encode()}))
    assert "several.choose.keep" in [setting for *_, setting in told(kept, "transport/updated")]


def test_a_day_is_found_where_it_is_used_and_its_calendar_where_the_day_is_counted(with_days):
    assert told(with_days, "collect_from") == [
        ("day", "transport/collect_from", MENU, "transport", "tables.slots.query"),
        ("day", "transport/collect_from", MENU, "transport/main", "choices.3.answer.en"),
    ]
    assert ("calendar", "office", MENU, "transport", "days.collect_from.next open day") in told(with_days, "office")


def test_a_node_is_found_where_its_review_and_its_task_are_told(with_days):
    settings = [setting for *_, setting in told(with_days, "transport/opening_hours")]
    assert {"reviews.opening_hours", "tasks.opening_hours"} <= set(settings)


def test_a_use_points_at_the_word_in_the_file(site):
    for use in uses_of(site, "transport/application_status"):
        line = (SAMPLE / use.file).read_text("utf-8").splitlines()[use.line - 1]
        assert line[use.column - 1 :].startswith("application_status")


def test_a_place_in_a_text_uses_the_field_that_fills_it():
    files = read_folder(GOOD)
    menu = """
version: 1
title: {yue: 一, en: one}
owner: o
review: 2027-04-01
start: main
nodes:
  main: {kind: ask, say: {yue: 一, en: one}, digits: 2, keep: room, then: told}
  told: {kind: answer, say: {yue: 一, en: "Room {room}."}}
"""
    site, _ = gather(SiteFiles({**files.menus, "menus/rooms/menu.yaml": menu.encode()}))
    assert [(use.setting, use.column) for use in uses_of(site, "rooms/room")] == [("keep", 62), ("say.en", 49)]


def test_a_short_name_means_that_of_every_department(site):
    assert {use.name for use in uses_of(site, "leave_message")} >= {"transport/leave_message", "water/leave_message"}


def test_a_name_that_nothing_has_is_refused_with_the_nearest(site):
    with pytest.raises(KeyError, match='Did you mean "licensing_counter"'):
        uses_of(site, "licencing_counter")


def test_a_site_with_mistakes_is_drawn_as_far_as_it_can_be_read(tmp_path):
    for path, content in read_folder(SAMPLE).menus.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        text = content.decode()
        (tmp_path / path).write_text(text.replace("start: main", "start: mian") if "menus" in path else text, "utf-8")
    draft = draft_of(tmp_path)
    assert draft.problems
    assert draft.edition.hash == "draft"
    (tmp_path / "flows.yaml").write_text("version: 1\n\tx", "utf-8")
    with pytest.raises(SiteRefused, match=r"flows\.yaml:2"):
        draft_of(tmp_path)
