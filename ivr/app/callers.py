"""What callers need of the application, and no more: a server that starts answers them before anybody else.

Pages for people are in `ivr/app/application.py`, which has all of this too.
"""

from functools import cache, partial
from typing import TYPE_CHECKING

from flask import Flask

from ivr.app.installation import Installation, open_installation
from ivr.app.readiness import readiness
from ivr.carrier.carriers import CARRIERS
from ivr.carrier.signature import SignatureCheck
from ivr.jobs.background import Background
from ivr.jobs.tasks import RepeatedTask
from ivr.logs import set_up_logs
from ivr.settings import Settings, load_settings
from ivr.storage.database.condition import try_writing
from ivr.storage.disk.trial import Trial
from ivr.storage.editions.shelf import served_edition
from ivr.storage.outbox.arrivals import note_arrival
from ivr.switchboard.switchboard import Switchboard
from ivr.web.form_limits import limit_forms
from ivr.web.health import health_pages
from ivr.web.voice.doors import Doors, NoteAnswer, NoteFault, NoteText, not_noted
from ivr.web.voice.gate import VoiceGate
from ivr.web.voice.pages import voice_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from ivr.jobs.site_watch import SiteWatch
    from ivr.replies.calls import ReplyCalls

NOW_AND_THEN = 5.0  # seconds


def create_callers_app(settings: Settings | None = None) -> Flask:
    """The application of a worker that only callers reach, with its background tasks running.

    Raises SettingsRefused when the settings are refused.
    """
    set_up_logs()
    installation = open_installation(settings or load_settings())
    app = callers_app(installation)
    keep_up(installation)
    return app


def callers_app(installation: Installation, watch: "SiteWatch | None" = None) -> Flask:
    """The carrier's doors and the pages that tell whether all is well, with nothing running beside them."""
    settings, times = installation.settings, installation.answer_times
    app = Flask("ivr", static_folder=None)
    limit_forms(app)
    replies = cache(lambda: _replies_of(installation))
    arrived = partial(note_arrival, installation.database)
    noted = installation.faults.note, times.note, arrived
    doors = doors_of(installation.switchboard, settings, *noted, replies)
    app.register_blueprint(voice_pages(doors, installation.shelf.recording))
    writes = Trial(lambda: try_writing(installation.database))
    app.register_blueprint(health_pages(lambda: readiness(installation, writes, watch)))
    app.wsgi_app = VoiceGate(app.wsgi_app, doors)  # type: ignore[method-assign]  # Flask's own way to wrap an app
    return app


def keep_up(installation: Installation) -> None:
    """Have what callers meet at hand, and follow what others publish, announce and count."""
    served_edition(installation.shelf)  # now, and not while the first caller waits
    installation.closures.look_again()
    installation.nuisance.look_again()
    follow = RepeatedTask("menus", installation.shelf.follow)
    closures = RepeatedTask("closures", installation.closures.look_again)
    nuisance = RepeatedTask("limited numbers", installation.nuisance.look_again)
    faults = RepeatedTask("faults", installation.faults.write)
    late_files = RepeatedTask("late files", installation.files.write_missing)
    Background((follow, closures, nuisance, faults, late_files)).start()
    Background((RepeatedTask("answer times", installation.answer_times.write),), NOW_AND_THEN).start()


def doors_of(
    switchboard: Switchboard,
    settings: Settings,
    note: NoteFault = not_noted,
    note_answer: NoteAnswer = not_noted,
    note_text: NoteText = not_noted,
    replies: "Callable[[], ReplyCalls] | None" = None,
) -> Doors:
    """The carrier's doors to a switchboard; without `replies` no case is answered by a call."""
    signatures = SignatureCheck(settings.public_url, settings.account.signing_keys)
    carrier = CARRIERS[settings.carrier]
    return Doors(switchboard, signatures, settings.public_url, note, note_answer, carrier, replies, note_text)


def _replies_of(installation: Installation) -> "ReplyCalls":
    from ivr.app.sending import reply_calls_of  # with all that is sent, which callers need not wait for

    return reply_calls_of(installation)
