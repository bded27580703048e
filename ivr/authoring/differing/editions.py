"""All that is different between two editions, grouped: what is shared, each hotline, each department."""

from collections.abc import Iterator
from itertools import zip_longest

from ivr.authoring.differing.changes import Change, Spot, pairs, shown
from ivr.authoring.differing.nodes import node_changes
from ivr.authoring.differing.pledges import pledge_changes
from ivr.authoring.differing.shared import shared_changes
from ivr.authoring.differing.times import ReachTime, time_changes
from ivr.authoring.grammar import IN_LANGUAGES
from ivr.engine.case_table import CASES
from ivr.engine.edition import Department, Edition, Hotline, TableShape
from ivr.translation import Sentence, said


def differences(
    old: Edition, new: Edition, times: tuple[tuple[ReachTime, ...], tuple[ReachTime, ...]] = ((), ())
) -> tuple[Change, ...]:
    """What callers of `new` notice who knew `old`, in a stable order.

    `times` are the seconds to each answer in both; without them nothing is said of answers that got slower.
    """
    slower = list(time_changes(*times))
    found = [*shared_changes(old, new), *_hotlines(old, new)]
    for name in pairs(old.departments, new.departments):
        found += _department(old, new, name)
        found += [change for change in slower if change.group == name]
    return tuple(found)


def _hotlines(old: Edition, new: Edition) -> Iterator[Change]:
    before, after = ({line.name: line for line in each.hotlines.values()} for each in (old, new))
    for name in pairs(before, after):
        spot = Spot(said("hotline {name}", name=name))
        if name not in after:
            yield spot.says(said("this hotline is gone; {number} is answered by nobody", number=before[name].number))
        elif name not in before:
            yield spot.says(
                said(
                    "this hotline is new: {number} leads to {place}", number=after[name].number, place=after[name].start
                )
            )
        else:
            yield from _hotline(spot, before[name], after[name])


def _hotline(spot: Spot, old: Hotline, new: Hotline) -> Iterator[Change]:
    yield from spot.value(said("its number"), old.number, new.number)
    yield from spot.texts(said("its title"), old.title, new.title)
    yield from spot.value(said("the place where its callers begin"), old.start, new.start)
    yield from _notices(spot, old, new)
    if old.officers != new.officers:
        yield spot.says(said("officers can be reached on it") if new.officers else said("it has no officers any more"))
    yield from spot.texts(said("what is said in place of officers"), old.instead_of_officers, new.instead_of_officers)


def _notices(spot: Spot, old: Hotline, new: Hotline) -> Iterator[Change]:
    for at, (was, now) in enumerate(zip_longest(old.notices, new.notices), 1):
        what = said("notice {number}", number=str(at))
        yield from spot.texts(what, was.say if was else None, now.say if now else None)
        days = (str(each.season) if each else "" for each in (was, now))
        yield from spot.value(said("the days of {what}", what=what), *days)


def _department(old: Edition, new: Edition, name: str) -> Iterator[Change]:
    spot = Spot(name)
    if name not in new.departments or name not in old.departments:
        yield spot.says(said("this department is new") if name in new.departments else said("this department is gone"))
        return
    yield from _about(spot, old.departments[name], new.departments[name])
    yield from node_changes(old, new, name)
    yield from _tables(old, new, name)
    yield from _days(old, new, name)
    yield from _labels(old, new, name)
    yield from _recordings(old, new, name)


def _about(spot: Spot, old: Department, new: Department) -> Iterator[Change]:
    yield from spot.texts(said("its title"), old.title, new.title)
    yield from spot.value(said("its owner"), old.owner, new.owner)
    yield from spot.value(said("the day it must be read again"), old.review, new.review)
    yield from spot.value(said("the place where it begins"), old.start, new.start)
    yield from pledge_changes(spot.group, old.pledges, new.pledges)


def _tables(old: Edition, new: Edition, department: str) -> Iterator[Change]:
    before, after = _tables_of(old, department), _tables_of(new, department)
    for name in pairs(before, after):
        spot = Spot(department, said("table {name}", name=name.partition("/")[2]))
        if name not in after or name not in before:
            yield spot.says(said("this table is new") if name in after else said("this table is gone"))
        else:
            yield from _table(spot, before[name], after[name])


def _tables_of(edition: Edition, department: str) -> dict[str, TableShape]:
    return {name: shape for name, shape in edition.tables.items() if name.startswith(f"{department}/")}


def _table(spot: Spot, old: TableShape, new: TableShape) -> Iterator[Change]:
    was, now = _columns(old), _columns(new)
    for column in pairs(was, now):
        if column not in now or column not in was:
            how = said("column {name} is new") if column in now else said("column {name} is gone")
            yield spot.says(said(how, name=column))
        else:
            yield from spot.value(said("column {name}", name=column), was[column], now[column])
    for name in ("file", "database", "query", "statement", "seconds", "as_of"):
        yield from spot.value(said("its {name}", name=name), getattr(old, name), getattr(new, name))
    bounds = zip(_bounds(old), _bounds(new), strict=True)
    for name, (before, after) in zip(("rows", "unique", "most"), bounds, strict=True):
        yield from spot.value(said("its {name}", name=name), before, after)


def _columns(table: TableShape) -> dict[str, str]:
    return {
        name: _column(str(kept), name in table.in_languages) + (" (private)" if name in table.private else "")
        for name, kept in table.columns.items()
    }


def _column(form: str, spread: bool) -> str:
    """The format of a column as it is written."""
    return form.replace("text", IN_LANGUAGES, 1) if spread else form


def _bounds(table: TableShape) -> tuple[str, str, str]:
    """What the rows are that the system keeps, the columns in which no two are alike, how many there may be."""
    if table.filed is None:
        return CASES if table.cases else "", "", ""
    most, per = str(table.filed.most or ""), shown(table.filed.per)
    return "filed", ", ".join(table.filed.unique), f"{most} per {per}" if table.filed.per else most


def _days(old: Edition, new: Edition, department: str) -> Iterator[Change]:
    before, after = (each.contents[department].days for each in (old, new))
    for name in pairs(before, after):
        spot = Spot(department, said("day {name}", name=name.partition("/")[2]))
        if name not in after or name not in before:
            yield spot.says(said("this day is new") if name in after else said("this day is gone"))
        else:
            yield from spot.value(said("the way it is counted"), before[name].written, after[name].written)


def _labels(old: Edition, new: Edition, department: str) -> Iterator[Change]:
    before, after = (each.contents[department].labels for each in (old, new))
    for name in pairs(before, after):
        what = said("what the field {field} is called", field=name.partition("/")[2])
        yield from Spot(department).texts(what, before.get(name), after.get(name))


def _recordings(old: Edition, new: Edition, department: str) -> Iterator[Change]:
    for language, node in sorted(old.recordings.keys() | new.recordings.keys()):
        was, now = old.recordings.get((language, node)), new.recordings.get((language, node))
        if was != now and node.startswith(f"{department}/"):
            yield Spot(department, node.partition("/")[2]).says(said(_how(was, now), language=language))


def _how(was: str | None, now: str | None) -> Sentence:
    if not was:
        return said("the recording ({language}) is new")
    if not now:
        return said("the recording ({language}) is gone; its text is read out")
    return said("the recording ({language}) is another one")
