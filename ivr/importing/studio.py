"""Twilio Studio: a flow in JSON becomes a draft, following the ways a telephone call can take."""

import re
from collections.abc import Mapping
from typing import Any

from ivr.errors import ImportRefused
from ivr.importing.draft import (
    CHANGED,
    GOODBYE,
    LEFT_OUT,
    TO_BE_WRITTEN,
    DraftWay,
    ImportDraft,
    Imported,
    Wishes,
    Written,
)
from ivr.importing.finishing import finish
from ivr.importing.json_reading import Steps, as_path, read_json
from ivr.importing.spoken import plain
from ivr.importing.studio_flow import Flow, Widget
from ivr.importing.studio_liquid import Unspeakable, constant, in_places
from ivr.importing.studio_menus import take_up_silence
from ivr.importing.studio_widgets import BUILDERS

MOST_WIDGETS = 1_000  # more than Studio itself allows
NO_TITLE = re.compile(
    r"(?i)copy of .*|\w*_\w*|(?:(?:a|an|and|call|creating|default|demo|example|first|flex|flows?|for|ivr|main|menu|my"
    r"|new|of|phone|sample|studio|task|template|test|the|tree|twilio|untitled|v|voice|your)(?![a-z])|[\W\d])+"
)  # what names a flow among flows, and was never meant to be heard
EVENTS = {
    "timeout": "silence",
    "speech": "what callers say",
    "noMatch": "a wrong key or word",
    "match": "a condition that is not carried over",
    "fail": "a failure",
    "failed": "a failure",
}
HINTS = {
    "make-http-request": "What it looked up becomes a table and an enquiry; see docs/editors/kinds.md.",
    "run-function": "What it did becomes a table and an enquiry, or is done elsewhere.",
    "run-subflow": "Import that flow as a department of its own and let a choice lead to it.",
    "send-message": "Messages are not sent by a menu.",
    "add-twiml-redirect": "What answers at that address is another system; import it, or ring it as officers.",
}


def import_studio(content: bytes, wishes: Wishes) -> Imported:
    """The menu of a Studio flow. Raises ImportRefused for what is no flow."""
    value, spots = read_json(wishes.file, content)
    root: Steps = ()
    if isinstance(value, dict) and isinstance(value.get("definition"), dict):
        value, root = value["definition"], ("definition",)
    states = value.get("states") if isinstance(value, dict) else None
    if not isinstance(states, list) or not all(_is_widget(state) for state in states):
        raise ImportRefused(f"{wishes.file}: this is not a Studio flow: it has no list of `states` with name and type")
    if len(states) > MOST_WIDGETS:
        raise ImportRefused(f"{wishes.file}: this flow has more than {MOST_WIDGETS:,} widgets")
    flow = Flow(wishes.file, spots)
    for at, state in enumerate(states):
        flow.add(Widget(state, (*root, "states", at)))
    return Importing(flow, ImportDraft(wishes)).run(value)


def _is_widget(state: Any) -> bool:
    return isinstance(state, dict) and isinstance(state.get("name"), str) and isinstance(state.get("type"), str)


