"""`python -m ivr.serving.starting HOW STAY … FILES`: becomes a crew, for the foreman alone to start.

All that workers need is loaded before they are forked: they share its memory, and start in a moment. Nothing old can
stay for that, since each reload starts a crew from the disk. Callers' workers come first, with what callers need; the
rest is loaded while they answer.
"""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import click
from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication

from ivr import __version__
from ivr.app.callers import create_callers_app
from ivr.app.clock import StartedClock
from ivr.app.installation import open_installation
from ivr.errors import IvrError
from ivr.logs import set_up_logs
from ivr.serving.crew import FIRST
from ivr.serving.passing_on import hatch_of
from ivr.serving.preparing import prepare, tell
from ivr.serving.workers import CrewWorker, is_for_others
from ivr.settings import Settings, load_settings

WHOLE = "ivr.app.application"


class Crewed(WSGIApplication):  # type: ignore[misc]  # of a library without types
    """gunicorn by its arguments, with the foreman's files, whom it tells how many workers are ready."""

    for_callers = False

    def __init__(self, files: int, settings: Settings) -> None:
        giving, taking, self._ear, CrewWorker.foreman = range(FIRST + files - 2, FIRST + files + 2)
        self._hatch = hatch_of(socket.socket(fileno=giving), socket.socket(fileno=taking))
        self._settings = settings
        self._others = settings.desk_workers
        super().__init__()

    def load_config(self) -> None:
        """Read the configuration, then put the crew's own part above it."""
        super().load_config()
        self.cfg.set("workers", self.cfg.workers + self._others)
        self.cfg.set("worker_class", CrewWorker)
        self.cfg.set("when_ready", lambda _server: self._tell(f"workers {self.cfg.workers} {__version__}"))
        self.cfg.set("post_worker_init", lambda _worker: self._tell("ready"))
        if not self.cfg.is_ssl and self.cfg.proxy_protocol == "off":  # else a request does not begin with its address
            CrewWorker.hatch = self._hatch
            self.cfg.set("pre_fork", partial(self._before_fork, self.cfg.pre_fork))
        else:
            import_module(WHOLE)

    def load(self) -> Flask:
        """The application of one worker, with the settings of its crew: a file that is edited counts for the next."""
        if self.for_callers:
            return create_callers_app(self._settings)
        from ivr.app.application import create_app

        return create_app(self._settings)

    def _before_fork(self, configured: Callable[[Any, CrewWorker], None], gunicorn: Any, worker: CrewWorker) -> None:
        """Say whom a worker is for: callers, until these have all of theirs."""
        there = [each.for_others for each in gunicorn.WORKERS.values()]
        worker.for_others = is_for_others(there, self.cfg.workers - self._others, self._others)
        if worker.for_others:
            import_module(WHOLE)
        configured(gunicorn, worker)

    def _tell(self, line: str) -> None:
        with suppress(OSError):  # nobody listens any more: a worker that replaces one of a crew that was ready long ago
            os.write(self._ear, f"{line}\n".encode())


def main() -> None:
    """Start; what is wrong is said in the reader's words, and ends it with 1."""
    how, stay, *arguments, files = sys.argv[1:]
    try:
        settings = load_settings()
        _prepare(settings, again=how == "again")
    except IvrError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(int(files) - 2)}  # as systemd hands sockets over
    sys.argv, CrewWorker.stay = ["gunicorn", *arguments], float(stay)
    Crewed(int(files), settings).run()


def _prepare(settings: Settings, *, again: bool) -> None:
    set_up_logs("WARNING")
    if settings.now and not again:
        settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        StartedClock(settings.now, settings.state).started_now()
    installation = open_installation(settings)
    prepare(installation)
    if not again:
        tell(installation)
    installation.database.close()  # a connection must not be forked


if __name__ == "__main__":
    main()
