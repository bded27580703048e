"""One call: what the caller heard and did, step by step, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, abort, jsonify, render_template, url_for
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from ivr.authoring.drawing.names import drawn_name
from ivr.engine.edition import Edition
from ivr.errors import EditionMissing
from ivr.journal.masking import without_numbers
from ivr.logs import NO_NUMBER
from ivr.storage.calls.listing import call_in_scope
from ivr.storage.calls.reading import CallRecord
from ivr.storage.outbox.listing import masked_destination
from ivr.storage.outbox.of_calls import sent_to_caller
from ivr.storage.people.accounts import Role
from ivr.telling.one_call import CallStory, OfficerRung, tell_call
from ivr.telling.replaying import Replay, replay_of
from ivr.web.desk.calls.chosen import scope_of
from ivr.web.desk.calls.steps import steps_of
from ivr.web.desk.calls.words import OUTCOMES, language_names, titles
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.menu_words import code
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.frame.telephone_links import may_practise
from ivr.web.desk.outbox.outbox import ARRIVED, STATES, WAYS

MOODS = {"delivered": "good", "sent": "good", "waiting": "plain"}


@dataclass(frozen=True)
class Left:
    """Something the caller left: a case (with its reference) or a message, its page, and where to listen to it."""

    reference: str
    page: str
    sound: str


@dataclass(frozen=True)
class SentOnward:
    """Something that went to the caller, or is to: by which way, where to, when, and how it stands (with its mood)."""

    way: LazyString | str
    to: str
    at: datetime
    state: LazyString
    mood: str


@pages.get("/calls/<sid>", role="viewer")
def call(sid: str) -> str:
    """The call, its numbers masked."""
    return _page(_found(sid, "viewer"), numbers=False)


@pages.post("/calls/<sid>/numbers", role="supervisor")
def call_numbers(sid: str) -> str:
    """The same page with the numbers in it; a GET shows them masked again."""
    story = _found(sid, "supervisor")
    audit("saw a number", sid, department=desk.department_of(story.call.hotline))
    return _page(story, numbers=True)


@pages.get("/calls/<sid>/walk", role="viewer")
def call_walk(sid: str) -> Response:
    """What the test telephone is to do again, asked for by it: what a caller keyed stands in no address."""
    story = _found(sid, "viewer")
    edition = _edition_of(story.call)
    return jsonify(_walk(story.call, edition, _replay(story, edition)) or abort(404))


def _found(sid: str, role: Role) -> CallStory:
    """The call, if the person holds the role for it; otherwise it is as if it were not there."""
    return tell_call(desk.database, sid, scope_of(role)) or abort(404)


def _page(story: CallStory, numbers: bool) -> str:
    call, edition = story.call, _edition_of(story.call)
    names = PlaceWords(edition or desk.edition)
    replay = _replay(story, edition)
    spoken = language_names()
    return render_template(
        "desk/calls/one_call.html",
        call=call,
        numbers=numbers,
        limit_address=_limit_address(call),
        may_see_numbers=not numbers and call_in_scope(desk.database, call.sid, scope_of("supervisor")),
        steps=list(steps_of(story.steps, edition, names, numbers)),
        transfers=[(each, names.officers(each.officers), _came_of(each)) for each in story.transfers],
        left=[*_cases(story), *_messages(story)],
        sent=[*_sent(call, numbers)],
        title=titles().get(call.hotline, call.hotline),
        language=spoken.get(call.language, call.language),
        spoken=spoken,
        outcome=OUTCOMES.get(call.outcome),
        code=code,
        replay=replay,
        replay_address=_replay_address(call) if may_practise() and _walk(call, edition, replay) else "",
        edition=edition,
        served=call.edition == desk.edition.hash,
        node_pages=_node_pages(story, edition),
    )


def _limit_address(call: CallRecord) -> str:
    """Where officers are spared this caller; empty where that is not for this person to decide."""
    mine = person().may("supervisor", desk.department_of(call.hotline))
    return url_for("desk.limit_form", sid=call.sid) if mine else ""


def _edition_of(call: CallRecord) -> Edition | None:
    try:
        return desk.shelf.by_hash(call.edition)
    except EditionMissing:
        return None


def _came_of(rung: OfficerRung) -> str:
    return gettext("the caller hung up while it rang") if rung.outcome == "gave up" else code(rung.outcome)


def _cases(story: CallStory) -> Iterator[Left]:
    for case in story.cases:
        if person().may("viewer", case.department):
            page = url_for("desk.case", call=case.call_sid, turn=case.turn)
            yield Left(case.reference, page, _sound(case.call_sid, case.turn, case.department, case.recording))


def _messages(story: CallStory) -> Iterator[Left]:
    for left in story.messages:
        if person().may("supervisor", left.department):
            page = url_for("desk.message", call=left.call_sid, turn=left.turn)
            yield Left("", page, _sound(left.call_sid, left.turn, left.department, left.recording))


def _sent(call: CallRecord, numbers: bool) -> Iterator[SentOnward]:
    for each in sent_to_caller(desk.database, call.sid):
        to = each.destination if numbers else masked_destination(each.way, each.destination)
        stands = each.arrived or each.state
        state, mood = {**ARRIVED, **STATES}[stands], MOODS.get(stands, "bad")
        yield SentOnward(WAYS.get(each.way, each.way), to, each.settled_at or each.made_at, state, mood)


def _sound(sid: str, turn: int, department: str, recording: str) -> str:
    """Where a recording is played from; empty when there is none, or not for this person."""
    mine = recording and person().may("supervisor", department)
    return url_for("desk.recording", call=sid, turn=turn) if mine else ""


def _node_pages(story: CallStory, edition: Edition | None) -> dict[str, str]:
    """Where each node stands in the tree of the call's own edition, for those of the person's departments."""
    found: dict[str, str] = {}
    for node in {step.entry.node for step in story.steps}:
        department = node.partition("/")[0]
        if edition and node in edition.nodes_of(department) and person().may("viewer", department):
            tree = url_for("desk.menu_tree", department=department, edition=edition.hash)
            found[node] = f"{tree}#{drawn_name(node)}"
    return found


def _replay(story: CallStory, edition: Edition | None) -> Replay:
    return replay_of([without_numbers(step.entry) for step in story.steps], edition)


def _replay_address(call: CallRecord) -> str:
    """The test telephone on the edition that the caller met, told whose walk to ask for."""
    return f"{url_for('phone.show', edition=call.edition)}#{urlencode({'call': call.sid})}"


def _walk(call: CallRecord, edition: Edition | None, replay: Replay) -> list[tuple[str, str]]:
    """What the test telephone chooses and does to do the same at the same time of day; nothing where it cannot."""
    if edition is None or not replay.acts:
        return []
    numbers = [line.number for line in edition.hotlines.values() if line.name == call.hotline]
    if not numbers:
        return []
    return [
        ("hotline", numbers[0]),
        ("origin", "anonymous" if call.caller.lower() in NO_NUMBER else "hong kong"),
        ("at", call.started_at.astimezone(ZoneInfo(edition.zone)).strftime("%Y-%m-%dT%H:%M")),
        *(("act", act) for act in replay.acts),
    ]
