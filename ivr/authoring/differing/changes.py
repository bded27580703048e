"""One difference that callers (or those who look after them) will notice, as a value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ivr.engine.grammar import Bounds
from ivr.translation import Sentence, said


@dataclass(frozen=True)
class Change:
    """What is different: in which `group` (a department, "hotline transport", "site"), at which `place` of it.

    `words` say it; they are a sentence, which can be told in other languages. A text that changed has its
    `language`, and what was and is said in `old` and `new`.
    """

    group: str
    place: str
    words: str
    language: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Spot:
    """Where changes are being looked for."""

    group: str
    place: str = ""

    def says(self, words: str) -> Change:
        """A change here."""
        return Change(self.group, self.place, words)

    def within(self, place: str) -> "Spot":
        """A spot of the same group."""
        return replace(self, place=place)

    def texts(self, what: str, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> Iterator[Change]:
        """The languages in which a text is different."""
        before, after = old or {}, new or {}
        for language in _either(before, after):
            was, now = before.get(language, ""), after.get(language, "")
            if was != now:
                yield Change(self.group, self.place, said(_how(was, now), what=what), language, was, now)

    def value(self, what: str, old: object, new: object) -> Iterator[Change]:
        """A value that is different."""
        if old != new:
            yield self.says(said("{what}: {old} → {new}", what=what, old=shown(old), new=shown(new)))


def _how(was: str, now: str) -> Sentence:
    if not was:
        return said("{what} is new")
    return said("{what} is said differently") if now else said("{what} is no longer said")


def _either(old: Mapping[str, object], new: Mapping[str, object]) -> Iterable[str]:
    return dict.fromkeys((*old, *new))


def pairs(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """The names that either has, in a stable order."""
    yield from sorted(_either(old, new))


def shown(value: object) -> str:
    """A value as people write it."""
    if value is None or value == "" or value == ():
        return said("not set")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Bounds):
        return str(value.least) if value.least == value.most else f"{value.least}-{value.most}"
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(str(each) for each in (sorted(value) if isinstance(value, frozenset) else value))
    return value if isinstance(value, str) else str(value)


def named(texts: Mapping[str, str]) -> str:
    """A label in quotes, in English where there is some."""
    return f'"{texts.get("en") or next(iter(texts.values()), "")}"'
