"""Cases: the complaints, suggestions, compliments and requests that callers left, as a list to choose from."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from ivr.storage.cases.callers import languages_of_calls
from ivr.storage.cases.history import Deed, deeds
from ivr.storage.cases.listing import Case, CaseFilters, count_desk_cases, find_cases, list_desk_cases
from ivr.storage.cases.order import ORDERS, CasePlace, Order
from ivr.storage.cases.totals import Causes, count_causes, count_open_cases
from ivr.web.desk.calls.words import language_names
from ivr.web.desk.cases import words
from ivr.web.desk.cases.forms import owners_of
from ivr.web.desk.cases.words import urgency
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.pages import Page, pages
from ivr.web.desk.frame.paging import after_of, first_page, of_three, page_after
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.showing import department_titles

A_PAGE = 50
A_YEAR = timedelta(days=365)
AGES = ("", "7", "14", "30", "90")  # days
CHOICES = ("state", "kind", "due", "age", "owner", "department", "cause", "reference", "text", "order")


@pages.get("/cases", role="viewer")
def cases() -> Page:
    """The list that the address asks for."""
    now, mine = desk.local_now(), person().departments("viewer")
    wanted = chosen_cases(now)
    found = list_desk_cases(desk.database, wanted)
    lines = found[:A_PAGE]
    return render_template(
        "desk/cases/listing.html",
        lines=[(case, urgency(case, now)) for case in lines],
        spoken=languages_of_calls(desk.database, [case.call_sid for case in lines]),
        languages_called=language_names(),
        wanted=wanted,
        count=count_desk_cases(desk.database, replace(wanted, after=None)),
        waiting=count_open_cases(desk.database, mine, person().email, now),
        causes=causes_of(mine),
        now=now,
        words=words,
        titles=department_titles("viewer"),
        owners=owners_of(mine),
        ages=AGES,
        in_order=_in_order,
        exports=_exports(),
        first=first_page(),
        further=_after(lines[-1], wanted.order) if len(found) > A_PAGE else "",
    )


@pages.get("/cases/<reference>", role="viewer")
def case_named(reference: str) -> Page:
    """To the case of a reference as it was read out; spaces and hyphens do not matter."""
    plain = "".join(letter for letter in reference if letter.isalnum())
    found = find_cases(desk.database, plain)
    mine = [case for case in found if person().may("viewer", case.department) or given_away(case)]
    if not mine:
        abort(404)
    if len(mine) > 1:
        return redirect(url_for("desk.cases", reference=plain, state="all"))
    return redirect(url_for("desk.case", call=mine[0].call_sid, turn=mine[0].turn))


def given_away(case: Case) -> Deed | None:
    """That a department of the person's handed the case over, the last time; None where none did."""
    given = (deed for deed in reversed(deeds(desk.database, "case", case.key)) if deed.what == "handed over")
    return next((deed for deed in given if person().may("viewer", deed.details["giver"])), None)


def causes_of(departments: frozenset[str] | None) -> Causes:
    """The causes of the last twelve months."""
    return count_causes(desk.database, departments, desk.now() - A_YEAR)


def chosen_cases(now: datetime, limit: int = A_PAGE + 1) -> CaseFilters:
    """What the address asks for, of the departments that the person may see.

    Unless it says otherwise, the open ones, what is due first on top; others the latest first.
    """
    asked, state = request.args, request.args.get("state", "open")
    reference = "".join(letter for letter in asked.get("reference", "") if letter.isalnum())
    days, order = asked.get("age", ""), _order(asked.get("order", ""), state)
    return CaseFilters(
        kind=asked.get("kind", ""),
        department=asked.get("department", ""),
        state=state if state in words.STATES and not reference else "",
        owner=person().email if asked.get("owner") == "me" else asked.get("owner", ""),
        reference=reference,
        cause=asked.get("cause", ""),
        text=asked.get("text", "").strip(),
        read_in=person().departments("supervisor"),
        until=now - timedelta(days=int(days)) if days in AGES and days else None,
        due_before=_due_before(asked.get("due", ""), now),
        departments=person().departments("viewer"),
        order=order,
        after=_place(order),
        limit=limit,
    )


def _order(asked: str, state: str) -> Order:
    return next((order for order in ORDERS if order == asked), "due" if state == "open" else "newest")


def _due_before(due: str, now: datetime) -> datetime | None:
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return {"overdue": now, "today": tomorrow, "week": tomorrow + timedelta(days=6)}.get(due)


def _after(case: Case, order: Order) -> str:
    """The address of the page after a case: what it is ordered by stands before the name of the case."""
    value, at, *key = case.place(order)
    shown = value.isoformat() if isinstance(value, datetime) else value or ""
    return page_after(at, f"{shown}~{key[0]}~{key[1]}")


def _place(order: Order) -> CasePlace | None:
    after = after_of()
    named = of_three(after)
    if after is None or named is None:
        return None
    value, _, sid = named[1].rpartition("~")
    if order != "due" or not value:
        return CasePlace(None if order == "due" else value, after.at, sid, named[2])
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return CasePlace(moment, after.at, sid, named[2]) if moment.tzinfo else None


def _in_order(order: Order) -> str:
    """The address of the same choice in another order."""
    return url_for("desk.cases", **_asked() | {"order": order})


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in CHOICES if name in request.args}


def _exports() -> dict[str, str]:
    """The addresses of the same choice as files, for whoever may export."""
    may = person().may_open("supervisor")
    return {form: url_for("desk.cases_export", form=form, **_asked()) for form in ("csv", "xlsx")} if may else {}
