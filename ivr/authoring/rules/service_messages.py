"""A message or feedback that is cut off before a caller has said what is the matter.

FAIL `most: 20` in a `message`
PASS `most: 120`, which is also what stands without it
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem
from ivr.authoring.sentences import said
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.profiles import limit_of
from ivr.authoring.site import Site
from ivr.nodes.feedback import FeedbackNode
from ivr.nodes.message import MessageNode

ID = "service-messages"
AFTER_OTHERS = True


def check(site: Site) -> Iterator[Problem]:
    """Every node that records."""
    limit = limit_of(site, "message_seconds")
    if limit is None or limit.least is None:
        return
    for placed in site.nodes:
        if isinstance(placed.node, MessageNode | FeedbackNode) and placed.node.most < limit.least:
            template = "callers are cut off after {seconds} seconds; {least} are the least."
            message = said(template, seconds=placed.node.most, least=whole(limit.least))
            yield finding(limit, ID, placed.document, (*placed.path, "most"), message)
