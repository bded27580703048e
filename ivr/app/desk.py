"""The desk, wired: what its pages stand on."""

from flask import Flask

from ivr.app.caller_recordings import caller_recordings
from ivr.app.doctor import premises_of
from ivr.app.installation import Installation
from ivr.errors import AccountRefused, StorageAway
from ivr.storage.filed.filing import FiledTables
from ivr.storage.people.accounts import Grant, add_account, count_accounts
from ivr.web.desk.frame.desk import Desk
from ivr.web.desk.frame.doors import open_desk
from ivr.web.desk.frame.identity_provider import IdentityProvider
from ivr.web.desk.frame.sealing import Seal
from ivr.web.desk.frame.visitors import know_visitors
from ivr.web.desk.people.passwords import hash_password, one_time_password

PATIENCE = 5.0  # seconds that a page may ask the database for; a call has IVR_DATABASE_TIMEOUT
DEMO_EMAIL = "supervisor@demo.example"
SIGNED_OTHERWISE = ("voice", "phone")
"""Blueprints whose posts carry a signature or can only come from a page of this site."""


def add_desk(app: Flask, installation: Installation) -> None:
    """Add `/desk/` to an app whose other blueprints are registered."""
    settings = installation.settings
    database = installation.database.beside(max(PATIENCE, settings.database_timeout))
    desk = Desk(
        settings=settings,
        database=database,
        filed=FiledTables(database, settings.key_of_hashes),
        refuses_calls=installation.database.refuses_writes,
        as_of=installation.journal.projector.as_of,
        shelf=installation.shelf,
        spool=installation.spool,
        now=installation.switchboard.clock.now,
        seal=Seal(settings.secret_keys),
        recordings=caller_recordings(settings),
        reference_for=installation.switchboard.references.reference_for,
        publishing_lock=installation.publishing_lock,
        closures=installation.closures,
        nuisance=installation.nuisance,
        promises=installation.promises,
        problems=installation.refused_folder.problems,
        premises=premises_of(installation),
        provider=IdentityProvider(app, settings) if settings.oidc_url else None,
    )
    open_desk(app, desk, SIGNED_OTHERWISE)
    know_visitors(app, settings, lambda: installation.faults.note("proxies"))


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
