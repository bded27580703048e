"""The desk, wired: every group of its pages and what they stand on."""

from flask import Flask

from ivr.app.caller_recordings import caller_recordings
from ivr.app.installation import Installation
from ivr.app.menu_desk import MenuDesk
from ivr.errors import AccountRefused, StorageAway
from ivr.storage.people.accounts import Grant, add_account, count_accounts
from ivr.web.desk.calls.listing import add_calls
from ivr.web.desk.calls.one_call import add_call
from ivr.web.desk.cases.export import add_case_export
from ivr.web.desk.cases.listing import add_cases
from ivr.web.desk.cases.one_case import add_case
from ivr.web.desk.closures.announcing import add_new_closure
from ivr.web.desk.closures.closures import add_closures
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.doors import open_desk
from ivr.web.desk.frame.help import add_help
from ivr.web.desk.frame.plain import add_plain_pages
from ivr.web.desk.frame.sealing import Seal
from ivr.web.desk.frame.visitors import know_visitors
from ivr.web.desk.menus.deciding import add_menu_deeds
from ivr.web.desk.menus.draft_publishing import add_draft_publishing
from ivr.web.desk.menus.draft_ringing import add_draft_ringing
from ivr.web.desk.menus.editing import add_editing
from ivr.web.desk.menus.editions import add_menus
from ivr.web.desk.menus.tree import add_menu_tree
from ivr.web.desk.messages.messages import add_messages
from ivr.web.desk.messages.recordings import add_recordings
from ivr.web.desk.people.audit import add_audit_pages
from ivr.web.desk.people.confirming import add_user_sure
from ivr.web.desk.people.passwords import hash_password, one_time_password
from ivr.web.desk.people.second_factor import add_second_factor
from ivr.web.desk.people.signing_in import add_signing_in
from ivr.web.desk.people.single_sign_on import add_single_sign_on
from ivr.web.desk.people.users import add_users
from ivr.web.desk.reports import add_reports
from ivr.web.desk.today.system import add_system
from ivr.web.desk.today.today import add_today

GROUPS = (
    add_signing_in,
    add_second_factor,
    add_single_sign_on,
    add_today,
    add_calls,
    add_call,
    add_menus,
    add_menu_deeds,
    add_menu_tree,
    add_editing,
    add_draft_ringing,
    add_draft_publishing,
    add_users,
    add_user_sure,
    add_audit_pages,
    add_system,
    add_cases,
    add_case_export,
    add_case,
    add_messages,
    add_recordings,
    add_closures,
    add_reports,
    add_new_closure,
    add_help,
    add_plain_pages,
)
"""The groups of pages, one line each; the plain ones last, for they answer whatever address is left."""

PATIENCE = 5.0  # seconds that a page may ask the database for; a call has IVR_DATABASE_TIMEOUT
DEMO_EMAIL = "supervisor@demo.example"
SIGNED_OTHERWISE = ("voice", "phone")
"""Blueprints whose posts carry a signature or can only come from a page of this site."""


def add_desk(app: Flask, installation: Installation) -> None:
    """Add `/desk/` to an app whose other blueprints are registered."""
    settings = installation.settings
    desk = Desk(
        settings=settings,
        database=installation.database.beside(max(PATIENCE, settings.database_timeout)),
        refuses_calls=installation.database.refuses_writes,
        shelf=installation.shelf,
        spool=installation.spool,
        now=installation.switchboard.clock.now,
        seal=Seal(settings.secret_keys),
        recordings=caller_recordings(settings),
        reference_for=installation.switchboard.references.reference_for,
        menus=MenuDesk(installation),
        closures=installation.closures,
        promises=installation.promises,
        problems=installation.refused_folder.problems,
    )
    open_desk(app, desk, GROUPS, SIGNED_OTHERWISE)
    know_visitors(app, settings, lambda: installation.faults.note("proxies"))
    app.extensions["ivr desk"] = desk


def demo_login(installation: Installation) -> tuple[str, str] | None:
    """Make the demo's account when there is no account yet: its e-mail address and password, told this once."""
    if installation.settings.mode != "demo":
        return None
    try:
        if count_accounts(installation.database):
            return None
        password, now = one_time_password(), installation.switchboard.clock.now()
        grants = [Grant("supervisor"), Grant("editor"), Grant("administrator")]
        add_account(installation.database, DEMO_EMAIL, "Demo", grants, hash_password(password), now, must_change=False)
    except (StorageAway, AccountRefused):
        return None  # the database is away, or another process was first
    return DEMO_EMAIL, password
