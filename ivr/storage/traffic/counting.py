"""The statements by which deeds are counted, each made once for so many names: `name0`, `name1` and so on."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, delete, func, or_, select

from ivr.storage.database.inserting import INSERTS
from ivr.storage.database.prepared import Prepared
from ivr.storage.traffic.tables import tallies as table


@lru_cache
def count_under(kind: str, names: int) -> Prepared:
    """Counts the deed `mine` under each name, until `until0` and so on, unless it is counted there already."""
    rows = [{"name": _given("name", n), "deed": _MINE, "until": _given("until", n)} for n in range(names)]
    return Prepared(INSERTS[kind](table).values(rows).on_conflict_do_nothing(), kind)


@lru_cache
def others_under(kind: str, names: int) -> Prepared:
    """By name how many deeds other than `mine` count `now`, and until when the last of them does."""
    now = bindparam("now", type_=table.c.until.type)
    found = select(table.c.name, func.count(), func.max(table.c.until)).where(
        _is_one_of("name", names), table.c.deed != _MINE, table.c.until > now
    )
    return Prepared(found.group_by(table.c.name), kind)


@lru_cache
def forget_under(kind: str, names: int, whole: int) -> Prepared:
    """Forgets the deed `mine` under each name, and all deeds under `whole0` and so on."""
    deed = and_(_is_one_of("name", names), table.c.deed == _MINE)
    return Prepared(delete(table).where(or_(deed, _is_one_of("whole", whole)) if whole else deed), kind)


def numbered(word: str, values: list[Any]) -> dict[str, Any]:
    """Values by the names of parameters: the word and a number."""
    return {f"{word}{number}": value for number, value in enumerate(values)}


def _is_one_of(word: str, many: int) -> ColumnElement[bool]:
    return table.c.name.in_([bindparam(f"{word}{number}", type_=table.c.name.type) for number in range(many)])


def _given(column: str, number: int) -> BindParameter[Any]:
    return bindparam(f"{column}{number}", type_=table.c[column].type)


_MINE: BindParameter[Any] = bindparam("mine", type_=table.c.deed.type)
