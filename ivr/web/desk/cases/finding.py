"""Finding a case for the person who asks: theirs, or one that their department handed over to another."""

from flask import abort

from ivr.storage.cases.history import Deed, Key, deeds
from ivr.storage.cases.listing import Case, cases_of_call
from ivr.storage.people.accounts import Role
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person


def case_at(call: str, turn: int, role: Role) -> tuple[Case, Deed | None]:
    """The case of a turn for somebody who holds `role` in its department; 404 when it is not there for them.

    Where their department handed it over, with what says so: then the case itself is not for them any more.
    """
    found = next((case for case in cases_of_call(desk.database, call) if case.key == Key(call, turn)), None)
    if found is None:
        abort(404)
    if person().may(role, found.department):
        return found, None
    deed = given_away(found)
    return (found, deed) if deed else abort(404)


def given_away(case: Case) -> Deed | None:
    """That a department of the person's handed the case over, the last time; None where none did."""
    given = (deed for deed in reversed(deeds(desk.database, "case", case.key)) if deed.what == "handed over")
    return next((deed for deed in given if person().may("viewer", deed.details["giver"])), None)
