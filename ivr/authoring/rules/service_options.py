"""A menu that offers too many choices.

House rules bear more of them when the whole menu is heard quickly, because a longer menu is better than a deeper one.

FAIL under `ireland`, a menu with six choices
PASS a menu with four
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.hearing import menu_seconds
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.site import Site
from ivr.nodes.menu import MenuNode

ID = "service-options"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every menu; the keys that all menus have are not counted."""
    limit = limit_of(site, "options")
    if limit is None or limit.most is None:
        return
    for placed in site.nodes:
        node = placed.node
        if isinstance(node, MenuNode) and len(node.choices) > limit.most and not _is_quick(site, node, limit):
            template = '"{node}" offers {count} choices, more than {most}.'
            message = said(template, node=placed.path[-1], count=len(node.choices), most=whole(limit.most))
            advice = said("Join choices that lead to the same people, or leave the rarest to an officer.")
            yield finding(limit, ID, placed.document, (*placed.path, "choices"), message, advice, name=True)


def _is_quick(site: Site, menu: MenuNode, limit: Limit) -> bool:
    within = limit.unless_heard_within
    return within is not None and all(menu_seconds(site, menu, code) <= within for code in site.languages)
