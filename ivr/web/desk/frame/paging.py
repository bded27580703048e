"""Pages by key: the address of the next page holds the moment and name of the last line of this one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import request, url_for


class After(NamedTuple):
    """The last line of the page before: when, and its name (a sid, a reference, an id)."""

    at: datetime
    name: str


def after_of() -> After | None:
    """What `?after=` of this request says; None for the first page, and for what nobody here wrote."""
    at, _, name = request.args.get("after", "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return After(moment, name) if moment.tzinfo and name else None


def of_three(after: After | None) -> tuple[datetime, str, int] | None:
    """When, in which call, at which turn, of an `after` whose name is the last two with `~` between them."""
    if after is None:
        return None
    sid, _, turn = after.name.rpartition("~")
    return (after.at, sid, int(turn)) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None


def list_address(page: str, asked: Mapping[str, str], **more: str) -> str:
    """The address of a list, or of its file, that asks for the same; none of Flask's own options is asked for."""
    values: dict[str, Any] = {**more, **asked}
    return url_for(page, **values)


def page_after(at: datetime, name: object) -> str:
    """The address of the page after a line, with the same filters."""
    return _address(after=f"{at.isoformat()}~{name}")


def first_page() -> str:
    """The address of the first page, with the same filters; empty on the first page itself."""
    return _address() if "after" in request.args else ""


def _address(**more: str) -> str:
    asked = request.args.to_dict(flat=False)  # but nothing that `url_for` itself would obey, such as `_scheme`
    kept = {name: values for name, values in asked.items() if name not in ("after", "endpoint") and name[:1] != "_"}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, **more})