class Importing:
    """Follows the flow from its trigger; a widget becomes a node when a way first leads to it."""

    def __init__(self, flow: Flow, draft: ImportDraft) -> None:
        self.flow = flow
        self.draft = draft
        self.waiting: list[Widget] = []

    def run(self, value: dict[str, Any]) -> Imported:
        """The finished menu."""
        self._title(plain(str(value.get("description") or "")))
        first = self._first(str(value.get("initial_state") or ""))
        start = self.way(first)
        self.draft.start = start.to if isinstance(start, DraftWay) else self._nearest(first)
        self._build()
        self._tell_of_lost(self.flow.led_to(first))
        return finish(self.draft)

    def _build(self) -> None:
        """Every widget that a way leads to; then what only silence at a menu led to, until nothing more comes."""
        silent: list[Widget] = []
        while self.waiting or silent:
            widget = self.waiting.pop(0) if self.waiting else None
            if widget is None:
                take_up_silence(self, silent.pop(0))
                continue
            BUILDERS[widget.kind](self, widget)
            if self.draft.nodes[widget.name].kind == "menu":
                silent.append(widget)

    def _first(self, initial: str) -> str:
        """The widget that a call comes to first; in a flow that others run, what they begin at."""
        trigger = self.flow.trigger(initial)
        for event in ("incomingCall", "incomingParent"):
            if trigger and trigger.next(event) in self.flow.widgets:
                if event == "incomingParent":
                    self.tell(trigger, CHANGED, "another flow runs this one; here calls begin with it.")
                return trigger.next(event)
        raise ImportRefused(f"{self.draft.wishes.file}: nothing here begins with an incoming call")

    def _nearest(self, first: str) -> str:
        """The first widget behind a start that can be carried over, whatever leads there."""
        for name in self.flow.led_to(first):
            if name in self.flow.widgets and isinstance(self.way(name), DraftWay):
                message = f'calls begin at "{_shown(name)}"; what leads there cannot be carried over.'
                self.tell(self.flow.widgets[first], CHANGED, message)
                return name
        raise ImportRefused(f"{self.draft.wishes.file}: nothing that an incoming call leads to can be carried over")

    def _tell_of_lost(self, led_to: Mapping[str, tuple[str, str]]) -> None:
        """Each widget that became nothing: which event it is lost behind, or that no call came to it before."""
        for widget in self.flow.widgets.values():
            if widget.name in self.flow.used or widget.kind == "trigger":
                continue
            if widget.name not in led_to:
                self.tell(widget, LEFT_OUT, "no telephone call comes to this widget.")
                continue
            before, event = led_to[widget.name]
            while before not in self.flow.used:
                before, event = led_to[before]
            message = f'lost behind "{_shown(before)}", where only {EVENTS.get(event, event)} leads here.'
            self.tell(widget, LEFT_OUT, message, "Let a choice lead there, if callers still need it.")

    def _title(self, description: str) -> None:
        """What the flow is called becomes the title, unless that was never meant to be heard."""
        if NO_TITLE.fullmatch(description):
            self.draft.tell((1, 1), LEFT_OUT, f'the name "{_shown(description)}" is none that callers should hear.')
        elif description:
            self.draft.title = {self.draft.wishes.language: description}

    def way(self, target: str, keeps: dict[str, str] | None = None, *, asker: str = "") -> DraftWay | str:
        """The way to a widget, past those that are not carried over; constants set meanwhile go into `keeps`.

        A question that cannot be asked here does not send callers back to `asker` if any of its ways leads on.
        """
        seen: set[str] = set()
        while target and target not in seen:
            seen.add(target)
            widget = self.flow.widgets.get(target)
            if widget is None:
                self.draft.tell((1, 1), LEFT_OUT, f'a way leads to "{target}", which is not in the flow.')
                return GOODBYE
            self.flow.used.add(target)
            if widget.kind in BUILDERS and self.carries(widget):
                if target not in self.draft.nodes and widget not in self.waiting:
                    self.waiting.append(widget)
                return DraftWay(target)
            target = self._past(widget, keeps, asker)
        return GOODBYE

    def carries(self, widget: Widget) -> bool:
        """Whether a widget becomes a node: a split only where its question can be asked here."""
        return widget.kind != "split-based-on" or self.flow.switched(widget) is not None

    def _past(self, widget: Widget, keeps: dict[str, str] | None, asker: str) -> str:
        if widget.kind == "split-based-on":
            return self._past_split(widget, asker)
        if widget.kind == "set-variables":
            self._set_variables(widget, keeps)
        else:
            others = "; its ways on failure are lost" if len(widget.ways()) > 1 else ""
            message = f"{widget.kind} does not exist here; the call goes straight on{others}."
            self.tell(widget, LEFT_OUT, message, HINTS.get(widget.kind, ""))
        return widget.onward

    def _past_split(self, widget: Widget, asker: str) -> str:
        """Where nothing matched, unless that only leads back to the question or ends the call."""
        ways = [widget.next("noMatch"), *(str(way.get("next") or "") for _, way in widget.matches())]
        on = next((to for to in ways if to and not (asker and self.flow.returns(to, asker))), ways[0])
        how = "as if nothing matched" if on == ways[0] else f'to "{_shown(on)}"'
        message = f"{_shown(widget.text('input'))} cannot be asked here; the call goes on {how}."
        self.tell(widget, LEFT_OUT, message, "Choose by a key, or by a field that the caller gave.")
        return on

    def _set_variables(self, widget: Widget, keeps: dict[str, str] | None) -> None:
        for at, variable in enumerate(widget.items("variables")):
            value = constant(plain(str(variable.get("value", ""))))
            spot = self.flow.spot((*widget.path, "properties", "variables", at))
            if keeps is None:
                message = self.named(widget, "a variable is noted only right behind a key of a menu.")
                self.draft.tell(spot, LEFT_OUT, message, "Write it as `keep` beside the choice.")
            elif value is None:
                self.draft.tell(spot, LEFT_OUT, self.named(widget, "this value is worked out (Liquid)."))
            else:
                keeps[self.flow.field(str(variable.get("key", "")))] = value

    def language(self, widget: Widget) -> str:
        """The language of a widget's text: its own, or the one that the whole import is in."""
        return widget.language or self.draft.wishes.language

    def texts(self, widget: Widget, text: str) -> dict[str, Written]:
        """A text under its widget's language, nothing when it is empty."""
        return {self.language(widget): text} if text else {}

    def words(self, widget: Widget) -> str:
        """What a widget says; empty, with the reason told, where it cannot be said here."""
        text = plain(widget.text("say"))
        if "<" in widget.text("say") and text != " ".join(widget.text("say").split()):
            self.tell(widget, CHANGED, "mark-up in this text was taken out.", at="say")
        try:
            text = in_places(text, self.flow.field_asked_by)
        except Unspeakable as reason:
            self.tell(
                widget,
                LEFT_OUT,
                f"this text has {reason}, which is not worked out here; the text was left out.",
                at="say",
            )
            return ""
        if not text and (played := widget.text("play")):
            wishes = self.draft.wishes
            hint = f"Type its words; the recording may go to prompts/{wishes.language}/{wishes.department}/."
            self.tell(widget, TO_BE_WRITTEN, f"this widget plays a recording: {_shown(played)}.", hint, at="play")
        return text

    def tell(self, widget: Widget, rule: str, message: str, hint: str = "", *, at: str = "") -> None:
        """Something about a widget that was not carried over as it was."""
        path: Steps = (*widget.path, "properties", at) if at else widget.path
        self.draft.tell(self.flow.spot(path), rule, self.named(widget, message, path), hint)

    def named(self, widget: Widget, message: str, path: Steps = ()) -> str:
        """A message that begins with the place in the flow."""
        return f'{as_path(path or widget.path)} "{_shown(widget.name)}": {message}'

    def comment(self, widget: Widget) -> str:
        """Where a node came from."""
        return f'Studio: {widget.kind} "{widget.name}", {as_path(widget.path)}'


def _shown(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"
