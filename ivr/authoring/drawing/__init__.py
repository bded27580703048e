"""Seeing a site: one walk over an edition, drawn as a tree, an outline page, a graph or plain data.

`plan_of` walks; `terminal`, `page`, `mermaid`, `dot` and `plain` draw what it found, each node once. `uses` tells
where something is mentioned.
"""

from ivr.authoring.drawing.drafts import DraftEdition, draft_of
from ivr.authoring.drawing.places import DrawnNode, DrawnReach, DrawnText, Edge
from ivr.authoring.drawing.plan import Plan, Root, plan_of
from ivr.authoring.drawing.uses import Use, uses_of

__all__ = [
    "DraftEdition",
    "DrawnNode",
    "DrawnReach",
    "DrawnText",
    "Edge",
    "Plan",
    "Root",
    "Use",
    "draft_of",
    "plan_of",
    "uses_of",
]
