"""How often somebody may try to sign in: ten failures a minute from one address, and ten for one e-mail address.

Counted in the memory of each worker, so that with W workers it is W times as many; what all workers share is the count
of failures in the database, which makes an account slower (`passwords.must_wait`).
"""

from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from ivr.storage.accounts import plain_email
from ivr.web.desk.signing_in import REFUSED

TRIES = "10 per minute"
LIMITED = ("try_to_sign_in", "try_code")


def limit_tries(app: Flask) -> None:
    """Limit the routes that take a password or a code."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=False)
    for name in LIMITED:
        view: Any = app.view_functions[f"desk.{name}"]
        for whose in (get_remote_address, _typed):
            view = limiter.limit(TRIES, key_func=whose, deduct_when=_failed)(view)
        app.view_functions[f"desk.{name}"] = view


def _typed() -> str:
    return "e-mail " + plain_email(request.form.get("email", ""))


def _failed(response: Response) -> bool:
    return response.status_code == REFUSED
