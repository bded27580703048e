"""Each Studio widget that becomes a node here, and how."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ivr.authoring.importing.draft import CHANGED, LEFT_OUT, TO_BE_WRITTEN, DraftNode, DraftOfficers, Way, Written
from ivr.authoring.importing.finishing import telephone
from ivr.authoring.importing.spoken import plain, take_apart
from ivr.authoring.importing.studio_flow import Widget, values_of
from ivr.engine.grammar import KEY_OF_DIGIT

if TYPE_CHECKING:
    from ivr.authoring.importing.studio import Importing

GOES_ON = ("success", "sent", "completed", "return", "next", "audioComplete", "callCompleted", "callComplete")
UNANSWERED = {"busy": "busy", "no-answer": "unanswered", "failed": "failed", "canceled": "unanswered"}
MADE_BY_STUDIO = re.compile(r"(?i)if\s+value\s.*|[0-9*#]|.*\b(?:equal[_ ]to|press(?:ed|es)?)\b.*")
LABELS = "Choices are spoken from their labels: For licence fees, press one."
SITE_WIDE = "How often a caller may fail, and what comes then, is the same everywhere: `tries` in flows.yaml."


def first_way(widget: Widget) -> str:
    """Where a call goes behind a widget that is not carried over: as if it had worked."""
    found = (widget.next(event) for event in GOES_ON)
    return next((to for to in found if to), "") or next((str(way["next"]) for _, way in widget.ways()), "")


def _say_play(importing: "Importing", widget: Widget) -> None:
    to = widget.next("audioComplete")
    voicemail = importing.flow.widgets.get(to)
    words = importing.draft.texts(importing.words(widget))
    if voicemail and voicemail.kind == "record-voicemail" and words:
        importing.flow.used.add(to)
        _leave_message(importing, widget, voicemail, words)
        return
    node = _node(importing, widget, "answer", {"say": words})
    if to:
        node.settings["then"] = importing.way(to)


def _gather(importing: "Importing", widget: Widget) -> None:
    split = importing.flow.split_of(widget)
    _tell_of_silence(importing, widget)
    if split:
        importing.flow.used.add(split.name)
        _menu(importing, widget, split)
    elif widget.next("keypress"):
        _ask(importing, widget)
    else:
        _node(importing, widget, "answer", {"say": importing.draft.texts(importing.words(widget))})
        importing.tell(widget, CHANGED, "no key leads anywhere; only its words were carried over.")


def _tell_of_silence(importing: "Importing", widget: Widget) -> None:
    if widget.next("speech") and widget.next("speech") != widget.next("keypress"):
        hint = "Callers may say a label where their language has `speech` in flows.yaml."
        importing.tell(widget, LEFT_OUT, "what callers say here leads nowhere of its own.", hint)
    if widget.next("timeout") not in ("", widget.name):
        message = f'silence led to "{widget.next("timeout")}".'
        importing.tell(widget, CHANGED, message, SITE_WIDE)


def _menu(importing: "Importing", widget: Widget, split: Widget) -> None:
    words = importing.words(widget)
    greeting = take_apart(words)
    opening: dict[str, Written] = {"say": importing.draft.texts(greeting.opening)} if greeting.opening else {}
    node = _node(importing, widget, "menu", opening)
    node.comments.append(importing.comment(split))
    choices = node.choices
    for at, way in split.matches():
        values = values_of(way)
        if values is None:
            path = (*split.path, "transitions", at)
            message = "this condition is not one key; the choice was left out."
            importing.draft.tell(importing.flow.spot(path), LEFT_OUT, importing.named(split, message, path))
        for value in values or ():
            _choose(importing, split, at, value, choices, greeting.labels)
    _tell_of_labels(importing, widget, choices, greeting.labels, greeting.unclear)
    if split.next("noMatch") not in ("", widget.name):
        importing.tell(split, CHANGED, f'other keys led to "{split.next("noMatch")}".', SITE_WIDE)


def _choose(
    importing: "Importing", split: Widget, at: int, value: str, choices: dict[str, Written], labels: dict[str, str]
) -> None:
    path = (*split.path, "transitions", at)
    spot = importing.flow.spot(path)
    way = dict(split.matches())[at]
    key = KEY_OF_DIGIT.get(value)
    if key is None or key in choices:
        why = "is already taken" if key else "is not one key of a telephone"
        importing.draft.tell(spot, LEFT_OUT, importing.named(split, f'"{value[:20]}" {why}; left out.', path))
        return
    keeps: dict[str, str] = {}
    to = importing.way(str(way.get("next") or ""), keeps)
    label = labels.get(key) or _friendly(way)
    operator = importing.draft.note_operator(key, label, to)
    if operator and key == "0" and isinstance(to, Way) and importing.flow.widgets[to.to].kind in OFFICERS:
        return
    choice: dict[str, Written] = {"label": importing.draft.texts(label), "to": to}
    if keeps:
        choice["keep"] = dict(keeps)
    choices[key] = choice
    if not label:
        hint = 'A label is what follows "For": For licence fees, press one.'
        importing.draft.tell(spot, TO_BE_WRITTEN, importing.named(split, f"what key {value} is for.", path), hint)


def _friendly(way: Mapping[str, Any]) -> str:
    """The name that a person gave a condition; those that Studio makes itself say nothing to callers."""
    name = plain(str(way["conditions"][0].get("friendly_name") or ""))
    return "" if MADE_BY_STUDIO.fullmatch(name) or "{" in name else name


def _tell_of_labels(
    importing: "Importing", widget: Widget, choices: Mapping[str, Written], labels: Mapping[str, str], unclear: str
) -> None:
    if unclear:
        importing.tell(widget, LEFT_OUT, f"this was left out of the text: {unclear[:120]}", LABELS, at="say")
    if used := [key for key in labels if key in choices]:
        message = f"the labels of {', '.join(used)} were taken out of the text; read them again."
        importing.tell(widget, CHANGED, message, LABELS, at="say")
    if spare := [key for key in labels if key not in choices and key != "0"]:
        importing.tell(widget, LEFT_OUT, f"the text speaks of {', '.join(spare)}, which leads nowhere.", at="say")


def _ask(importing: "Importing", widget: Widget) -> None:
    digits = str(widget.number("number_of_digits") or "1-20")
    keep = importing.flow.field(widget.name)
    settings: dict[str, Written] = {"say": importing.draft.texts(importing.words(widget)), "digits": digits}
    settings |= {"keep": keep, "confirm": "no", "then": importing.way(widget.next("keypress"))}
    _node(importing, widget, "ask", settings)


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


OFFICERS = ("connect-call-to", "enqueue-call", "send-to-flex", "record-voicemail")
BUILDERS: dict[str, Callable[["Importing", Widget], None]] = {
    "say-play": _say_play,
    "gather-input-on-call": _gather,
    "split-based-on": _split,
    "connect-call-to": _connect,
    "enqueue-call": _queue,
    "send-to-flex": _queue,
    "record-voicemail": _voicemail,
}
