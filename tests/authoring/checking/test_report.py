"""Problems as people and programs read them."""

import json
from collections.abc import Callable

from ivr.authoring.checking.report import SiteCounts, report_github, report_json, report_text
from ivr.authoring.problems import Problem
from ivr.authoring.site.files import SiteFiles

PROBLEM = Problem("menus/water/menu.yaml", 2, 9, 13, "unknown-destination", 'no node is "橙".', "50%\nof it", "warning")
FILES = SiteFiles({"menus/water/menu.yaml": "a: b\n水水: 去, bill\n".encode()})


def test_the_caret_counts_in_cells_of_a_terminal() -> None:
    report = report_text([PROBLEM], SiteCounts(1, 2, 1, 0), FILES)
    line, carets = (each.partition("| ")[2] for each in report.splitlines()[1:3])
    assert carets == " " * 11 + "^^^"
    assert line == "水水: 去, bill"


def test_the_last_line_counts_what_was_read() -> None:
    assert report_text([], SiteCounts(4, 3, 41, 123), FILES) == (
        "Checked 4 hotlines, 3 departments, 41 nodes, 123 texts: no problems."
    )
    assert report_text([PROBLEM], SiteCounts(1, 1, 1, 1), FILES).endswith(
        "1 hotline, 1 department, 1 node, 1 text: 1 warning."
    )


def test_json_has_every_part() -> None:
    (told,) = json.loads(report_json([PROBLEM]))
    assert told == {
        "path": "menus/water/menu.yaml",
        "line": 2,
        "column": 9,
        "endColumn": 13,
        "level": "warning",
        "rule": "unknown-destination",
        "message": 'no node is "橙".',
        "hint": "50%\nof it",
    }


def test_github_puts_it_beside_the_line() -> None:
    assert report_github([PROBLEM]) == (
        "::warning file=menus/water/menu.yaml,line=2,col=9,endColumn=13,title=unknown-destination"
        '::no node is "橙". 50%25%0Aof it'
    )


def test_problems_come_in_the_order_of_their_places(
    with_edits: Callable[..., SiteFiles], printed: Callable[[SiteFiles], str]
) -> None:
    menu = "menus/transport/menu.yaml"
    report = printed(with_edits([(menu, "to: counter", "to: x"), (menu, "then: birth", "then: y")]))
    assert report.index("unknown-destination") < report.index("unknown-officers")
