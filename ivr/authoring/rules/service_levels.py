"""An answer behind too many menus. Each menu is one more thing to keep in mind, so depth weighs more than breadth.

The menus are counted on the quickest way from the choice of a language; the answer itself is none.

FAIL a menu in a menu in a menu in a menu
PASS the four menus made three, each with a few more choices
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding
from ivr.authoring.service.hearing import arrivals
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site
from ivr.nodes.menu import MenuNode

ID = "service-levels"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every menu that is one level too deep; those behind it would only repeat it."""
    limit = limit_of(site, "levels")
    if limit is None or limit.most is None:
        return
    reached = arrivals(site, site.languages[0])
    for placed in site.nodes:
        arrival = reached.get(placed.name)
        if arrival and isinstance(placed.node, MenuNode) and arrival.menus == limit.most:
            message = said('"{node}" is menu number {count} on its way.', node=placed.path[-1], count=arrival.menus + 1)
            advice = said(
                "Let the menu before it offer these choices itself; a longer menu is better than a deeper one."
            )
            yield finding(limit, ID, placed.document, placed.path, message, advice, name=True)
