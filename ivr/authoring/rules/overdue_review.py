"""A menu, or a node with a review of its own, that should have been read again by now.

`ivr reviews` lists them all, with their owners.

FAIL `review: 2020-04-01`
PASS `review:` with a day to come, after somebody has read every text
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.reviews import Review, reviews_of
from ivr.authoring.sentences import said
from ivr.authoring.site import Site

ID = "overdue-review"


def check(site: Site) -> Iterator[Problem]:
    """Every review against the day on which the site is checked, where that is told."""
    for review in reviews_of(site) if site.today else ():
        if site.today and (days := review.overdue_by(site.today)):
            yield _problem(site, review, days)


def _problem(site: Site, review: Review, days: int) -> Problem:
    path = ("reviews", review.node, "review") if review.node else ("review",)
    message = said("this should have been read again {days} days ago.", days=days)
    if days == 1:
        message = said("this should have been read again yesterday.")
    hint = said("{owner} keeps it true: read it, then write the next day.", owner=review.owner)
    return site.departments[review.department].document.problem(path, ID, message, hint, level="warning")
