"""Pages anyone may read: for now the hotlines, who answers at each, and its number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Listed:
    """What the page shows: the site's name and, by number, each hotline's title; all texts by language code."""

    site: Mapping[str, str]
    hotlines: Sequence[tuple[str, Mapping[str, str]]]
    telephone: bool  # whether the test telephone is open to visitors


def public_pages(listed: Callable[[], Listed]) -> Blueprint:
    """The blueprint `public`."""
    pages = Blueprint("public", __name__, template_folder="templates", static_folder="static", static_url_path="/site")

    @pages.get("/")
    def hotlines() -> Response:
        page = Response(render_template("public/hotlines.html", listed=listed()))
        page.headers.update(HEADERS)
        return page

    return pages
