"""What the forms about cases and messages send, and what their lists are paged by."""

from datetime import datetime

from flask import request

from ivr.web.desk.frame.paging import After

LONGEST = 5000
MOST = 2**31  # what a database takes for a whole number


def written(name: str) -> str:
    """What was written into a field, without the carriage returns that browsers add, of a bearable length."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:LONGEST]


def seen_version() -> int:
    """The version that the person saw when they began to write; -1, which nothing has, for what is no version."""
    version = request.form.get("version", -1, type=int)
    return version if 0 <= version < MOST else -1


def of_three(after: After | None) -> tuple[datetime, str, int] | None:
    """When, in which call, at which turn, of an `after` whose name is the last two with `~` between them."""
    if after is None:
        return None
    sid, _, turn = after.name.rpartition("~")
    return (after.at, sid, int(turn)) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None
