"""Who may open what: every address of the desk and the least role it takes. What is not listed here does not start.

| role | may |
| --- | --- |
| viewer | see calls with numbers masked, cases, menus, closures, reports |
| supervisor | also see numbers, listen, work on cases and messages, close offices, export |
| editor | what a viewer may, and edit and publish menus |
| administrator | what a viewer may, and keep users, read the audit and the system page |

Each is held in one department or in all. A page belongs to whoever holds its role somewhere; what is on the page, and
whether one call or case may be seen, is asked department by department (`Person.may`, `Person.departments`).
"""

from collections.abc import Mapping
from typing import Literal

from ivr.storage.people.accounts import Role

Needed = Role | Literal["anyone", "signed in", "administrator of all"]

INCLUDES: Mapping[Role, frozenset[Role]] = {
    "viewer": frozenset({"viewer"}),
    "supervisor": frozenset({"viewer", "supervisor"}),
    "editor": frozenset({"viewer", "editor"}),
    "administrator": frozenset({"viewer", "administrator"}),
}

ROUTES: Mapping[str, Needed] = {
    # signing in and out
    "static": "anyone",
    "sign_in": "anyone",
    "try_to_sign_in": "anyone",
    "code": "anyone",
    "try_code": "anyone",
    "sign_in_at_office": "anyone",
    "back_from_office": "anyone",
    "language": "anyone",
    "sign_out": "signed in",
    "password": "signed in",
    "second_factor": "signed in",
    "second_factor_picture": "signed in",
    "begin_second_factor": "signed in",
    "keep_second_factor": "signed in",
    "end_second_factor": "signed in",
    "help": "signed in",
    "nowhere": "signed in",
    # administrators
    "users": "administrator",
    "new_user": "administrator",
    "add_user": "administrator",
    "user": "administrator",
    "change_user": "administrator",
    "ask_about_user": "administrator",
    "give_password": "administrator",
    "end_user_factor": "administrator",
    "disable_user": "administrator",
    "enable_user": "administrator",
    "audit": "administrator",
    "audit_export": "administrator",
    "system": "administrator of all",
    # today
    "today": "viewer",
    # calls
    "calls": "viewer",
    "choose_calls": "viewer",
    "calls_export": "supervisor",
    "call": "viewer",
    "call_walk": "viewer",
    "call_numbers": "supervisor",
    # cases, messages, recordings
    "cases": "viewer",
    "case_named": "viewer",
    "cases_export": "supervisor",
    "case": "viewer",
    "show_case_number": "supervisor",
    "work_on_case": "supervisor",
    "messages": "supervisor",
    "message": "supervisor",
    "show_message_number": "supervisor",
    "work_on_message": "supervisor",
    "recording": "supervisor",
    # closures and notices
    "closures": "viewer",
    "new_closure": "supervisor",
    "send_closure": "supervisor",
    "stop_closure": "supervisor",
    "extend_closure": "supervisor",
    # reports
    "reports": "viewer",
    "reports_book": "supervisor",
    "reports_export": "supervisor",
    # menus
    "menus": "viewer",
    "menu_edition": "viewer",
    "menu_changes": "viewer",
    "menu_tree": "viewer",
    "menu_sound": "viewer",
    "decide_edition": "editor",
    "edit_menu": "editor",
    "keep_menu": "editor",
    "menu_problems": "editor",
    "menu_file": "editor",
    "ring_draft": "editor",
    "review_drafts": "editor",
    "publish_drafts": "editor",
}
"""By endpoint, without the `desk.` before it. One line a route; the method makes no difference."""
