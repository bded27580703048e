"""The desk put together: the pages of every room, its cookie, its forms."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from flask import Flask, session
from flask_wtf.csrf import CSRFProtect

import ivr.web.desk
from ivr.settings import Settings
from ivr.storage.people.sign_ins import signed_in
from ivr.web.desk.frame.desk import EXTENSION, Desk, desk
from ivr.web.desk.frame.languages import speak_languages
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import Person
from ivr.web.desk.frame.sealing import derived


def open_desk(app: Flask, parts: Desk, without_forms: Iterable[str] = ()) -> None:
    """Add the desk to an app, standing on these parts.

    `without_forms` names the app's other blueprints whose posts are guarded otherwise, such as by a signature. Raises
    TypeError for a route without a role.
    """
    app.extensions[EXTENSION] = parts
    for found in pkgutil.walk_packages(ivr.web.desk.__path__, f"{ivr.web.desk.__name__}."):
        import_module(found.name)  # its routes join the pages
    _use_cookie(app, parts.settings)
    speak_languages(app)
    app.register_blueprint(pages)
    forms = CSRFProtect(app)
    for name in without_forms:
        forms.exempt(app.blueprints[name])


def signed_in_person() -> Person | None:
    """Who is signed in at the desk in this request's browser. Raises StorageAway."""
    account = signed_in(desk.database, session["desk"], desk.now()) if "desk" in session else None
    return Person(account) if account and not account.must_change else None


def _use_cookie(app: Flask, settings: Settings) -> None:
    """One cookie, signed; it holds what a form needs and the secret of a sign-in that the database knows."""
    https = settings.public_url.startswith("https:")
    app.secret_key = derived(settings.secret_keys[0], "desk cookie")
    app.config.update(
        SECRET_KEY_FALLBACKS=[derived(key, "desk cookie") for key in settings.secret_keys[1:]],
        SESSION_COOKIE_NAME="__Host-desk" if https else "desk",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in
        WTF_CSRF_SSL_STRICT=https,
    )
