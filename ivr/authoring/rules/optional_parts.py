"""Rules about what may be empty, and the brackets round what a text then leaves out."""

from collections.abc import Iterator

from ivr.authoring.problems import Level, Problem
from ivr.authoring.rules.placeholders import UNFILLED
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.rules.tables import WITHHELD, left_empty, table_of
from ivr.authoring.site import Site
from ivr.authoring.site.texts import PlacedText, texts_of
from ivr.authoring.yaml.invisible import says_nothing
from ivr.translation import said
from ivr.words import TextPart, may_be_empty, parts_of

IN_BRACKETS = said(
    "Put what is said of it in brackets, as in [{example}]: they are left out with all in them where it is empty."
)
NOT_LEFT_OUT = said("this bracket holds no place, so that it is said as it stands, in every call.")
ONLY_WITH_A_PLACE = said(
    "A bracket with a {place} in it is left out where that is empty; write [[ and ]] for brackets that are said."
)
NOTHING_LEFT = said("callers would hear nothing here where every cell is empty.")


@rule(Stage.PATHS)
def place_may_be_empty(site: Site) -> Iterator[Problem]:
    """A column that may be empty, said outside brackets: callers would hear a sentence with a hole in it.

    What stands in brackets is left out where a place in it is empty. So the sentence belongs in them, and not the place
    alone. The same holds, as a warning, for a field that was kept of such a column, unless something decides by it.
    The number of a caller who withholds it is empty too, unless a `switch` decides by `caller`.

    FAIL `It is ready. Collect it by {until}.` where the column is `until: date or empty`
    PASS `It is ready.[ Collect it by {until}.]`
    """
    kept = {name: left_empty(site, name) - WITHHELD for name in site.departments}
    for text in texts_of(site):
        empty = _may_be_empty(site, text)
        fields = kept[text.placed.department] if text.placed and text.path[-1] not in UNFILLED else frozenset()
        for code, words in text.by_language.items() if empty | fields else ():
            outside = (name for part in parts_of(words) if not part.optional for name in part.places)
            for name in dict.fromkeys(outside):
                if name in empty | fields:
                    yield _said_all_the_same(text, code, name, "error" if name in empty else "warning")


def _said_all_the_same(text: PlacedText, code: str, name: str, level: Level) -> Problem:
    place = f"{{{name}}}"
    message = said('"{place}" may be empty, and this text says it all the same.', place=place)
    hint = said(IN_BRACKETS, example=f" … {place} …")
    return text.document.problem_with_word((*text.path, code), place, "place-may-be-empty", message, hint, level)


@rule(Stage.PATHS)
def brackets(site: Site) -> Iterator[Problem]:
    """A bracket without a place, which is always said; or a text of nothing but brackets, which may say nothing.

    A bracket with a `{place}` in it is left out where that has nothing to say. In a text without places brackets are
    plain signs, which no voice reads out.

    FAIL `{number} is ready.[ Please collect it.]`
    PASS `{number} is ready.[ Please collect it by {until}.]`
    """
    for text in texts_of(site):
        for code, words in text.by_language.items() if text.path[-1] not in UNFILLED else ():
            if "[" in words or "]" in words:
                yield from _lone_brackets(text, code, words)
                yield from _nothing_left(site, text, code, words)


def _lone_brackets(text: PlacedText, code: str, words: str) -> Iterator[Problem]:
    parts = parts_of(words)
    for piece in (piece for part in parts for piece in part.pieces if piece.bracket):
        if any(part.places for part in parts):
            before, behind = words[: piece.at + 1], words[piece.at :]
            meant = behind.partition("]")[0] if piece.text == "[" else before[before.rfind(" ") + 1 :]
            yield text.document.problem_with_word(
                (*text.path, code), meant, "brackets", NOT_LEFT_OUT, ONLY_WITH_A_PLACE, "warning"
            )
            return


def _nothing_left(site: Site, text: PlacedText, code: str, words: str) -> Iterator[Problem]:
    empty, parts = _may_be_empty(site, text), parts_of(words)
    always = (part for part in parts if not (part.optional and empty.intersection(part.places)))
    if empty and not any(part.places or not says_nothing(_words_of(part)) for part in always):
        hint = said("Say something outside the brackets.")
        yield text.document.problem((*text.path, code), "brackets", NOTHING_LEFT, hint)


def _words_of(part: TextPart) -> str:
    return "".join(piece.text for piece in part.pieces)


def _may_be_empty(site: Site, text: PlacedText) -> frozenset[str]:
    """The places of a text that are filled from columns which may be empty, or by a number that may be withheld."""
    enquiry = text.placed.node.enquiry if text.placed else None
    setting = text.path[len(text.placed.path) :] if text.placed else ()
    table = table_of(site, enquiry) if enquiry and setting in enquiry.rows else None
    empty = frozenset(name for name, form in table.formats.items() if may_be_empty(form)) if table else frozenset()
    return empty if table and "caller" in table.told else empty | _may_be_withheld(site, text)


def _may_be_withheld(site: Site, text: PlacedText) -> frozenset[str]:
    """The caller's number, where a text of a department tells it that decides nothing by it."""
    if text.placed is None or not any("{caller}" in words for words in text.by_language.values()):
        return frozenset()
    return left_empty(site, text.placed.department) & WITHHELD
