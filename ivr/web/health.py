"""Whether the process is alive (`/healthz`) and can do its work (`/readyz`): for the operator's monitoring.

A database that is away makes the system not ready, and calls are answered all the same; so what restarts or
replaces processes should ask `/healthz`, and what wakes an operator `/readyz`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify

from ivr.logs import logger

log = logger(__name__)

_CREDENTIALS = re.compile(r"://[^/@\s]*@")


@dataclass(frozen=True)
class Check:
    """One thing looked at: `says` tells more, in words for anybody to read.

    What is not `needed` is shown and does not make the system unready, such as a mistake in a menu that is therefore
    not served.
    """

    name: str
    good: bool
    says: str = ""
    needed: bool = True


Checks = Callable[[], Iterable[Check]]


def health_pages(checks: Checks) -> Blueprint:
    """The blueprint `health`; `checks` looks at everything anew."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return _answer({"alive": True}, 200)

    @pages.get("/readyz")
    def ready() -> Response:
        results = _look(checks)
        is_ready = all(check.good for check in results if check.needed)
        shown = {check.name: _shown(check) for check in results}
        return _answer({"ready": is_ready, "checks": shown}, 200 if is_ready else 503)

    return pages


def _look(checks: Checks) -> list[Check]:
    try:
        return list(checks())
    except Exception as error:  # whatever it is, who asks must hear that this server is not well
        log.error("readiness could not be checked", error=type(error).__name__)
        return [Check("checks", good=False, says="readiness could not be checked; see the log")]


def _shown(check: Check) -> dict[str, object]:
    return {"good": check.good, "needed": check.needed, "says": _CREDENTIALS.sub("://", check.says)}


def _answer(content: dict[str, object], status: int) -> Response:
    response = jsonify(content)
    response.status_code = status
    response.cache_control.no_store = True
    return response
