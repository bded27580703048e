"""What places, officers, languages and tables are called, in the words their department wrote, for pages to show."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask_babel import get_locale, lazy_gettext

from ivr.authoring.drawing.places import DrawnNode, place_of
from ivr.engine.edition import Edition
from ivr.engine.grammar import RESERVED
from ivr.nodes import KINDS
from ivr.web.desk.frame.languages import in_readers_language, language_name
from ivr.web.desk.frame.menu_words import in_locale

REMEMBERED = 16  # editions whose words are kept in memory
Words = Mapping[str, str]
"""By callers' language, or by the name of what is called so."""
OWN = {
    "language": lazy_gettext("the choice of language"),
    "goodbye": lazy_gettext("goodbye"),
    "back": lazy_gettext("one step back"),
    "repeat": lazy_gettext("once more"),
    "main": lazy_gettext("the first menu"),
}
"""What every menu has, whatever its department wrote."""


@dataclass(frozen=True)
class _KnownNames:
    """An edition known again by its hash alone."""

    hash: str
    edition: Edition = field(compare=False)


@dataclass(frozen=True)
class PlaceWords:
    """The words of one edition, in the reader's language; names of things that it does not have, as they are."""

    edition: Edition

    def place(self, name: str, seen_from: str = "") -> str:
        """A node: the first label that leads to it, or what its department is called; else its name in words."""
        name = name if "/" in name or name in RESERVED else f"{seen_from.partition('/')[0]}/{name}".lstrip("/")
        if name in OWN:
            return str(OWN[name])
        if name.rpartition("/")[2] in self.edition.languages:  # where keys of the choice of language lead
            return self.language(name.rpartition("/")[2])
        if labels := self._labels.get(name, ()):
            return in_readers_language(labels[0])
        node = self.edition.nodes.get(name)
        return (in_locale(node.deed) if node else "") or _in_words(name)

    def places(self) -> Words:
        """What every node is called, by its full name."""
        return _places_of(_KnownNames(self.edition.hash, self.edition), str(get_locale()))

    def officers(self, name: str) -> str:
        """Officers, by their title."""
        return in_readers_language(self.edition.officers[name].title) if name in self.edition.officers else name

    def language(self, code: str) -> str:
        """A callers' language."""
        return language_name(self.edition.languages[code]) if code in self.edition.languages else code

    def table(self, name: str) -> str:
        """A table, without its department."""
        return _in_words(name)

    def field(self, name: str, node: str) -> str:
        """A field of the department of a node, as its menu says what people call it."""
        return in_readers_language(self.edition.label_of(f"{node.partition('/')[0]}/{name}")) or _in_words(name)

    def places_about(self, words: str) -> tuple[str, ...]:
        """The nodes whose labels, in any language, or whose names hold these words; capitals do not matter."""
        wanted = " ".join(words.split()).casefold()
        return tuple(name for name in self.places() if wanted and any(wanted in each for each in self._said(name)))

    def labels(self, names: Iterable[str]) -> list[str]:
        """What some nodes are called in the reader's language, each once, sorted."""
        return sorted({in_readers_language(label) for name in names for label in self._labels.get(name, ())})

    def _said(self, name: str) -> Iterator[str]:
        yield _in_words(name).casefold()
        for label in self._labels.get(name, ()):
            yield from (text.casefold() for text in label.values())

    @property
    def _labels(self) -> Mapping[str, tuple[Words, ...]]:
        return _labels_of(_KnownNames(self.edition.hash, self.edition))


@lru_cache(REMEMBERED)
def _places_of(known: _KnownNames, _locale: str) -> Words:
    """They are the same for every reader of a language, and a large site has a thousand."""
    words = PlaceWords(known.edition)
    return {name: words.place(name) for name in known.edition.nodes}


@lru_cache(REMEMBERED)
def _labels_of(known: _KnownNames) -> Mapping[str, tuple[Words, ...]]:
    """By node, what it is called: its own label first; or, where one menu has many labels for it, that menu's."""
    edition = known.edition
    places = {name: place_of(edition, name, {}) for name in edition.nodes if "/" in name}
    found: dict[str, list[Words]] = {}
    for department in edition.departments.values():
        found[department.start] = [department.title]
    for place in places.values():
        for edge in place.edges:
            if edge.label and edge.to in places and edge.label not in found.get(edge.to, ()):
                found.setdefault(edge.to, []).append(edge.label)
    _call_as_its_menu(places, found, {each.start for each in edition.departments.values()})
    _hand_on(places, found)
    for name, place in places.items():
        if name not in found and (titles := _officers_of(edition, place)):
            found[name] = titles
    _hand_on(places, found)
    return {name: tuple(labels) for name, labels in found.items()}


def _call_as_its_menu(places: Mapping[str, DrawnNode], found: dict[str, list[Words]], starts: set[str]) -> None:
    """Where all the labels of a place are choices of one menu, such as kinds of vehicles, that menu says what it is."""
    menus: dict[str, set[str]] = {}
    for name, place in places.items():
        for edge in place.edges:
            if edge.label:
                menus.setdefault(edge.to, set()).add(name)
    menus = {name: before for name, before in menus.items() if name not in starts and len(before) == 1}
    own = {name: labels[0] for name, labels in found.items()}
    for name, labels in found.items():
        menu, passed = name, {name}
        while len(found.get(menu, ())) > 1 and menu in menus and not menus[menu] <= passed:
            (menu,) = menus[menu]
            passed.add(menu)
        if menu != name and menu in own:
            labels.insert(0, own[menu])


def _officers_of(edition: Edition, place: DrawnNode) -> list[Words]:
    return [
        edition.officers[name].title for what, name in place.about if what == "officers" and name in edition.officers
    ]


def _hand_on(places: Mapping[str, DrawnNode], found: dict[str, list[Words]]) -> None:
    """Call what comes after one place alone, and by no choice, as that place is called."""
    ways = {(name, edge.to) for name, place in places.items() for edge in place.edges}
    before = Counter(to for _, to in ways)
    waiting = deque(found)
    while waiting:
        name = waiting.popleft()
        for edge in places[name].edges:
            to = places.get(edge.to)
            if to and not KINDS[to.kind].deed and to.name not in found and before[to.name] == 1:
                found[edge.to] = [*found[name]]
                waiting.append(edge.to)


def _in_words(name: str) -> str:
    """A name as words: transport/leave_message is "leave message"."""
    return name.rpartition("/")[2].replace("_", " ") or name
