"""The desk put together: its pages, who may open which, and what every answer carries."""

import re
from collections.abc import Callable, Iterable

from flask import Blueprint, Flask, Response, abort, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from ivr.errors import StorageAway
from ivr.logs import logger
from ivr.storage.people.sign_ins import signed_in
from ivr.web.desk.frame.auditing import audit_closed_door
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.headers import protect
from ivr.web.desk.frame.languages import speak_languages
from ivr.web.desk.frame.person import Person
from ivr.web.desk.frame.roles import ROUTES
from ivr.web.desk.frame.sealing import derived
from ivr.web.desk.frame.showing import show_values
from ivr.web.desk.frame.unsent_forms import given_back

log = logger(__name__)

AddPages = Callable[[Blueprint, Desk], None]
DESK = "ivr.web.desk"  # its folders hold templates, named "desk/<folder>/<template>.html"
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
WITH_OLD_PASSWORD = frozenset({"password", "sign_out", "static", "language"})


def open_desk(app: Flask, desk: Desk, groups: Iterable[AddPages], without_forms: Iterable[str] = ()) -> None:
    """Add the desk to an app: every group of pages, guarded. Raises AssertionError for a route without a role.

    `without_forms` names the app's other blueprints whose posts are guarded otherwise, such as by a signature.
    """
    _use_cookie(app, desk)
    pages = Blueprint(
        "desk", DESK, url_prefix="/desk", template_folder="..", static_folder="static", static_url_path="/static"
    )  # fmt: skip
    speak_languages(app)
    pages.before_request(lambda: _guard(desk))
    pages.after_request(lambda response: protect(response, _https(desk), request.endpoint))
    for error in (HTTPException, StorageAway, Exception):
        pages.register_error_handler(error, _show_error)
    show_values(app, pages, desk)
    for add_pages in groups:
        add_pages(pages, desk)
    app.register_blueprint(pages)
    forms = CSRFProtect(app)
    for name in without_forms:
        forms.exempt(app.blueprints[name])
    check_roles(app)


def check_roles(app: Flask) -> None:
    """Raise AssertionError unless every route of the desk has a role, and every role a route."""
    routes = {rule.endpoint.removeprefix("desk.") for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")}
    if bare := sorted(routes - set(ROUTES)):
        raise AssertionError(f"no role is needed for {', '.join(bare)}: say which in ivr/web/desk/frame/roles.py")
    if idle := sorted(set(ROUTES) - routes):
        raise AssertionError(f"ivr/web/desk/frame/roles.py speaks of {', '.join(idle)}, and there is no such route")


def signed_in_person(desk: Desk) -> Person | None:
    """Who is signed in at the desk in this request's browser. Raises StorageAway."""
    account = signed_in(desk.database, session["desk"], desk.now()) if "desk" in session else None
    return Person(account) if account and not account.must_change else None


def _https(desk: Desk) -> bool:
    return desk.settings.public_url.startswith("https:")


def _use_cookie(app: Flask, desk: Desk) -> None:
    """One cookie, signed; it holds what a form needs and the secret of a sign-in that the database knows."""
    app.secret_key = derived(desk.settings.secret_keys[0], "desk cookie")
    app.config.update(
        SECRET_KEY_FALLBACKS=[derived(key, "desk cookie") for key in desk.settings.secret_keys[1:]],
        SESSION_COOKIE_NAME="__Host-desk" if _https(desk) else "desk",
        SESSION_COOKIE_SECURE=_https(desk),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in
        WTF_CSRF_SSL_STRICT=_https(desk),
    )


def _guard(desk: Desk) -> AnyResponse | tuple[str, int] | None:
    """Who is it, and may they? Whatever has no role is refused."""
    g.desk, g.person = desk, None
    if CONTROLS.search(request.values.get("next", "")):  # such as a line break, which no header may hold
        abort(400)
    name = (request.endpoint or "").removeprefix("desk.")
    needed = ROUTES[name]
    if name == "static":
        return None
    alone = "renew" in request.args  # the page asks by itself: nobody need be there any more
    account = signed_in(desk.database, session["desk"], desk.now(), noted=not alone) if "desk" in session else None
    if account is not None:
        g.person = Person(account)
    if needed == "anyone":
        return None
    if account is None:
        session.pop("desk", None)
        return given_back(401) or _to_sign_in()
    if account.must_change and name not in WITH_OLD_PASSWORD:
        return redirect(url_for("desk.password"))
    if not g.person.may_open(needed):
        audit_closed_door()
        return _error_page(403), 403
    return None


def _to_sign_in() -> AnyResponse:
    """To the sign-in, and from there back to where they were going."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    where = url_for("desk.sign_in", next=back)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where)


def _show_error(error: Exception) -> tuple[str, int] | AnyResponse:
    """A page for every refusal and failure, which tells nothing of the inside."""
    if isinstance(error, StorageAway):
        log.warning("desk without database", path=request.path, why=str(error))
        return _error_page(503), 503
    if isinstance(error, CSRFError):
        return given_back(400) or (_error_page(400), 400)
    if isinstance(error, HTTPException):
        return error.get_response() if error.code is None or error.code < 400 else (_error_page(error.code), error.code)
    log.exception("desk page failed", path=request.path)
    return _error_page(500), 500


def _error_page(code: int) -> str:
    return render_template("desk/frame/error.html", code=code)
