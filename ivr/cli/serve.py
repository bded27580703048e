"""`ivr serve`: the server, with gunicorn and our settings."""

import os
import sys

import click

from ivr.logs import set_up_logs
from ivr.serving.crew import Crew
from ivr.serving.foreman import Foreman
from ivr.serving.passing_on import open_hatch
from ivr.serving.scheduler_process import SchedulerProcess
from ivr.serving.sockets import configuration, listening
from ivr.settings import load_settings

CONFIG = ("--config", "python:ivr.web.gunicorn_conf")
STAY = 60.0  # seconds in which systemd has started another foreman, on the sockets that it holds
LAST_WORDS = 3.0  # seconds that gunicorn has for itself, after those its workers have


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on, instead of PORT (8000).")
@click.option("--host", help="The address to listen on; 127.0.0.1 in demo mode, 0.0.0.0 (all) in production.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="How many workers for callers, instead of WEB_CONCURRENCY (2).",
)
@click.option("--without-scheduler", is_flag=True, help="Do not run `ivr scheduler` beside the workers.")
def serve(port: int | None, host: str | None, workers: int | None, without_scheduler: bool) -> None:
    """Serve the hotlines, with `ivr scheduler` beside them.

    In demo mode the database is made, and saving a file of the site publishes it; files that were saved while nothing
    was served are published soon after the start, and calls are answered with the last edition meanwhile. In production
    nothing is made and nothing published: run `ivr db upgrade` and `ivr publish` first. While nothing is published,
    callers hear that the hotline is not open yet.

    On the signal HUP the program, the settings and the libraries are loaded anew, in new workers; those before answer
    until the new ones do, and stay when they cannot start.

    \b
    Example:  IVR_MODE=demo ivr serve
              ivr serve --port 8001 --workers 4
    """
    _override(PORT=port, WEB_CONCURRENCY=workers)
    settings = load_settings()
    bind = ("--bind", f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}") if host else ()
    arguments = (*CONFIG, *bind)
    cfg = configuration(arguments)
    set_up_logs()
    environ = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
    stay = STAY if "LISTEN_FDS" in os.environ else 0.0
    with listening(cfg) as sockets, open_hatch() as hatch:

        def start(again: bool) -> Crew:
            how = "again" if again else "first"
            return Crew(
                (sys.executable, "-m", "ivr.serving.starting", how, str(stay), *arguments), environ, (*sockets, *hatch)
            )

        later = SchedulerProcess((sys.executable, "-m", "ivr", "scheduler", "--beside", str(os.getpid())), environ)
        beside = None if without_scheduler else later
        sys.exit(Foreman(start, cfg.graceful_timeout + LAST_WORDS, beside).run())


def _override(**variables: int | None) -> None:
    """What was typed counts instead of the environment, for the crews too."""
    os.environ.update({name: str(value) for name, value in variables.items() if value is not None})
