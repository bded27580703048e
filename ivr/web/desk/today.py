"""Today: the first page."""

from flask import Blueprint, render_template

from ivr.web.desk.desk import Desk


def add_today(pages: Blueprint, _desk: Desk) -> None:
    """The routes of this file."""

    @pages.get("/")
    def today() -> str:
        return render_template("desk/today.html")
