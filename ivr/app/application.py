"""Settings in, a Flask application out."""

from functools import cache
from typing import TYPE_CHECKING

from flask import Flask

from ivr.app.callers import callers_app, keep_up
from ivr.app.desk import add_desk
from ivr.app.installation import Installation, open_installation
from ivr.app.phone_editions import PhoneEditions
from ivr.app.telephone import OwnTelephones, listed
from ivr.authoring.site.files import stamps
from ivr.errors import StorageAway
from ivr.jobs.background import Background
from ivr.jobs.site_watch import SiteWatch
from ivr.jobs.tasks import RepeatedTask
from ivr.logs import set_up_logs
from ivr.publishing.publish import Published
from ivr.settings import Settings, load_settings
from ivr.storage.database.schema import check_schema, upgrade
from ivr.web.desk.menus.facts import learn_menus
from ivr.web.metrics import metrics_pages
from ivr.web.phone import phone_page
from ivr.web.public import public_pages

if TYPE_CHECKING:
    from ivr.app.metrics import MetricsOf


def create_app(settings: Settings | None = None, installation: Installation | None = None) -> Flask:
    """The application of one worker, with its background tasks running.

    Raises SettingsRefused when the settings are refused.
    """
    set_up_logs()
    installation = installation or open_installation(settings or load_settings())
    app = bare_app(installation, watch := site_watch(installation))
    keep_up(installation)
    Background((RepeatedTask("facts of menus", lambda: _learn_menus(app)),)).start()  # takes a while in a large site
    if installation.settings.mode == "demo":
        Background((RepeatedTask("saved menus", watch.look),)).start()  # checks them, which takes a while too
    return app


def _learn_menus(app: Flask) -> None:
    with app.app_context():
        learn_menus()


def bare_app(installation: Installation, watch: SiteWatch | None = None) -> Flask:
    """The application alone, with nothing running beside it."""
    settings = installation.settings
    app = callers_app(installation, watch)
    app.register_blueprint(public_pages(lambda: listed(installation)))
    figures = cache(lambda: _figures_of(installation))
    app.register_blueprint(metrics_pages(settings.metrics_token.get_secret_value(), lambda: figures()()))
    telephones = OwnTelephones(app, installation, PhoneEditions(installation))
    app.register_blueprint(phone_page(telephones, settings.secret_keys[0]))
    add_desk(app, installation)
    return app


def _figures_of(installation: Installation) -> "MetricsOf":
    from ivr.app.metrics import MetricsOf  # with a library that only who is asked for figures needs

    return MetricsOf(installation)


def site_watch(installation: Installation) -> SiteWatch:
    """What publishes the demo's site folder when it changed."""

    def publish() -> Published:
        _bring_up_to_date(installation)
        return installation.follow_folder("demo", "saved")

    return SiteWatch(installation.settings.site, publish, stamps)


def _bring_up_to_date(installation: Installation) -> None:
    """Make or upgrade a database that was away when the demo was started. Raises StorageAway.

    A file that was there and is gone stays gone: calls would be written into an empty one, and what is announced
    would be forgotten.
    """
    database = installation.database
    try:
        check_schema(database)
    except StorageAway:
        if installation.folder_was_published and database.kind == "sqlite" and not database.path.exists():
            raise
        upgrade(database)
