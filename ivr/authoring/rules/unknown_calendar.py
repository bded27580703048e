"""A calendar that `flows.yaml` does not have.

FAIL `calendar: ofice`
PASS `calendar: office`
"""

from collections.abc import Collection, Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import Sentence, said
from ivr.authoring.site import Site

ID = "unknown-calendar"


def check(site: Site) -> Iterator[Problem]:
    """Every calendar mentioned in menus and by officers."""
    if site.flows is None:
        return
    calendars = site.names_in("calendars")
    for placed in site.nodes:
        for path, name in placed.mentions("calendar"):
            if name not in calendars:
                yield placed.document.problem(
                    path, ID, said('no calendar is called "{name}".', name=name), _hint(name, calendars)
                )
    for officers, each in site.flows.officers.items():
        if each.hours and each.hours not in calendars:
            path = ("officers", officers, "hours")
            message = said('no calendar is called "{name}".', name=each.hours)
            yield site.flows_document.problem(path, ID, message, _hint(each.hours, calendars))


def _hint(name: str, known: Collection[str]) -> Sentence:
    return did_you_mean(name, known) or said("Calendars are in flows.yaml, under `calendars`.")
