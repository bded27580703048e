"""The calls that were made from here to answer cases. They are in no list and no figure of calls that came in."""

import re

from flask import render_template

from ivr.storage.cases.calls_made import calls_made
from ivr.web.desk.cases import words
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, page_after
from ivr.web.desk.frame.person import person

A_PAGE = 50


@pages.get("/calls/made", role="viewer", endpoint="calls_made")
def show_calls_made() -> Page:
    """Those of the person's departments, the latest first."""
    after = after_of()
    before = int(after.name) if after and re.fullmatch(r"[0-9]{1,18}", after.name) else None
    found = calls_made(desk.database, person().departments("viewer"), before, A_PAGE + 1)
    lines = found[:A_PAGE]
    further = page_after(lines[-1].at, lines[-1].number) if len(found) > A_PAGE else ""
    return render_template("desk/cases/calls_made.html", lines=lines, words=words, first=first_page(), further=further)
