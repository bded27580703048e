"""The foreman: holds the port, starts a crew that answers, and another in its place when asked to or when it is lost.

The crew before answers until all workers of the next are ready; when those cannot start, it stays.
"""

import os
import select
import signal
import time
from collections.abc import Callable
from types import FrameType

from gunicorn.systemd import sd_notify

from ivr.logs import logger
from ivr.serving.crew import Crew
from ivr.serving.scheduler_process import SchedulerProcess

log = logger(__name__)
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
RELOADING = (signal.SIGHUP, signal.SIGUSR2)
PASSED_ON = (signal.SIGUSR1, signal.SIGTTIN, signal.SIGTTOU)  # gunicorn's: open the log anew, one worker more, one less
AGAIN = 5.0  # seconds after which a crew that was lost, and could not be replaced, is replaced once more
TICK = 1.0


class Foreman:
    """`start(again)` starts a crew; those that are told to go have `grace` seconds for what they are about.

    What is `beside` them is looked after too.
    """

    def __init__(self, start: Callable[[bool], Crew], grace: float, beside: SchedulerProcess | None = None) -> None:
        self._start = start
        self._beside = beside
        self._grace = grace
        self._serving: Crew | None = None
        self._coming: Crew | None = None
        self._leaving: dict[Crew, float] = {}
        self._asked = False
        self._not_before = 0.0
        self._ending = False
        self._signals: list[int] = []

    def run(self) -> int:
        """Serve until told to end; the exit code, which is the first crew's where that could not start."""
        self._wake = self._open_ears()
        self._coming = self._start(False)
        while self._serving or self._coming or self._leaving or (self._beside and self._beside.is_leaving()):
            self._wait()
            self._take_signals()
            self._see_who_is_gone()
            code = self._look_after_coming()
            if code is not None:
                return code
            self._replace()
            self._part()
            if self._beside:
                self._beside.look()
        return 0

    def _open_ears(self) -> int:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (*ENDING, *RELOADING, *PASSED_ON):
            signal.signal(number, self._note)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # wakes, no more
        return reading

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._signals.append(number)

    def _wait(self) -> None:
        """Until something happens, a second at most."""
        ears = [self._wake]
        if self._coming and self._coming.ear >= 0:
            ears.append(self._coming.ear)
        ready, _, _ = select.select(ears, [], [], TICK)
        if self._wake in ready:
            os.read(self._wake, 4096)
        if self._coming and self._coming.ear in ready:
            self._coming.listen()

    def _take_signals(self) -> None:
        while self._signals:
            number = signal.Signals(self._signals.pop(0))
            if number in ENDING:
                self._end(number)
            elif number in RELOADING:
                self._asked = True
            elif self._serving:
                self._serving.end(number)

    def _end(self, how: signal.Signals) -> None:
        """Tell everybody to go, the way this was asked for."""
        if not self._ending:
            sd_notify("STOPPING=1", log)
        self._ending = True
        for crew in filter(None, (self._serving, self._coming)):
            self._leaving[crew] = time.monotonic() + self._grace
        self._serving = self._coming = None
        for crew in self._leaving:
            crew.end(how)
        if self._beside:
            self._beside.end_for_good(how)

    def _see_who_is_gone(self) -> None:
        """Note whose process has ended; as process 1 of a container, others' too."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            exit_code = os.waitstatus_to_exitcode(status)
            for crew in filter(None, (self._serving, self._coming, *self._leaving)):
                if crew.pid == pid:
                    crew.exit_code = exit_code
            if self._beside:
                self._beside.gone(pid, exit_code)

    def _look_after_coming(self) -> int | None:
        """Let a crew that is ready take over; an exit code where there is nobody to go on."""
        crew = self._coming
        if crew is None:
            return None
        if crew.is_ready and crew.exit_code is None:
            self._take_over(crew)
        elif crew.exit_code is not None or crew.is_late:
            return self._give_up(crew)
        return None

    def _take_over(self, crew: Crew) -> None:
        before, self._serving, self._coming = self._serving, crew, None
        crew.close_ear()
        took = round(time.monotonic() - crew.began, 1)
        log.info("new workers answer" if before else "workers answer", version=crew.version, seconds=took)
        sd_notify("READY=1\nSTATUS=Workers answer", log)
        if self._beside:
            self._beside.begin_anew()
        if before:
            before.end()
            self._leaving[before] = time.monotonic() + self._grace

    def _give_up(self, crew: Crew) -> int | None:
        if self._serving is None and crew.was_killed:  # it is no fault of the program's: another may start
            self._serving, self._coming = crew, None
            return None
        crew.kill()
        self._coming = None
        self._leaving[crew] = time.monotonic()
        if self._serving is None:
            return 1 if crew.exit_code is None else abs(crew.exit_code)
        self._stay("not ready in time" if crew.exit_code is None else f"ended with {crew.exit_code}")
        return None

    def _stay(self, why: str) -> None:
        log.error("new workers did not start; those before go on answering", why=why)
        sd_notify("READY=1\nSTATUS=New workers did not start; those before go on answering", log)
        self._not_before = time.monotonic() + AGAIN

    def _replace(self) -> None:
        """Start a crew beside the one that serves: on demand, or because that one has lost its gunicorn."""
        if self._coming or self._serving is None:
            return
        lost = self._serving.exit_code is not None and time.monotonic() >= self._not_before
        if lost:
            log.error("workers are started anew: their gunicorn ended", exit=self._serving.exit_code)
        elif self._asked:
            sd_notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}\nSTATUS=Starting new workers", log)
        if lost or self._asked:
            self._asked = False
            self._start_again()

    def _start_again(self) -> None:
        try:
            self._coming = self._start(True)
        except OSError as error:  # such as a program that is being replaced on the disk
            self._stay(str(error))

    def _part(self) -> None:
        """Forget the crews of which nobody is left, and end those that had time enough."""
        for crew, until in list(self._leaving.items()):
            if not crew.is_there():
                crew.forget()
                del self._leaving[crew]
            elif time.monotonic() > until:
                crew.kill()
