"""`ivr import` writes a department's menu, which is checked and can be rung; it writes over nothing unasked."""

import json
import shutil
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2]
SOURCES = Path(__file__).parents[1] / "importing"
DECIDED = ("--owner", "Works Branch", "--review", "2099-04-01", "--title", "Works")
FLOWS = """version: 1
site: {en: City}
languages: {en: {key: 1, name: English, say: en-GB, voice: Polly.Amy-Neural}}
hotlines: {works: {number: 2220 0101, title: {en: Works}, start: works}}
officers:
"""
OFFICERS = '  %s: {title: {en: staff}, numbers: ["2220 0111"]}\n'


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site in English without departments."""
    shutil.copytree(
        SITE / "prompts" / "en", tmp_path / "site" / "prompts" / "en", ignore=shutil.ignore_patterns("*.wav")
    )
    names = ("desk", "extension_22200111", "extension_85222200112", "ring_counter", "flex")
    text = FLOWS + "".join(OFFICERS % name for name in names)
    (tmp_path / "site" / "flows.yaml").write_text(text, "utf-8")
    return tmp_path / "site"


@pytest.fixture
def in_site(ivr, site, monkeypatch):
    """Run `ivr` in that site."""
    monkeypatch.setenv("IVR_SITE", str(site))
    return ivr


@pytest.mark.parametrize(
    ("format_", "file", "keys", "heard"),
    [
        (
            "studio",
            "drains.json",
            "1,#,*,2",
            ["Welcome to the drains desk", "For a blocked drain, press one", "runs again"],
        ),
        ("studio", "food_bank.json", "1", ["Welcome to the food bank", "For food boxes", "given out on Mondays"]),
        (
            "studio",
            "food_bank.json",
            "3,officer:unanswered,record:9,3,3",
            ["Putting you through", "To keep it, press three"],
        ),
        ("studio", "drains.json", "0,officer:unanswered,record:9,3,3", ["Putting you through", "Thank you"]),
        (
            "freeswitch",
            "counters.xml",
            "2",
            ["District Office.", "For reporting a street lamp, press two", "mended within"],
        ),
        ("freeswitch", "counters.xml", "1,#,9", ["For new licences, press one", "District Office"]),
        ("freeswitch", "counters.xml", "1,1,officer:busy,record:9,3,3", ["Putting you through"]),
        (
            "table",
            "chart.csv",
            "1,2",
            ["Welcome to the Markets Section", "For stall rents, press one", "water included"],
        ),
        ("table", "chart.csv", "2", ["Six in the morning"]),
    ],
)
def test_an_imported_menu_is_checked_and_can_be_rung(in_site, site, format_, file, keys, heard):
    result = in_site("import", format_, str(SOURCES / format_ / file), "--department", "works", *DECIDED)
    menu = site / "menus" / "works" / "menu.yaml"
    if format_ == "table":  # its other languages are none of this site's
        menu.write_text("\n".join(without_chinese(line) for line in menu.read_text("utf-8").splitlines()), "utf-8")
    else:
        assert ": error: " not in result.output
    called = in_site("call", "works", "--press", keys, "--at", "2026-11-24 10:00")
    assert called.exit_code == 0, called.output
    words = " ".join(called.output.split())
    for text in heard:
        assert text in words


def without_chinese(line: str) -> str:
    before, brace, rest = line.partition("{yue: ")
    return f"{before}{{{rest[rest.index('en: ') :]}" if brace else line


def test_what_was_not_carried_over_is_told_with_its_place(in_site):
    result = in_site("import", "studio", str(SOURCES / "studio" / "drains.json"), "--department", "works")
    assert result.exit_code == 1
    assert 'drains.json:10:2: warning: states[5] "flood": make-http-request does not exist here' in result.output
    assert 'error: this file needs "owner".' in result.output
    assert "Add to flows.yaml:" in result.output
    assert '        numbers: ["+85222200111"]\n' in result.output


def test_a_menu_that_is_there_already_is_left_alone_unless_forced(in_site, site):
    menu = site / "menus" / "works" / "menu.yaml"
    menu.parent.mkdir(parents=True)
    menu.write_text("mine\n", "utf-8")
    words = ("import", "table", str(SOURCES / "table" / "chart.csv"), "--department", "works")
    assert "is there already" in str(in_site(*words).exception)
    assert menu.read_text("utf-8") == "mine\n"
    in_site(*words, "--force")
    assert menu.read_text("utf-8").startswith("# Imported from chart.csv.\n")


def test_a_menu_can_be_imported_where_there_is_no_site(ivr, tmp_path):
    words = ("--department", "works", "--output", str(tmp_path / "works"), "--format", "json", *DECIDED)
    result = ivr("import", "freeswitch", str(SOURCES / "freeswitch" / "counters.xml"), *words)
    told = json.loads(result.stdout)
    assert not [problem for problem in told["check"] if problem["level"] == "error"]
    assert told["problems"][0]["rule"] == "changed"
    assert told["menu"] == str(tmp_path / "works" / "menu.yaml")


def test_one_line_of_several_is_chosen_by_its_first_menu(ivr, tmp_path):
    file = str(SOURCES / "freeswitch" / "sounds_and_patterns.xml")
    words = ("import", "freeswitch", file, "--department", "works", "--output", str(tmp_path / "works"))
    ivr(*words, "--start", "another line")
    assert 'menu "another line"' in (tmp_path / "works" / "menu.yaml").read_text("utf-8")
    assert 'no menu is called "third"' in str(ivr(*words, "--start", "third", "--force").exception)


def test_a_refused_file_leaves_nothing_behind(in_site, site):
    result = in_site("import", "freeswitch", str(SOURCES / "freeswitch" / "entities.xml"), "--department", "works")
    assert "a document type stands here" in str(result.exception)
    assert not (site / "menus").exists()


def test_a_department_needs_a_name_that_can_be_one(in_site):
    result = in_site("import", "table", str(SOURCES / "table" / "chart.csv"), "--department", "../works")
    assert result.exit_code == 2
    assert "is not a name" in result.output


def test_nothing_is_called_clean_before_a_hotline_leads_there(in_site, site, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("level,key,label,text\n1,1,fees,Ten dollars.\n1,2,opening hours,From nine to five.\n", "utf-8")
    words = ("import", "table", str(sheet), "--department", "works", *DECIDED)
    assert "ivr check finds nothing wrong with it, and walked every call through it." in in_site(*words).output
    flows = (site / "flows.yaml").read_text("utf-8")
    (site / "menus" / "other").mkdir()
    other = (site / "menus" / "works" / "menu.yaml").read_text("utf-8")
    (site / "menus" / "other" / "menu.yaml").write_text(other, "utf-8")
    (site / "flows.yaml").write_text(flows.replace("start: works", "start: other"), "utf-8")
    assert "Not tried: no hotline leads to this menu" in in_site(*words, "--force").output
    (site / "flows.yaml").write_text(flows.replace("start: works", "start: nowhere"), "utf-8")
    output = in_site(*words, "--force").output
    assert "Not tried: the site has errors" in output
    assert "finds nothing wrong" not in output


def test_without_a_site_it_is_said_that_nothing_was_walked(ivr, tmp_path):
    file = str(SOURCES / "freeswitch" / "counters.xml")
    result = ivr("import", "freeswitch", file, "--department", "works", "--output", str(tmp_path / "works"), *DECIDED)
    assert "Not tried: no site is here" in result.output
    assert "finds nothing wrong" not in result.output


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"[incoming]\nexten => s,1,Answer()\n same => n,Background(welcome)\n", "an Asterisk dial plan"),
        (b'<?xml version="1.0"?>\n<vxml version="2.1"><menu><choice next="#a">a</choice></menu></vxml>', "VoiceXML"),
        (b'{"Version": "2019-10-30", "StartAction": "a", "Actions": []}', "an Amazon Connect contact flow"),
        (b'{"version": "13", "flows": [{"uuid": "a", "nodes": [{"exits": []}]}]}', "a RapidPro or TextIt flow"),
        (b'{"action_sets": [], "base_language": "eng"}', "a RapidPro or TextIt flow"),
        (b'<Response><Gather numDigits="1"><Say>Hello</Say></Gather></Response>', "TwiML"),
        (b'{"displayName": "a", "transitionRoutes": []}', "a Dialogflow agent"),
        (b"inboundCall:\n  name: Main\n", "a Genesys Cloud Architect flow"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04" + b"word/document.xml", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a workbook of old Excel"),
    ],
)
@pytest.mark.parametrize("format_", ["studio", "freeswitch", "table"])
def test_what_a_file_looks_like_is_said_where_it_cannot_be_imported(ivr, tmp_path, format_, content, name):
    (tmp_path / "file").write_bytes(content)
    words = ("--department", "works", "--output", str(tmp_path / "works"))
    assert f"This looks like {name}" in str(ivr("import", format_, str(tmp_path / "file"), *words).exception)


@pytest.mark.parametrize(
    ("format_", "file", "right"),
    [
        ("freeswitch", "studio/drains.json", "studio"),
        ("studio", "freeswitch/counters.xml", "freeswitch"),
        ("studio", "table/chart.csv", "table"),
        ("table", "studio/drains.json", "studio"),
    ],
)
def test_a_file_for_another_command_names_that_command(ivr, tmp_path, format_, file, right):
    words = ("--department", "works", "--output", str(tmp_path / "works"))
    assert f"Import it with `ivr import {right}`." in str(ivr("import", format_, str(SOURCES / file), *words).exception)


def test_the_words_of_phrases_are_read_from_the_files_given_beside_the_menus(ivr, tmp_path):
    menu = (
        '<include><menu name="desk" greet-long="phrase:hello"><entry action="menu-exit" digits="1"/></menu></include>'
    )
    macro = '<input pattern=""><match><action function="speak-text" data="Welcome to the desk."/></match></input>'
    (tmp_path / "ivr.conf.xml").write_text(menu, "utf-8")
    (tmp_path / "hello.xml").write_text(f'<include><macro name="hello">{macro}</macro></include>', "utf-8")
    words = ("--department", "works", "--output", str(tmp_path / "works"), "--phrases", str(tmp_path / "hello.xml"))
    ivr("import", "freeswitch", str(tmp_path / "ivr.conf.xml"), *words)
    assert "say: {en: Welcome to the desk.}" in (tmp_path / "works" / "menu.yaml").read_text("utf-8")
