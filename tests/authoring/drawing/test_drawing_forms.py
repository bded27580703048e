"""What is drawn in each form: tree, graph, page and data; names that stay, characters that are safe."""

import json
import re
import shutil
from xml.etree import ElementTree

import pytest
from rich.console import Console

from ivr.authoring.drawing.captions import key_shown, language_of
from ivr.authoring.drawing.dot import HOW_TO_INSTALL, dot, svg
from ivr.authoring.drawing.mermaid import mermaid
from ivr.authoring.drawing.names import drawn_name
from ivr.authoring.drawing.page import outline, page
from ivr.authoring.drawing.places import DrawnReach
from ivr.authoring.drawing.plain import plain
from ivr.authoring.drawing.plan import plan_of
from ivr.authoring.drawing.terminal import tree
from ivr.errors import SettingsRefused


def printed(plan, language="en") -> str:
    console = Console(width=300, color_system=None)
    with console.capture() as captured:
        console.print(tree(plan, language))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def test_the_terminal_tree_of_a_small_hotline(plan):
    drawn = plan(
        """
        main: {kind: menu, choices: {1: {label: {en: fees}, to: fees}, 2: {label: {en: other fees}, to: fees}}}
        fees: {kind: answer, say: {en: It costs ten dollars.}, then: officer}
        """
    )
    assert printed(drawn) == (
        "works +85222200001 Drainage\n"
        "└── works/main  menu · kept by Drains Branch, to be read again by 2027-01-01\n"
        "    ├── 1 fees → fees  answer · says 2 s\n"
        "    │   └── then → officer  (see below)\n"
        "    ├── 2 other fees → fees  (see above)\n"
        "    └── 0 in every menu → officer  transfer · officers desk\n"
        "        └── unanswered → goodbye\n"
        "In every menu: 0 officer, * back, # repeat, 9 main."
    )


def test_the_tree_tells_seconds_and_keys_to_reach_where_they_are_known(sample_plan):
    reaches = {"transport/fees": {"en": DrawnReach(41.4, 2)}, "transport/opening_hours": {"en": DrawnReach(30, 1)}}
    told = printed(plan_of(sample_plan.edition, "transport", reaches))
    assert "fees  menu · after 41 s and 2 keys" in told
    assert "opening_hours  hours · calendar office · after 30 s and 1 key" in told


def test_names_in_a_drawing_stay_and_are_never_two_alike(sample_plan):
    assert drawn_name("transport/main.2") == "transport_s_main_d_2"
    assert drawn_name("goodbye") == "to_goodbye"
    close = ("a_b/c", "a/b_c", "a/b.c", "a/b__c", "a__b/c", "a_/s_b", "a_s_/b")
    assert len({drawn_name(name) for name in close}) == len(close)
    assert all(re.fullmatch(r"\w+", drawn_name(name), re.ASCII) for name in sample_plan.places)


def test_mermaid_quotes_every_text_and_codes_what_it_would_read(nasty):
    text = mermaid(nasty, "en")
    assert 'works_s_main -->|"1 1. #quot;A#quot; #lt;b#gt;#38;#35;; #96;x#96; #92; end"| works_s_a____b' in text
    assert 'works_s_main -->|"2 駕駛執照"| works_s_main_d_2' in text
    assert 'works_s_a__b -->|"then"| to_back' in text
    assert text.startswith("flowchart LR\n")
    for line in text.splitlines()[1:]:
        assert line.count('"') % 2 == 0
        assert re.fullmatch(r'  \w+(?:\(\["[^"]*"\]\)|\["[^"]*"\]| (?:-->|-\.->)(?:\|"[^"]*"\|)? \w+)', line)


def test_every_name_in_a_graph_is_declared_once(sample_plan):
    lines = mermaid(sample_plan, "yue").splitlines()[1:]
    declared = [line.split("[")[0].split("(")[0].strip() for line in lines if "-->" not in line and "-.->" not in line]
    used = {line.split()[0] for line in lines if "->" in line} | {line.split()[-1] for line in lines if "->" in line}
    assert len(declared) == len(set(declared))
    assert used <= set(declared)


def test_dot_quotes_what_graphviz_would_read(nasty):
    text = dot(nasty, "en")
    assert r'"works/main" -> "works/a__b" [label="1 1. \"A\" <b>&#; `x` \\ end"]' in text
    assert '"works/main" -> "works/main.2" [label="2 駕駛執照"]' in text
    assert text.startswith("digraph hotlines {")
    assert text.endswith("}\n")


def test_svg_without_graphviz_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsRefused) as refused:
        svg("digraph {}")
    assert str(refused.value) == HOW_TO_INSTALL


@pytest.mark.parametrize(("script", "drawn"), [("cat", "digraph {}"), ("echo syntax error >&2; exit 1", None)])
def test_svg_is_what_the_program_found_on_the_path_draws(monkeypatch, tmp_path, script, drawn):
    program = tmp_path / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    if drawn:
        assert svg("digraph {}") == drawn
    else:
        with pytest.raises(SettingsRefused, match="syntax error"):
            svg("digraph {}")


def test_graphviz_draws_the_sample_where_it_is_installed(sample_plan, nasty):
    if shutil.which("dot") is None:
        text = dot(sample_plan, "yue")
        assert text.count('"') % 2 == 0
        return
    for drawn in (svg(dot(sample_plan, "yue")), svg(dot(nasty, "en"))):
        assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314  # drawn by Graphviz on this machine


def test_the_page_holds_every_language_side_by_side_and_nothing_that_a_strict_policy_refuses(sample_plan):
    text = page(sample_plan, "en")
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    for forbidden in ("<script", "<style", " style=", "<link", " onclick", "javascript:"):
        assert forbidden not in text
    assert '<td lang="yue-HK">請輸入八位數字嘅申請編號。</td><td lang="cmn-CN">请输入八位数字的申请编号。</td>' in text
    assert text.count("<details ") == len(sample_plan.places) == text.count(' open="open"')


def test_the_page_links_to_a_stylesheet_only_when_asked(sample_plan):
    assert '<link rel="stylesheet" href="/static/a.css?b=1&amp;c">' in page(sample_plan, "en", "/static/a.css?b=1&c")


def test_every_mention_on_the_page_leads_to_a_place_on_it(sample_plan):
    text = outline(sample_plan, "en")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_what_editors_write_is_text_on_the_page_and_never_markup(plan):
    text = outline(plan("main: {kind: answer, say: {en: '<script>alert(1)</script> & more'}}"), "en")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text


def test_the_data_tells_each_place_once_with_its_ways(sample_plan):
    data = json.loads(json.dumps(plain(sample_plan)))
    names = [place["name"] for place in data["places"]]
    assert len(names) == len(set(names)) == len(sample_plan.places)
    main = next(place for place in data["places"] if place["name"] == "transport/main")
    assert main["ways"][0]["key"] == "1"
    assert main["ways"][0]["to"] == "transport/application"
    assert main["ways"][-1] == {"to": "transport/officer", "key": "0", "label": {}, "inherited": True}
    assert data["departments"]["transport"]["owner"] == "Licensing Division"


def test_keys_are_shown_as_they_stand_on_a_telephone():
    assert [key_shown(key) for key in ("1", "star", "hash")] == ["1", "*", "#"]


def test_a_language_that_the_site_does_not_speak_is_refused(sample_plan):
    assert language_of(sample_plan.edition) == "en"
    assert language_of(sample_plan.edition, "cmn") == "cmn"
    with pytest.raises(KeyError, match="yue, cmn, en"):
        language_of(sample_plan.edition, "fr")
