"""The plan as text for Graphviz, and as SVG where Graphviz is installed."""

import shutil
import subprocess
from collections.abc import Iterator

from ivr.authoring.drawing.captions import facts, is_reserved, root_shown, way_shown
from ivr.authoring.drawing.places import DrawnNode, Edge
from ivr.authoring.drawing.plan import Plan
from ivr.errors import SettingsRefused

FONTS = "Noto Sans CJK HK, Noto Sans CJK TC, Noto Sans CJK SC, sans-serif"
LONGEST_DRAWING = 60  # seconds
HOW_TO_INSTALL = (
    "SVG is drawn by Graphviz, which is not installed here. On Debian: apt-get install graphviz fonts-noto-cjk\n"
    "Without it use --format html, mermaid or text; --format dot gives the text that Graphviz reads."
)


def dot(plan: Plan, language: str) -> str:
    """A directed graph in Graphviz's own language."""
    style = f'fontname="{FONTS}", fontsize=11'
    head = ("digraph hotlines {", "  rankdir=LR;", f"  node [shape=box, style=rounded, {style}];", f"  edge [{style}];")
    return "\n".join([*head, *(f"  {line};" for line in _lines(plan, language)), "}"]) + "\n"


def svg(text: str) -> str:
    """The drawing of a graph in Graphviz's language. Raises SettingsRefused where Graphviz is missing or fails."""
    program = shutil.which("dot")
    if program is None:
        raise SettingsRefused(HOW_TO_INSTALL)
    try:
        drawn = subprocess.run(  # noqa: S603  # the program was found on the path, and the text goes to its input
            (program, "-Tsvg"), input=text.encode(), capture_output=True, timeout=LONGEST_DRAWING, check=True
        )
    except subprocess.CalledProcessError as failed:
        raise SettingsRefused(f"Graphviz could not draw this: {failed.stderr.decode(errors='replace')}") from failed
    except (subprocess.TimeoutExpired, OSError) as failed:
        raise SettingsRefused(f"Graphviz could not draw this: {failed}. Draw one department at a time.") from failed
    return drawn.stdout.decode()


def _lines(plan: Plan, language: str) -> Iterator[str]:
    for root in plan.roots:
        begin = f"line {root.name}"
        yield f"{_quoted(begin)} [label={_quoted(root_shown(root, language))}, shape=oval]"
        yield f"{_quoted(begin)} -> {_quoted(root.start)}"
    for place in plan.places.values():
        yield f"{_quoted(place.name)} [label={_quoted(_box(plan, place, language))}]"
    reserved = {edge.to for place in plan.places.values() for edge in place.edges if is_reserved(edge.to)}
    yield from (f"{_quoted(name)} [shape=oval]" for name in sorted(reserved))
    for place in plan.places.values():
        yield from (_arrow(place, edge, language) for edge in place.edges)


def _box(plan: Plan, place: DrawnNode, language: str) -> str:
    told = " · ".join(filter(None, (place.kind, *facts(plan, place, language))))
    return f"{place.name}\n{told}"


def _arrow(place: DrawnNode, edge: Edge, language: str) -> str:
    dashed = ", style=dashed" if edge.inherited else ""
    label = _quoted(way_shown(edge, language))
    return f"{_quoted(place.name)} -> {_quoted(edge.to)} [label={label}{dashed}]"


def _quoted(text: str) -> str:
    """Text between quotes; a line break is the two characters that Graphviz reads as one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
