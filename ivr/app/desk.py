"""The desk, wired: every group of its pages and what they stand on."""

from flask import Flask

from ivr.app.installation import Installation
from ivr.app.menu_desk import MenuDesk
from ivr.web.desk import Desk, Seal, open_desk
from ivr.web.desk.call import add_call
from ivr.web.desk.calls import add_calls
from ivr.web.desk.editing import add_editing
from ivr.web.desk.menu_tree import add_menu_tree
from ivr.web.desk.menus import add_menus
from ivr.web.desk.plain import add_plain_pages
from ivr.web.desk.second_factor import add_second_factor
from ivr.web.desk.signing_in import add_signing_in
from ivr.web.desk.today import add_today

GROUPS = (add_signing_in, add_second_factor, add_today, add_calls, add_call, add_menus, add_menu_tree, add_editing, add_plain_pages)
"""The groups of pages, one line each; the plain ones last, for they answer whatever address is left."""

SIGNED_OTHERWISE = ("voice", "phone")
"""Blueprints whose posts carry a signature or can only come from a page of this site."""


def add_desk(app: Flask, installation: Installation) -> None:
    """Add `/desk/` to an app whose other blueprints are registered."""
    settings = installation.settings
    desk = Desk(
        settings=settings,
        database=installation.database,
        shelf=installation.shelf,
        spool=installation.spool,
        now=installation.switchboard.clock.now,
        seal=Seal(settings.secret_keys),
        menus=MenuDesk(installation),
    )
    open_desk(app, desk, GROUPS, SIGNED_OTHERWISE)
