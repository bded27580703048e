"""A mistake in a department's rehearsed calls, `calls.yaml`.

It keeps nobody from publishing, and is a warning; `ivr test` runs no call of the file before it is put right.

FAIL `- pres: 1`, or `hotline: transprot`
PASS `- press: 1`, and a hotline of flows.yaml
"""

from collections.abc import Iterator
from dataclasses import replace

from ivr.authoring.calls import read_calls
from ivr.authoring.problems import Problem
from ivr.authoring.site import Site

ID = "rehearsed-call"


def check(site: Site) -> Iterator[Problem]:
    """Every file of rehearsed calls."""
    lines = site.flows.hotlines if site.flows else {}
    hotlines = [*lines, *(line.number for line in lines.values())]
    for file, content in site.files.calls.items():
        _, problems = read_calls(file, content, hotlines)
        yield from (replace(problem, rule=ID, level="warning") for problem in problems)
