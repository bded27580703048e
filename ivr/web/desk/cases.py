"""Cases: the complaints, suggestions, compliments and requests that callers left, as a list to choose from."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ivr.storage.desk_cases import Case, CaseFilters, count_desk_cases, find_cases, list_desk_cases
from ivr.web.desk.case_words import KINDS, STATES, due_of, urgency
from ivr.web.desk.desk import Desk
from ivr.web.desk.owners import department_titles, owners_of
from ivr.web.desk.paging import after_of, first_page, page_after
from ivr.web.desk.person import person
from ivr.web.desk.showing import HONG_KONG
from ivr.web.desk.signing_in import Page
from ivr.web.desk.writing import of_three

A_PAGE = 50
AGES = ("", "7", "14", "30", "90")  # days
CHOICES = ("state", "kind", "due", "age", "owner", "department", "reference", "text")


def add_cases(pages: Blueprint, desk: Desk) -> None:
    """The routes of this file."""
    views = _Views(desk)
    pages.get("/cases")(views.cases)
    pages.get("/cases/<reference>")(views.case_named)


@dataclass(frozen=True)
class _Views:
    desk: Desk

    def cases(self) -> Page:
        wanted = chosen_cases(self.desk.now())
        found = list_desk_cases(self.desk.database, wanted)
        lines = found[:A_PAGE]
        return render_template(
            "desk/cases.html",
            lines=[(case, due_of(case), urgency(case, self.desk.now())) for case in lines],
            overdue=self._overdue(),
            now=self.desk.now(),
            kinds=KINDS,
            states=STATES,
            titles=department_titles(self.desk, "viewer"),
            owners=owners_of(self.desk, person().departments("viewer")),
            ages=AGES,
            exports=_exports(),
            first=first_page(),
            further=_after(lines[-1]) if len(found) > A_PAGE else "",
        )

    def case_named(self, reference: str) -> Page:
        """To the case of a reference as it was read out; spaces and hyphens do not matter."""
        plain = "".join(letter for letter in reference if letter.isalnum())
        mine = [case for case in find_cases(self.desk.database, plain) if person().may("viewer", case.department)]
        if not mine:
            abort(404)
        if len(mine) > 1:
            return redirect(url_for("desk.cases", reference=plain, state="all"))
        return redirect(url_for("desk.case", call=mine[0].call_sid, turn=mine[0].turn))

    def _overdue(self) -> int:
        mine = person().departments("viewer")
        return count_desk_cases(self.desk.database, CaseFilters(due_before=self.desk.now(), departments=mine))


def chosen_cases(now: datetime, limit: int = A_PAGE + 1) -> CaseFilters:
    """What the address asks for, of the departments that the person may see; the open ones unless it says otherwise."""
    asked, state = request.args, request.args.get("state", "open")
    reference = "".join(letter for letter in asked.get("reference", "") if letter.isalnum())
    days = asked.get("age", "")
    return CaseFilters(
        kind=asked.get("kind", ""),
        department=asked.get("department", ""),
        state=state if state in STATES and not reference else "",
        owner=person().email if asked.get("owner") == "me" else asked.get("owner", ""),
        reference=reference,
        text=asked.get("text", "").strip(),
        until=now - timedelta(days=int(days)) if days in AGES and days else None,
        due_before=_due_before(asked.get("due", ""), now),
        departments=person().departments("viewer"),
        after=of_three(after_of()),
        limit=limit,
    )


def _due_before(due: str, now: datetime) -> datetime | None:
    tomorrow = datetime.combine(now.astimezone(HONG_KONG).date() + timedelta(days=1), time(), HONG_KONG)
    return {"overdue": now, "today": tomorrow, "week": tomorrow + timedelta(days=6)}.get(due)


def _after(case: Case) -> str:
    return page_after(case.opened_at, f"{case.call_sid}~{case.turn}")


def _exports() -> dict[str, str]:
    """The addresses of the same choice as files, for whoever may export."""
    asked: dict[str, Any] = {name: request.args[name] for name in CHOICES if name in request.args}
    may = person().may_open("supervisor")
    return {form: url_for("desk.cases_export", form=form, **asked) for form in ("csv", "xlsx")} if may else {}
