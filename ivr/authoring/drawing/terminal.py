"""The plan as a tree for the terminal."""

from collections.abc import Iterable

from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from ivr.authoring.drawing.captions import facts, kept_by, keys_everywhere, name_shown, root_shown, way_shown
from ivr.authoring.drawing.outline import Twig, outline_of
from ivr.authoring.drawing.plan import Plan

MENTIONED = {"above": "see above", "below": "see below", "reserved": "", "missing": "no such node"}


def tree(plan: Plan, language: str) -> Group:
    """Every hotline (or the department) of the plan as a rich tree, in the words of one language."""
    trees = []
    for root, twig in outline_of(plan):
        drawn = Tree(Text(root_shown(root, language), style="bold"))
        _hang(plan, language, drawn, (twig,), "")
        trees.append(drawn)
    return Group(*trees, Text(f"In every menu: {keys_everywhere(plan.edition)}.", style="dim"))


def _hang(plan: Plan, language: str, on: Tree, twigs: Iterable[Twig], department: str) -> None:
    for twig in twigs:
        branch = on.add(_line(plan, language, twig, department))
        if twig.place:
            _hang(plan, language, branch, twig.twigs, twig.place.department)


def _line(plan: Plan, language: str, twig: Twig, department: str) -> Text:
    line = Text()
    way = way_shown(twig.edge, language)
    if way:
        line.append(way, style="cyan").append(" → ")
    line.append(name_shown(twig.edge.to, department), style="bold" if twig.standing == "here" else "")
    if twig.standing != "here":
        mentioned = MENTIONED[twig.standing]
        style = "red" if twig.standing == "missing" else "dim"
        return line.append(f"  ({mentioned})", style=style) if mentioned else line
    if twig.place is None:
        return line
    told = [twig.place.kind, *facts(plan, twig.place, language), kept_by(plan, twig.place)]
    return line.append(f"  {' · '.join(filter(None, told))}", style="dim")
