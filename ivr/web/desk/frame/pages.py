"""The pages of the desk: each says at its route which role it takes; who may open it, and what every answer carries.

`@pages.get("/audit", role="administrator")` above a function makes a page of it; its name is the endpoint. A form that
holds a text somebody writes says there too by which template it is `given_back` where their sign-in is no more.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn, get_args

from flask import Blueprint, Response, abort, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.people.accounts import ROLES
from ivr.storage.people.sign_ins import signed_in
from ivr.web.desk.frame.auditing import audit_closed_door
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.headers import protect
from ivr.web.desk.frame.person import Needed, Person, WithoutRole

log = logger(__name__)

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
WITH_OLD_PASSWORD = frozenset({"password", "sign_out", "static", "language"})

Page = str | tuple[str, int] | AnyResponse
"""What a page may answer: its HTML, its HTML and another status than 200, or something that is no page."""


class Pages(Blueprint):
    """A blueprint on which no route stands without the role that it takes: `roles` and `given_back` are by endpoint."""

    def __init__(self) -> None:
        super().__init__(
            "desk", "ivr.web.desk", url_prefix="/desk", template_folder="..", static_folder="static",
            static_url_path="/static",
        )  # fmt: skip
        self.roles: dict[str, Needed] = {"static": "anyone"}
        self.given_back: dict[str, str] = {}

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Add a route; what `get`, `post` and `route` come to. Raises TypeError without a `role` there is."""
        role, name = options.pop("role", None), endpoint or str(getattr(view_func, "__name__", ""))
        if role not in (*ROLES, *get_args(WithoutRole)):
            raise TypeError(f'{rule} takes no role that there is: say which, as in role="viewer"')
        if self.roles.setdefault(name, role) != role:
            raise TypeError(f"{rule} takes another role than the other route of {name}")
        if template := options.pop("given_back", ""):
            self.given_back[name] = template
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)


pages = Pages()
"""All of them. Routes join at import (see `doors.open_desk`), and are guarded as they join."""


@pages.before_request
def _guard() -> Page | None:
    """Know who it is, and refuse what is not theirs to open."""
    g.person = None
    if CONTROLS.search(request.values.get("next", "")):  # such as a line break, which no header may hold
        abort(400)
    name = (request.endpoint or "").removeprefix("desk.")
    needed = pages.roles[name]
    if name == "static":
        return None
    alone = "renew" in request.args  # the page asks by itself: nobody need be there any more
    account = signed_in(desk.database, session["desk"], desk.now(), noted=not alone) if "desk" in session else None
    if account is not None:
        g.person = Person(account)
        desk.is_used.set()
    if needed == "anyone":
        return None
    if account is None:
        session.pop("desk", None)
        return _given_back(401) or _to_sign_in()
    if account.must_change and name not in WITH_OLD_PASSWORD:
        return redirect(url_for("desk.password"))
    if not g.person.may_open(needed):
        audit_closed_door()
        return _error_page(403), 403
    return None


@pages.after_request
def _protect(response: Response) -> Response:
    return protect(response, desk.settings.public_url.startswith("https:"), request.endpoint)


def _to_sign_in() -> AnyResponse:
    """To the sign-in, and from there back to where they were going."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    where = url_for("desk.sign_in", next=back)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where)


@pages.errorhandler(HTTPException)
@pages.errorhandler(StorageAway)
@pages.errorhandler(Exception)
def _show_error(error: Exception) -> Page:
    """A page for every refusal and failure, which tells nothing of the inside."""
    if isinstance(error, StorageAway):
        log.warning("desk without database", path=request.path, why=str(error))
        return _error_page(503), 503
    if isinstance(error, CSRFError):
        return _given_back(400) or (_error_page(400), 400)
    if isinstance(error, HTTPException):
        return error.get_response() if error.code is None or error.code < 400 else (_error_page(error.code), error.code)
    log.exception("desk page failed", path=request.path)
    return _error_page(500), 500


def _given_back(status: int) -> tuple[str, int] | None:
    """The answer to a form that holds a text, with the text in it; None for every other."""
    page = pages.given_back.get((request.endpoint or "").removeprefix("desk."))
    if not page or "content" not in request.form:
        return None
    file = (request.view_args or {})["file"]
    return render_template(page, file=file, signed_out="desk" not in session), status


def _error_page(code: int) -> str:
    return render_template("desk/frame/error.html", code=code)


@pages.route("/<path:rest>", methods=["GET", "POST"], role="signed in")
def nowhere(rest: str) -> NoReturn:
    """The answer to addresses that lead nowhere."""
    raise NotFound(f"/desk/{rest}")
