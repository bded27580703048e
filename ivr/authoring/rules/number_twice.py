"""A telephone number that two hotlines have, or an officer's number that is a hotline's.

A call transferred to a hotline would go round in a circle.

FAIL two hotlines with `number: +852 2220 0101`
PASS a number each
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "number-twice"


def check(site: Site) -> Iterator[Problem]:
    """The numbers of hotlines and officers."""
    if site.flows is None:
        return
    lines: dict[str, str] = {}
    for name, line in site.flows.hotlines.items():
        if line.number in lines:
            message = said('the hotline "{hotline}" has this number already.', hotline=lines[line.number])
            yield site.flows_document.problem(("hotlines", name, "number"), ID, message)
        lines.setdefault(line.number, name)
    for name, officers in site.flows.officers.items():
        for at, number in enumerate(officers.numbers):
            if number in lines:
                message = said('this is the number of the hotline "{hotline}".', hotline=lines[number])
                hint = said("A call put through to it would come round again.")
                yield site.flows_document.problem(("officers", name, "numbers", str(at)), ID, message, hint)
