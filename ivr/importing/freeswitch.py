"""FreeSWITCH: the menus of an `ivr.conf.xml` become a draft."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.errors import ImportRefused
from ivr.importing.draft import (
    CHANGED,
    GOODBYE,
    LEFT_OUT,
    TO_BE_WRITTEN,
    DraftNode,
    DraftOfficers,
    DraftWay,
    ImportDraft,
    Imported,
    Wishes,
    Written,
)
from ivr.importing.finishing import finish
from ivr.importing.freeswitch_apps import Made, application
from ivr.importing.freeswitch_sounds import KnownSounds, Sound
from ivr.importing.spoken import plain, take_apart
from ivr.importing.xml_reading import read_file
from ivr.plain_xml import Element

NONE: Mapping[str, bytes] = MappingProxyType({})
MOST_MENUS = 1_000
SITES_OWN = ("invalid-sound", "exit-sound", "confirm-macro", "transfer-sound")
SITE_WIDE = ("timeout", "inter-digit-timeout", "max-failures", "max-timeouts")
KNOWN_ACTIONS = ("menu-exec-app", "menu-sub", "menu-top", "menu-back", "menu-exit", "menu-play-sound")
LABELS = {
    "menu-top": {"yue": "返回主目錄", "cmn": "返回主菜单", "en": "the main menu"},
    "menu-back": {"yue": "返回上一層", "cmn": "返回上一层", "en": "the menu before"},
    "menu-exit": {"yue": "結束通話", "cmn": "结束通话", "en": "ending the call"},
}
RINGS = ("transfer", "message")
HINT = 'A label is what follows "For": For licence fees, press one.'


def import_freeswitch(content: bytes, wishes: Wishes, phrases: Mapping[str, bytes] = NONE) -> Imported:
    """The menu of a FreeSWITCH configuration; `phrases` are the files of its phrase macros and recordings, by name.

    Raises ImportRefused for what has no menus, and for a file of phrases that has none.
    """
    root = read_file(wishes.file, content)
    found = [menu for menu in root.all("menu") if menu.attributes.get("name")]
    if not found:
        raise ImportRefused(f'{wishes.file}: there is no <menu name="…"> in this file')
    if len(found) > MOST_MENUS:
        raise ImportRefused(f"{wishes.file}: this file has more than {MOST_MENUS:,} menus")
    known = KnownSounds.of([root, *(_phrases(file, given) for file, given in phrases.items())])
    return _FreeswitchImport(ImportDraft(wishes), found, known).run()


def _phrases(file: str, content: bytes) -> Element:
    root = read_file(file, content)
    if not root.all("macro") and not root.all("prompt"):
        raise ImportRefused(
            f'{file}: there is no <macro name="…"> and no <prompt phrase="…" filename="…"> in this file'
        )
    return root


class _FreeswitchImport:
    """Follows the menus from the one that callers come to first."""

    def __init__(self, draft: ImportDraft, found: list[Element], known: KnownSounds) -> None:
        self.draft = draft
        self.known = known
        self.menus: dict[str, Element] = {}
        for menu in found:
            if self.menus.setdefault(menu.attributes["name"], menu) is not menu:
                self.tell(menu, LEFT_OUT, "another menu has this name already.")
        self.first = self._first()

    def run(self) -> Imported:
        """The finished menu."""
        self.draft.start = self.first
        self._tell_of_the_whole()
        waiting = [self.first]
        for name in waiting:
            self._menu(self.menus[name])
            waiting.extend(each for each in self._led_to(name) if each not in waiting)
        for name in (each for each in self.menus if each not in waiting):
            hint = f'It may be a line of its own: import again with --start "{name}".'
            self.tell(self.menus[name], LEFT_OUT, f'no way leads from "{self.first}" to this menu.', hint)
        return finish(self.draft)

    def tell(self, element: Element, rule: str, message: str, hint: str = "") -> None:
        """Something that was not carried over as it was."""
        name = element.attributes.get("name") or element.attributes.get("digits", "")
        self.draft.tell(element.spot, rule, f'<{element.name}> "{name[:60]}": {message}', hint)

    def _first(self) -> str:
        if self.draft.wishes.start:
            if self.draft.wishes.start not in self.menus:
                known = ", ".join(list(self.menus)[:20])
                raise ImportRefused(
                    f'{self.draft.wishes.file}: no menu is called "{self.draft.wishes.start}"; there are {known}'
                )
            return self.draft.wishes.start
        led_to = {each for name in self.menus for each in self._led_to(name) if each != name}
        return next((name for name in self.menus if name not in led_to), next(iter(self.menus)))

    def _led_to(self, name: str) -> list[str]:
        entries = self.menus[name].all("entry")
        found = [entry.attributes.get("param", "") for entry in entries if entry.attributes.get("action") == "menu-sub"]
        apps = (entry.attributes.get("param", "").split() for entry in entries)
        found += [words[1] for words in apps if len(words) == 2 and words[0] == "ivr"]
        return [each for each in found if each in self.menus]

    def _tell_of_the_whole(self) -> None:
        menu = self.menus[self.first]
        given = [f'{name} "{menu.attributes[name]}"' for name in SITE_WIDE if menu.attributes.get(name)]
        if given:
            hint = "Write them as `tries`, in flows.yaml or in a menu for it alone: {silence: 3, wrong: 3, wait: 6}."
            self.tell(menu, CHANGED, f"{', '.join(given)}: these are the site's own here.", hint)
        own = sorted({name for each in self.menus.values() for name in SITES_OWN if each.attributes.get(name)})
        if own:
            hint = "They are in prompts/<language>/phrases.yaml, in every language."
            self.tell(menu, CHANGED, f"{', '.join(own)}: the site's own words are spoken instead.", hint)

    def _menu(self, menu: Element) -> None:
        name = menu.attributes["name"]
        heard = self._heard(menu)
        greeting = take_apart(plain(heard.text))
        opening: dict[str, Written] = {"say": self.draft.texts(greeting.opening)} if greeting.opening else {}
        node = DraftNode(name, "menu", opening, [f'FreeSWITCH: menu "{name}", line {menu.spot[0]}'])
        self.draft.nodes[name] = node
        if greeting.unclear:
            self.tell(menu, LEFT_OUT, f"this was left out of greet-long: {greeting.unclear[:120]}", HINT)
        for entry in menu.all("entry"):
            self._entry(entry, node.choices, greeting.labels)
        if used := [key for key in greeting.labels if key in node.choices]:
            message = f"the labels of {', '.join(used)} were taken out of greet-long; read them again."
            self.tell(menu, CHANGED, message, "Choices are spoken from their labels.")
        if not node.choices:
            del node.settings["choices"]
            self._without_choices(menu, node)

    def _without_choices(self, menu: Element, node: DraftNode) -> None:
        node.kind = "answer"
        node.settings.setdefault("say", {})
        self.tell(menu, CHANGED, "none of its keys was carried over; only its words are said.")

    def _heard(self, menu: Element) -> Sound:
        heard = self.known.heard(menu.attributes.get("greet-long", ""))
        if heard.played:
            wishes = self.draft.wishes
            hint = (
                f"Type its words; a recording may go to prompts/{wishes.language}/{wishes.department}/. The words of"
                " phrases and recordings are read from the files given with --phrases."
            )
            self.tell(menu, TO_BE_WRITTEN, f"greet-long is {heard.played}; what it says is not known.", hint)
        short = self.known.heard(menu.attributes.get("greet-short", ""))
        if short.text and short.text != heard.text:
            self.tell(menu, LEFT_OUT, "greet-short: a menu says the same each time.")
        return heard

    def _entry(self, entry: Element, choices: dict[str, Written], labels: dict[str, str]) -> None:
        action, digits = entry.attributes.get("action", ""), entry.attributes.get("digits", "")
        key = KEY_OF_DIGIT.get(digits)
        if key is None:
            hint = "Ask for the digits with a node of kind ask." if digits else ""
            self.tell(entry, LEFT_OUT, "this is not one key of a telephone.", hint)
        elif key in choices:
            self.tell(entry, LEFT_OUT, "this key leads somewhere already; only the first entry counts.")
        elif action not in KNOWN_ACTIONS:
            self.tell(entry, LEFT_OUT, f'the action "{action[:60]}" does not exist here.')
        else:
            self._choose(entry, key, choices, labels)

    def _choose(self, entry: Element, key: str, choices: dict[str, Written], labels: dict[str, str]) -> None:
        to = self._way(entry)
        if to is None or (key, to) == ("star", "back"):
            return  # told already, or what the star key does in every menu
        own = LABELS.get(entry.attributes["action"], {}).get(self.draft.wishes.language, "")
        label = labels.get(key) or entry.remark or own
        rings = isinstance(to, DraftWay) and to.to in self.draft.nodes and self.draft.nodes[to.to].kind in RINGS
        if rings and self.draft.note_operator(key, label, to) and key == "0":
            return
        choices[key] = {"label": self.draft.texts(label), "to": to}
        if not label:
            self.tell(entry, TO_BE_WRITTEN, "what this key is for is to be written.", HINT)
        elif label == entry.remark:
            self.tell(entry, CHANGED, f'the comment "{label[:60]}" became its label; callers hear it.', HINT)

    def _way(self, entry: Element) -> DraftWay | str | None:
        action, param = entry.attributes["action"], entry.attributes.get("param", "")
        if action == "menu-sub":
            if param in self.menus:
                return DraftWay(param)
            self.tell(entry, LEFT_OUT, f'no menu is called "{param[:60]}".')
            return None
        if action == "menu-exit":
            self.tell(entry, CHANGED, "what the dial plan does after the menu is not known; the call ends.")
        simple: dict[str, DraftWay | str] = {
            "menu-top": DraftWay(self.first),
            "menu-back": "back",
            "menu-exit": GOODBYE,
        }
        if action in simple:
            return simple[action]
        made = application(
            "playback " + param if action == "menu-play-sound" else param, self.draft.wishes.country, self.known
        )
        if made.menu in self.menus:
            return DraftWay(made.menu)
        if made.node is None:
            if not made.ends:
                self.tell(entry, LEFT_OUT, f'"{param[:80]}" {made.why}', made.hint)
            return GOODBYE if made.ends else None
        return self._node(entry, param, made)

    def _node(self, entry: Element, param: str, made: Made) -> DraftWay:
        """The way to the node that an application becomes; the same application is the same node."""
        name = f"app {param}"
        if made.why:
            self.tell(entry, TO_BE_WRITTEN, f'"{param[:80]}" {made.why}', made.hint)
        if name in self.draft.nodes or made.node is None:
            return DraftWay(name)
        made.node.comments.append(f'FreeSWITCH: {entry.attributes["action"]} "{param}", line {entry.spot[0]}')
        if made.text:
            made.node.settings["say"] = self.draft.texts(plain(made.text))
        if made.node.kind == "transfer":
            made.node.settings["to"] = name
            self.draft.officers[name] = DraftOfficers(made.node.wish, made.numbers, comment=f'FreeSWITCH: "{param}"')
        self.draft.nodes[name] = made.node
        return DraftWay(name)
