"""The answer to addresses that lead nowhere."""

from typing import NoReturn

from flask import Blueprint
from werkzeug.exceptions import NotFound

from ivr.web.desk.frame.desk import Desk


def add_plain_pages(pages: Blueprint, _desk: Desk) -> None:
    """The route of this file."""
    pages.add_url_rule("/<path:rest>", "nowhere", _nowhere, methods=["GET", "POST"])


def _nowhere(rest: str) -> NoReturn:
    raise NotFound(f"/desk/{rest}")
