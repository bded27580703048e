"""What is said of the rows of an enquiry, what is kept of them, and what the call remembers to say it again."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.engine.call import LONGEST_KEPT, bytes_in_call
from ivr.engine.instructions import Prompt, Say
from ivr.engine.known import AS_OF
from ivr.engine.visit import Visit
from ivr.nodes.enquiry.freshness import columns_said, of_row, says_as_of, with_as_of
from ivr.nodes.enquiry.pages import Row
from ivr.nodes.enquiry.settings import EnquirySettings
from ivr.nodes.enquiry.stale import before_the_answer
from ivr.words import Value, placeholders

MOST_REMEMBERED = 600  # characters; what is longer is looked up anew when the caller asks to hear it again


def answer(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...]) -> tuple[Prompt, ...]:
    """What is said of the rows, where they are not told page by page; that they are old comes first."""
    says = _answer(node, visit, rows)
    return (*before_the_answer(node.stale, visit, node.table, rows), *says) if says else ()


def _answer(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...]) -> tuple[Prompt, ...]:
    if len(rows) == 1:
        return (say_row(node, visit, node.found.say, rows[0]),) if node.found.say else ()
    each, told = node.several.each or node.found.say or {}, rows[: node.most]
    if not (node.several.say or each) and node.way_of_several:
        return ()
    as_of = of_row(visit.edition.tables[node.table], rows[0])
    first = _how_many(node, visit, len(told), as_of, more=len(rows) > len(told), listed=bool(each))
    return (*first, *(say_rows(node, visit, each, told) if each else ()))


def say_rows(node: EnquirySettings, visit: Visit, texts: Mapping[str, str], rows: tuple[Row, ...]) -> tuple[Say, ...]:
    """Say `texts` of one row after the other."""
    return tuple(say_row(node, visit, texts, row, before) for before, row in zip(({}, *rows), rows, strict=False))


def say_row(
    node: EnquirySettings, visit: Visit, texts: Mapping[str, str], row: Row, before: Row = MappingProxyType({})
) -> Say:
    """Say `texts` with the columns of a row, those in several languages in the language that is spoken.

    In a list `before` is the row that was told just before it.
    """
    shape, language = visit.edition.tables[node.table], visit.language_for(texts)
    private = visit.edition.private_columns(visit.here)
    told = {name: kept_as for name, kept_as in shape.columns.items() if name not in shape.found_by}
    columns = {name: f"{name}.{language}" if name in shape.in_languages else name for name in told}
    values = {
        name: Value(row.get(columns[name], ""), kept_as, name in private, before.get(columns[name], ""))
        for name, kept_as in told.items()
    }
    return visit.say(texts, values | of_row(shape, row))


def _how_many(
    node: EnquirySettings, visit: Visit, told: int, as_of: Mapping[str, Value], *, more: bool, listed: bool
) -> tuple[Prompt, ...]:
    """How many rows there are; no count of those that are `told` where there are more."""
    count, say = {"count": Value(str(told), "number")}, node.several.say
    if say and not (more and "count" in placeholders(visit.text(say))):
        return (visit.say(say, {**count, **as_of}),)
    if not more:
        return (visit.phrase("found_several", count),)
    phrases = ("found_more", "found_first") if listed else ("found_more",)
    return tuple(visit.phrase(name, count) for name in phrases if visit.has_phrase(name))


def kept_of(node: EnquirySettings, visit: Visit, row: Row, keeps: Mapping[str, str]) -> dict[str, str]:
    """The fields that are kept of a row (columns by field), a text in languages in every one of them."""
    spread, kept = visit.edition.tables[node.table].in_languages, dict[str, str]()
    for field, column in keeps.items():
        endings = [f".{code}" for code in visit.edition.languages] if column in spread else [""]
        kept |= {f"{field}{ending}": row.get(f"{column}{ending}", "") for ending in endings}
    return kept


def keeps_too_much(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...]) -> bool:
    """Whether something that may be kept is longer than a call can carry; `ivr check` tells that of a CSV file."""
    keeps = node.found.keeps if len(rows) == 1 else node.chosen
    kept = (value for row in rows for value in kept_of(node, visit, row, keeps).values())
    return any(bytes_in_call(value) > LONGEST_KEPT for value in kept)


def dated(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, and as of when they are where a text says so or something depends on it."""
    return with_as_of(visit, node.table, rows) if node.stale or says_as_of(*_texts(node)) else rows


def remembered(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """What is needed to say the answer again, when it is short enough to travel with the call."""
    places = {name for text in _texts(node) if text for name in placeholders(visit.text(text))}
    places |= {AS_OF} if node.stale else set()
    said = columns_said(visit.edition.tables[node.table], places) | set(node.chosen.values())
    kept = tuple({name: text for name, text in row.items() if name.partition(".")[0] in said} for row in rows)
    if node.several.in_pages and len(rows) > 1:
        return kept
    return kept if sum(len(text) for row in kept for text in row.values()) <= MOST_REMEMBERED else ()


def _texts(node: EnquirySettings) -> tuple[Mapping[str, str] | None, ...]:
    """The texts in which columns may stand."""
    several = node.several
    return (node.found.say, several.say, several.each, several.choose.say if several.choose else None)
