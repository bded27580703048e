"""What a translator gets: every text of a language, what is missing first, with what must be known of it."""

from pathlib import Path

import pytest

from ivr.authoring.site.files import read_folder
from ivr.authoring.site.gathering import gather
from ivr.errors import TextsRefused
from ivr.translating.rows import notes_of, rows_of

SITE = Path(__file__).parents[2]
LABEL = "      1: {label: {yue: 查詢申請進度, cmn: 查询申请进度, en: the status of an application}"


@pytest.fixture
def site():
    return gather(read_folder(SITE))[0]


def test_every_text_of_menus_site_and_phrases_is_there_once(site):
    rows = rows_of(site, "cmn")
    assert len({row.at for row in rows}) == len(rows) > 200
    at = {row.at: row for row in rows}
    assert at["transport/main choices.1.label"].text == "查询申请进度"
    assert at["transport/main choices.1.label"].source == ("en", "the status of an application")
    assert at["flows.yaml officers.enquiry_desk.title"].text == "市民查询中心"
    assert at["menus/transport/menu.yaml title"].text == "运输服务处"
    assert at["phrase greeting"].file == "prompts/cmn/phrases.yaml"
    assert not any(row.is_missing for row in rows)


def test_where_it_is_said_what_must_stay_and_how_long_it_may_be_stands_beside(site):
    (row,) = [row for row in rows_of(site, "yue") if row.at == "transport/vehicle_fee found.say"]
    assert row.hotlines == ("city", "transport")
    assert row.places == ("item", "fee", "months")
    notes = list(notes_of(row, site))
    assert notes[0] == "Said on the hotlines city, transport."
    assert notes[1] == "Keep {item} {fee} {months} as they are: they are filled during the call."
    assert "English takes" in notes[2]


def test_what_is_missing_comes_first(tmp_path, site):
    files = site.files
    menus = dict(files.menus)
    menu = menus["menus/transport/menu.yaml"].decode()
    assert LABEL in menu
    menus["menus/transport/menu.yaml"] = menu.replace("cmn: 查询申请进度, ", "").encode()
    rows = rows_of(gather(type(files)(**{**vars(files), "menus": menus}))[0], "cmn", department="transport")
    assert [row.at for row in rows if row.is_missing] == [rows[0].at] == ["transport/main choices.1.label"]
    assert all(row.at.startswith("transport/") or row.file.startswith("menus/transport/") for row in rows)


def test_another_language_can_be_the_one_that_is_translated(site):
    assert next(iter(rows_of(site, "en"))).source[0] == "yue"
    assert next(iter(rows_of(site, "cmn", "yue"))).source[0] == "yue"


@pytest.mark.parametrize("given", [("fr",), ("cmn", "fr"), ("cmn", "", "moon")])
def test_a_language_or_department_that_is_not_there_is_told(site, given):
    with pytest.raises(TextsRefused, match=f"there is no {given[-1]} in this site"):
        rows_of(site, *given)
