"""The addresses of the test telephone: its page, ringing, and every act of a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, Response, abort, jsonify, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from ivr.closures.wishes import REASONS
from ivr.errors import EditionMissing, PhoneFault
from ivr.web.phone.words import CALL, LANGUAGES, OF_THE_SCRIPT, PageLanguage

LONGEST_CALL = 4 * 3600  # seconds a call may rest between two acts
MOST_BYTES = 400_000
HEADERS = {  # `self` may frame it: it stands beside a menu that is being written
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Calls(Protocol):
    """Makes the calls of the page; what is given back is described in `ivr.phone.page`, which fits.

    Everything raises EditionMissing where there is no such edition for whoever asks; an empty one is the one served.
    """

    def hotlines(self, edition: str) -> Sequence["PageHotline"]:
        """The hotlines of an edition."""
        ...

    def ring(self, number: str, origin: str, pretence: Mapping[str, object]) -> dict[str, Any]:
        """Rings a hotline's number, pretending a time (`at`), a failure (`fails`), a `closure`, or an `edition`.

        Raises KeyError for an unknown origin, PhoneFault for a pretence that makes no sense.
        """
        ...

    def act(self, state: Mapping[str, Any], act: str) -> dict[str, Any]:
        """Does one act of a call. Raises PhoneFault for one that means nothing."""
        ...


@dataclass(frozen=True)
class PageHotline:
    """A hotline to choose on the page: its number in E.164 and its title by language code."""

    number: str
    title: Mapping[str, str]


def phone_page(calls: Calls, secret_key: str) -> Blueprint:
    """The blueprint of /phone/, and of /phone/?edition=HASH. Whoever may not ring the edition finds nothing there.

    A call's state travels through the browser signed with `secret_key`, so nobody can have another address asked.
    """
    page = Blueprint("phone", __name__, url_prefix="/phone", template_folder="templates", static_folder="static")
    door = _Door(calls, URLSafeTimedSerializer(secret_key, salt="the test telephone"))
    page.register_error_handler(EditionMissing, lambda _: _no_edition())
    page.after_request(_with_headers)
    page.get("/")(door.show)
    page.post("/calls")(door.ring)
    page.post("/calls/act")(door.act)
    return page


@dataclass(frozen=True)
class _Door:
    calls: Calls
    seal: URLSafeTimedSerializer

    def show(self) -> str:
        """The page itself, in the language of `?language=`, for the edition of `?edition=`."""
        edition, language = request.args.get("edition", ""), _language()
        return _page(
            "phone/phone.html",
            language,
            hotlines=self.calls.hotlines(edition),
            edition=edition,
            languages=LANGUAGES,
            call=CALL,
            reasons=REASONS,
            of_the_script={name: language.told(sentence) for name, sentence in OF_THE_SCRIPT.items()},
        )

    def ring(self) -> Response | tuple[Response, int]:
        """Rings: {"hotline": number, "origin": kind of caller, and what is pretended}."""
        sent = _sent()
        number = str(sent.get("hotline"))
        if number not in {hotline.number for hotline in self.calls.hotlines(str(sent.get("edition") or ""))}:
            return _refused("there is no such hotline")
        try:
            return self._sealed(self.calls.ring(number, str(sent.get("origin", "hong kong")), sent))
        except KeyError:
            return _refused("there is no such kind of caller")
        except PhoneFault as fault:
            return _refused(str(fault))

    def act(self) -> Response | tuple[Response, int]:
        """Acts: {"state": as last given, "act": as in a script}."""
        sent = _sent()
        try:
            state = self.seal.loads(str(sent.get("state")), max_age=LONGEST_CALL)
            return self._sealed(self.calls.act(state, str(sent.get("act"))))
        except BadData:
            return _refused("this call was not begun here, or rested too long")
        except PhoneFault as fault:
            return _refused(str(fault))

    def _sealed(self, told: dict[str, Any]) -> Response:
        return jsonify(told | {"state": self.seal.dumps(told["state"])})


def _language() -> PageLanguage:
    """The language asked for, whoever the reader is."""
    return LANGUAGES.get(request.args.get("language", ""), LANGUAGES["en"])


def _page(template: str, language: PageLanguage, **things: object) -> str:
    return render_template(template, language=language, _=language.written, **things)


def _no_edition() -> tuple[str, int]:
    """The answer wherever the edition asked for is not there, or not for whoever asks."""
    return _page("phone/missing.html", _language()), 404


def _sent() -> dict[str, Any]:
    """The JSON object sent; only a page of this site can send one. Answers 400 or 415 otherwise."""
    request.max_content_length = MOST_BYTES
    try:
        sent = request.get_json()
    except RecursionError:  # nested deeper than Python reads
        abort(400)
    if not isinstance(sent, dict):
        abort(400)
    return sent


def _refused(why: str) -> tuple[Response, int]:
    return jsonify({"fault": why}), 400


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
