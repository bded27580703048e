"""Each Studio widget that becomes a node here, and how."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ivr.importing.draft import (
    CHANGED,
    GOODBYE,
    LEFT_OUT,
    TO_BE_WRITTEN,
    DraftNode,
    DraftOfficers,
    DraftWay,
    Written,
)
from ivr.importing.finishing import telephone
from ivr.importing.studio_conditions import values_of
from ivr.importing.studio_flow import Widget
from ivr.importing.studio_menus import build_menu

if TYPE_CHECKING:
    from ivr.importing.studio import Importing

UNANSWERED = {"busy": "busy", "no-answer": "unanswered", "failed": "failed", "canceled": "unanswered"}


def _say_play(importing: "Importing", widget: Widget) -> None:
    to = widget.next("audioComplete")
    voicemail = importing.flow.widgets.get(to)
    words = importing.texts(widget, importing.words(widget))
    if voicemail and voicemail.kind == "record-voicemail" and words:
        importing.flow.used.add(to)
        _leave_message(importing, widget, voicemail, words)
        return
    node = _node(importing, widget, "answer", {"say": words})
    if to:
        node.settings["then"] = importing.way(to)


def _gather(importing: "Importing", widget: Widget) -> None:
    if importing.flow.is_menu(widget):
        build_menu(importing, widget)
    elif widget.next("keypress") not in ("", widget.name):
        _ask(importing, widget)
    else:
        _only_say(importing, widget)


def _only_say(importing: "Importing", widget: Widget) -> None:
    """A gather that no key leads on from: its words, and on by what was said, or behind the silence."""
    node = _node(importing, widget, "answer", {"say": importing.texts(widget, importing.words(widget))})
    ways = (widget.next(event) for event in ("speech", "timeout"))
    to = next((each for each in ways if each and not importing.flow.returns(each, widget.name)), "")
    on = f'the call goes on to "{to}"' if to else "the call ends behind them"
    importing.tell(widget, CHANGED, f"no key leads anywhere; its words are said, and {on}.")
    if to:
        node.settings["then"] = importing.way(to, asker=widget.name)


def _ask(importing: "Importing", widget: Widget) -> None:
    digits = str(widget.number("number_of_digits") or "1-20")
    settings: dict[str, Written] = {"say": importing.texts(widget, importing.words(widget)), "digits": digits}
    settings |= {"keep": importing.flow.field(widget.name), "confirm": "no"}
    node = _node(importing, widget, "ask", settings)
    node.settings["then"] = _behind(importing, widget)
    for event, what in (("speech", "what callers say here"), ("timeout", "silence")):
        if widget.next(event) not in ("", widget.name, widget.next("keypress")):
            message = f'{what} led to "{widget.next(event)}"; a question is answered by keys.'
            importing.tell(widget, LEFT_OUT, message)


def _behind(importing: "Importing", widget: Widget) -> DraftWay | str:
    """Where an entry leads; where that is only back to the question, what stands behind a silence."""
    to = importing.way(widget.next("keypress"), asker=widget.name)
    if to != DraftWay(widget.name):
        return to
    silent = widget.next("timeout")
    on = "" if importing.flow.returns(silent, widget.name) else silent
    message = f'every entry leads back to this question; the call goes on to "{on or GOODBYE}".'
    importing.tell(widget, CHANGED, message, "Lead it on with `then`.")
    return importing.way(on, asker=widget.name)


def _split(importing: "Importing", widget: Widget) -> None:
    cases: dict[str, Written] = {}
    for at, way in widget.matches():
        values = values_of(way)
        if values is None:
            path = (*widget.path, "transitions", at)
            message = importing.named(widget, "only equal values are compared here; this case was left out.", path)
            importing.draft.tell(importing.flow.spot(path), LEFT_OUT, message)
        for value in values or ():
            cases.setdefault(value, importing.way(str(way.get("next") or "")))
    otherwise = importing.way(widget.next("noMatch"))
    field = importing.flow.switched(widget) or ""
    _node(importing, widget, "switch", {"on": field, "cases": cases, "otherwise": otherwise})


def _connect(importing: "Importing", widget: Widget) -> None:
    several = widget.text("noun") == "number-multi"
    written = re.split(r"[,;]\s*", widget.text("to")) if several else [widget.text("to")]
    numbers = tuple(filter(None, (telephone(number.strip(), importing.draft.wishes.country) for number in written)))
    if len(numbers) < len(written) or widget.text("noun") not in ("", "number", "number-multi"):
        message = (
            f"{widget.text('noun') or 'number'} {widget.text('to')[:60]!r} is no telephone number that can be rung."
        )
        importing.tell(widget, TO_BE_WRITTEN, message, "Write the officers' numbers in flows.yaml.", at="to")
        numbers = numbers if len(numbers) == len(written) else ()
    _transfer(importing, widget, numbers, together=several)
    _tell_what_comes_after(importing, widget, widget.next("callCompleted"))


def _tell_what_comes_after(importing: "Importing", widget: Widget, after: str) -> None:
    """Studio goes the same way after every call, and asks then how it ended; here each end has its own way."""
    node = importing.draft.nodes[widget.name]
    split = importing.flow.widgets.get(after)
    if split is None or "DialCallStatus" not in split.text("input"):
        if after:
            node.settings["unanswered"] = importing.way(after)
        return
    importing.flow.used.add(split.name)
    for _, way in split.matches():
        for value in values_of(way) or ():
            if value in UNANSWERED and way.get("next"):
                node.settings[UNANSWERED[value]] = importing.way(str(way["next"]))
            elif way.get("next"):
                message = f'an end by "{value[:20]}" leads to goodbye here.'
                importing.tell(split, CHANGED, message, "Once an officer has answered, the call is over.")
    if split.next("noMatch"):
        node.settings.setdefault("unanswered", importing.way(split.next("noMatch")))


def _queue(importing: "Importing", widget: Widget) -> None:
    message = "a queue has no telephone number that this system could ring."
    importing.tell(widget, TO_BE_WRITTEN, message, "Write the officers' numbers in flows.yaml.")
    _transfer(importing, widget, ())
    _tell_what_comes_after(importing, widget, widget.next("failedToEnqueue") or widget.next("callFailure"))


def _transfer(importing: "Importing", widget: Widget, numbers: tuple[str, ...], *, together: bool = False) -> None:
    wish = re.sub(r"(?i)^(?:connect|call|dial|transfer)(?:[_ ](?:call|to))*[_ ]?", "", widget.name) or widget.name
    seconds = widget.number("timeout") or 20
    officers = DraftOfficers(wish, numbers, together, seconds, importing.comment(widget))
    importing.draft.officers[widget.name] = officers
    _node(importing, widget, "transfer", {"to": widget.name})


def _voicemail(importing: "Importing", widget: Widget) -> None:
    _leave_message(importing, widget, widget, {})


def _leave_message(importing: "Importing", widget: Widget, voicemail: Widget, words: dict[str, Written]) -> None:
    settings: dict[str, Written] = {"say": words} if words else {}
    if seconds := voicemail.number("max_length"):
        settings["most"] = str(min(max(seconds, 5), 600))
        if not 5 <= seconds <= 600:
            importing.tell(
                voicemail, CHANGED, f"a message is 5 to 600 seconds long here, not {seconds}.", at="max_length"
            )
    if voicemail.text("transcription_callback_url") or voicemail.text("recording_status_callback_url"):
        importing.tell(voicemail, LEFT_OUT, "nobody is told at another address of a message; see: ivr messages")
    to = voicemail.next("recordingComplete")
    node = _node(importing, widget, "message", settings)
    if voicemail is not widget:
        node.comments.append(importing.comment(voicemail))
    if to:
        node.settings["then"] = importing.way(to)


def _node(importing: "Importing", widget: Widget, kind: str, settings: dict[str, Written]) -> DraftNode:
    node = DraftNode(widget.name, kind, settings, [importing.comment(widget)])
    importing.draft.nodes[widget.name] = node
    return node


BUILDERS: dict[str, Callable[["Importing", Widget], None]] = {
    "say-play": _say_play,
    "gather-input-on-call": _gather,
    "split-based-on": _split,
    "connect-call-to": _connect,
    "enqueue-call": _queue,
    "send-to-flex": _queue,
    "record-voicemail": _voicemail,
}
