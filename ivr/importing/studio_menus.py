"""A Studio gather, and the splits that look at what was pressed or said there, become one menu."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.importing.draft import CHANGED, LEFT_OUT, TO_BE_WRITTEN, DraftNode, DraftWay, Written
from ivr.importing.spoken import plain, take_apart
from ivr.importing.studio_flow import SplitCondition, Widget
from ivr.importing.studio_languages import build_languages, languages_chosen

if TYPE_CHECKING:
    from ivr.importing.studio import Importing

OFFICERS = ("connect-call-to", "enqueue-call", "send-to-flex", "record-voicemail")
KEYS_TO_GIVE = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
MADE_BY_STUDIO = re.compile(r"(?i)if\s+value\s.*|[0-9*#]|.*\b(?:equal[_ ]to|contains|press(?:ed|es)?)\b.*")
LABELS = "Choices are spoken from their labels: For licence fees, press one."
SITE_WIDE = "How often a caller may fail, and what comes then: `tries` in flows.yaml, or in this menu for it alone."
SPEECH = "Callers are understood where their language has `speech` in flows.yaml."


def build_menu(importing: "Importing", gather: Widget) -> None:
    """The menu of a gather; where silence or a wrong key led elsewhere is told."""
    chosen = {} if importing.draft.chooser else languages_chosen(importing.flow, gather)
    if chosen:
        build_languages(importing, gather, chosen)
        return
    node = DraftNode(gather.name, "menu", {}, [])
    importing.draft.nodes[gather.name] = node
    _Menu(importing, gather, node).build()


def take_up_silence(importing: "Importing", gather: Widget) -> None:
    """What only silence or a wrong key at a menu led to is offered in that menu: no menu here has such a way."""
    splits = {each.split.name: each.split for each in importing.flow.conditions(gather)}.values()
    for what, first in (
        ("silence", gather.next("timeout")),
        *(("a wrong key", each.next("noMatch")) for each in splits),
    ):
        target = importing.flow.asking_behind(first)
        if target and target.name not in importing.flow.used and not importing.flow.returns(first, gather.name):
            menu = _Menu(importing, gather, importing.draft.nodes[gather.name])
            menu.join(target, what) if menu.has_room_for(target) else menu.give_key(first, what)


class _Menu:
    """The menu being made: its choices by key, and the key that leads to each widget."""

    def __init__(self, importing: "Importing", gather: Widget, node: DraftNode) -> None:
        self.importing, self.gather, self.node = importing, gather, node
        self.labels: dict[str, str] = {}
        self.key_to = {choice["to"].to: key for key, choice in self._choices() if isinstance(choice["to"], DraftWay)}
        self.taken = {key for key, _ in self._choices()}

    def _choices(self) -> list[tuple[str, dict[str, Written]]]:
        given = self.node.settings.get("choices", {})
        items = given.items() if isinstance(given, dict) else ()
        return [(key, choice) for key, choice in items if isinstance(choice, dict)]

    def build(self) -> None:
        """Take the greeting apart, then the keys, then the words."""
        greeting = take_apart(self.importing.words(self.gather))
        self.labels = greeting.labels
        self._say(greeting.opening)
        self.node.comments.append(self.importing.comment(self.gather))
        conditions = self.importing.flow.conditions(self.gather)
        for split in {each.split.name: each.split for each in conditions}.values():
            self.importing.flow.used.add(split.name)
            self.node.comments.append(self.importing.comment(split))
        for condition in sorted(conditions, key=lambda each: bool(each.words)):
            self._take(condition)
        self._tell_of_labels(greeting.unclear)
        self._tell_of_failures([each.split for each in conditions])

    def has_room_for(self, other: Widget) -> bool:
        """Whether another menu has only keys that lead nowhere in this one."""
        keys = {KEY_OF_DIGIT.get(key) for each in self.importing.flow.conditions(other) for key in each.keys}
        return other.kind == "gather-input-on-call" and self.importing.flow.is_menu(other) and not keys & self.taken

    def join(self, other: Widget, what: str) -> None:
        """Offer the choices of another menu in this one."""
        self.importing.flow.used.add(other.name)
        message = f'its keys were offered after {what} at "{self.gather.name}"; that menu offers them now.'
        self.importing.tell(other, CHANGED, message, SITE_WIDE)
        self.gather = other
        self.build()

    def give_key(self, target: str, what: str) -> None:
        """A key for what a caller came to without one."""
        key = next((each for each in KEYS_TO_GIVE if each not in self.taken), None)
        if key is None:
            return  # it is told of as lost
        self.node.choices[key] = {"label": {}, "to": self.importing.way(target)}
        self.taken.add(key)
        message = f'{what} led to "{target}"; key {key} leads there now. What it is for is to be written.'
        self.importing.tell(self.gather, TO_BE_WRITTEN, message, SITE_WIDE)

    def _say(self, opening: str) -> None:
        if opening:
            say = self.node.settings.setdefault("say", {})
            language = self.importing.language(self.gather)
            if isinstance(say, dict):
                say[language] = " ".join(filter(None, (str(say.get(language, "")), opening)))

    def _take(self, condition: SplitCondition) -> None:
        if not condition.keys and not condition.words:
            self._tell(condition, LEFT_OUT, "neither keys nor words can be read in this condition; it was left out.")
        for key in condition.keys:
            self._choose(condition, key)
        if condition.words:
            self._hear(condition)

    def _choose(self, condition: SplitCondition, digit: str, label: str = "") -> None:
        key, target = KEY_OF_DIGIT.get(digit), str(condition.way.get("next") or "")
        if key and self.key_to.get(target) == key:
            return  # the word for a key that leads there already
        if key is None or key in self.taken:
            why = "is already taken" if key else "is not one key of a telephone"
            self._tell(condition, LEFT_OUT, f'"{digit[:20]}" {why}; left out.')
            return
        self.key_to.setdefault(target, key)
        self.taken.add(key)
        keeps: dict[str, str] = {}
        again = target and target == self.importing.draft.chooser
        to = "language" if again else self.importing.way(target, keeps)
        label = self.labels.get(key) or label or _friendly(condition.way)
        if self.importing.draft.note_operator(key, label, to) and key == "0" and self._rings(to):
            return
        choice: dict[str, Written] = {"label": self.importing.texts(self.gather, label), "to": to}
        if keeps:
            choice["keep"] = dict(keeps)
        self.node.choices[key] = choice
        if not label:
            hint = 'A label is what follows "For": For licence fees, press one.'
            self._tell(condition, TO_BE_WRITTEN, f"what key {key} is for.", hint)

    def _rings(self, to: DraftWay | str) -> bool:
        return isinstance(to, DraftWay) and self.importing.flow.widgets[to.to].kind in OFFICERS

    def _hear(self, condition: SplitCondition) -> None:
        """Words become `also` of the choice that leads the same way; without one they are given a key of their own."""
        target, words = str(condition.way.get("next") or ""), ", ".join(condition.words)
        key = self.key_to.get(target)
        if key is None:
            key = next((each for each in KEYS_TO_GIVE if each not in self.taken), None)
            if key is None:
                self._tell(condition, LEFT_OUT, f'"{words}" could only be said, and no key is free for it.')
                return
            self._choose(condition, key, condition.words[0])
            message = f'"{words}" could only be said; key {key} leads there now, and callers hear its label.'
            self._tell(condition, CHANGED, message, LABELS)
        choice = self.node.choices.get(key)
        if not isinstance(choice, dict):
            self._tell(condition, CHANGED, f'"{words}" led to the officer; the site has its own words for that.')
            return
        self._add_words(condition, choice)

    def _add_words(self, condition: SplitCondition, choice: dict[str, Written]) -> None:
        language = self.importing.language(self.gather)
        taken = {word.casefold() for each in self.node.choices.values() for word in _said_for(each, language)}
        new = [word for word in dict.fromkeys(condition.words) if word.casefold() not in taken]
        if new:
            also = choice.setdefault("also", {})
            if isinstance(also, dict):
                also[language] = ", ".join(filter(None, (str(also.get(language, "")), *new)))
            self._tell(condition, CHANGED, f"callers may say {', '.join(new)}.", SPEECH)

    def _tell(self, condition: SplitCondition, rule: str, message: str, hint: str = "") -> None:
        path = (*condition.split.path, "transitions", condition.at)
        text = self.importing.named(condition.split, message, path)
        self.importing.draft.tell(self.importing.flow.spot(path), rule, text, hint)

    def _tell_of_labels(self, unclear: str) -> None:
        tell, gather = self.importing.tell, self.gather
        if unclear:
            tell(gather, LEFT_OUT, f"this was left out of the text: {unclear[:120]}", LABELS, at="say")
        if used := [key for key in self.labels if key in self.node.choices]:
            message = f"the labels of {', '.join(used)} were taken out of the text; read them again."
            tell(gather, CHANGED, message, LABELS, at="say")
        if spare := [key for key in self.labels if key not in self.taken and key != "0"]:
            tell(gather, LEFT_OUT, f"the text speaks of {', '.join(spare)}, which leads nowhere.", at="say")

    def _tell_of_failures(self, splits: list[Widget]) -> None:
        tell, gather = self.importing.tell, self.gather
        asked = {split.name for split in splits}
        if gather.next("speech") and gather.next("speech") not in {*asked, gather.next("keypress")}:
            tell(gather, LEFT_OUT, f'what callers say here led to "{gather.next("speech")}".', SPEECH)
        if gather.next("timeout") not in ("", gather.name):
            tell(gather, CHANGED, f'silence led to "{gather.next("timeout")}".', SITE_WIDE)
        for split in {each.name: each for each in splits}.values():
            if split.next("noMatch") not in ("", gather.name):
                tell(split, CHANGED, f'other keys or words led to "{split.next("noMatch")}".', SITE_WIDE)


def _said_for(choice: Written, language: str) -> list[str]:
    """The label and the further words of a choice."""
    given = [choice.get("label"), choice.get("also")] if isinstance(choice, dict) else []
    texts = (str(each.get(language, "")) for each in given if isinstance(each, dict))
    return [word.strip() for text in texts for word in (text, *text.split(","))]


def _friendly(way: Mapping[str, Any]) -> str:
    """The name that a person gave a condition; those that Studio makes itself say nothing to callers."""
    name = plain(str(way["conditions"][0].get("friendly_name") or ""))
    return "" if MADE_BY_STUDIO.fullmatch(name) or "{" in name else name
