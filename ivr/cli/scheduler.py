"""`ivr scheduler`: the process that does what happens later."""

import os
import signal
import threading

import click

from ivr.cli.opening import opened
from ivr.logs import logger, set_up_logs

log = logger(__name__)
LOOK = 1.0  # seconds from one look at the process beside to the next


@click.command()
@click.option("--beside", type=int, hidden=True, help="End when this process, which started it, does.")
def scheduler(beside: int | None) -> None:
    """Do what happens later, until told to end.

    Twice a second: bring the lists of calls, cases and messages up to date, and load what waits on this machine's disk
    for the database. Every second send what waits in the outbox, every ten seconds fetch what callers recorded. Every
    minute: sum up figures, close calls whose end no carrier reported. Every ten minutes look at the public address,
    every hour ring every hotline over it; `ivr doctor --tasks` says when it last did what. `ivr serve` runs it by
    itself; run it where another server serves wsgi.py, one on each machine. What is done once for a site is done by
    one of them, however many there are.

    \b
    Example:  ivr scheduler
    """
    from ivr.app.schedule import schedule_of
    from ivr.jobs.background import stop_all

    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ending.set())
    installation = opened()
    set_up_logs()
    running = schedule_of(installation)
    for each in running:
        each.start()
    log.info("the scheduler works")
    while not ending.wait(LOOK) and beside in (None, os.getppid()):
        pass
    stop_all(running)
    installation.database.close()
