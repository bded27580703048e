"""The menu of one department on a page: keys, words side by side, recordings, reviews; by ear and on the telephone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Response, abort, render_template, request

from ivr.authoring.drawing import DrawnNode
from ivr.authoring.drawing.captions import key_shown
from ivr.authoring.drawing.names import drawn_name
from ivr.engine.edition import Edition
from ivr.reports.nodes import NodeUse, node_uses
from ivr.storage.figures.reading import FigureChoice
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import must, person
from ivr.web.desk.frame.telephone_links import language_of_reader, may_practise, practice_address
from ivr.web.desk.menus.facts import overdue, recordings_heard, seconds_to, times_of
from ivr.web.desk.menus.files import hash_or_404
from ivr.web.desk.menus.outline import Ways, outline_of_department

COUNTED = 30  # days, today among them


@dataclass(frozen=True)
class Leaf:
    """What a page tells of a place besides its ways.

    `recordings` are states by language, `seconds` until it is heard by language; `practice` is the address that
    rings the telephone there, empty for none; `overdue` is in days.
    """

    recordings: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    practice: str = ""
    overdue: int = 0


@pages.get("/menus/tree/<department>", role="viewer")
def menu_tree(department: str) -> str:
    """The menu, of the edition served or of another (`?edition=`)."""
    must("viewer", department)
    wanted = request.args.get("edition", "")
    edition = desk.shelf.by_hash(hash_or_404(wanted)) if wanted else desk.edition
    if department not in edition.departments:
        abort(404)
    outline = outline_of_department(edition, department)
    return render_template(
        "desk/menus/tree.html",
        edition=edition,
        served=desk.edition.hash == edition.hash,
        department=edition.departments[department],
        outline=outline,
        may_try=may_practise(),
        leaves=leaves(edition, department),
        uses=_uses(department),
        reviews=[(each, days) for each, days in overdue(edition) if each.department == department],
        language=language_of_reader(edition),
        may_edit=person().may("editor", department),
        file=f"menus/{department}/menu.yaml",
        key_shown=key_shown,
        drawn_name=drawn_name,
        texts_of_place=texts_of_place,
    )


def leaves(edition: Edition, department: str) -> Mapping[str, Leaf]:
    """By full name of a department's nodes, what is told of each."""
    recorded, seconds = recordings_heard(edition, department), seconds_to(edition, department)
    practice = _practice(edition, department) if may_practise() else {}
    late = {f"{each.department}/{each.node}": days for each, days in overdue(edition)}
    names = edition.nodes_of(department)
    return {
        name: Leaf(recorded.get(name, {}), seconds.get(name, {}), practice.get(name, ""), late.get(name, 0))
        for name in names
    }


def _uses(department: str) -> Mapping[str, NodeUse]:
    """What callers did at the department's nodes in the last 30 days, whatever edition they met."""
    today = desk.local_now().date()
    days = FigureChoice(today - timedelta(days=COUNTED - 1), today, zone=desk.zone, departments=frozenset({department}))
    return node_uses(desk.database, days)


def texts_of_place(place: DrawnNode) -> list[tuple[str, Mapping[str, str]]]:
    """What a place says and its labels, each with its words by language."""
    said = [(each.setting, each.words) for each in place.says]
    return said + [(key_shown(edge.key), edge.label) for edge in place.edges if edge.label]


def _practice(edition: Edition, department: str) -> Mapping[str, str]:
    ways = Ways(edition, language_of_reader(edition), times_of(edition, department)).to(department)
    return {name: practice_address(edition, number, acts) for name, (number, acts) in ways.items()}


@pages.get("/menus/sound/<edition>/<language>/<path:node>", role="viewer")
def menu_sound(edition: str, language: str, node: str) -> Response:
    """A recorded prompt as callers hear it: of an edition, a language, a node."""
    must("viewer", node.partition("/")[0])
    name = desk.shelf.by_hash(hash_or_404(edition)).recordings.get((language, node))
    sound = desk.shelf.recording(name) if name else None
    if sound is None:
        abort(404)
    return Response(sound, mimetype="audio/wav")
