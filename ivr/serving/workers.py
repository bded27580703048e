"""The worker of a crew: gunicorn's sync worker, which goes on answering when its gunicorn is killed."""

import os
import select
import signal

from gunicorn.workers.sync import SyncWorker


class CrewWorker(SyncWorker):  # type: ignore[misc]  # of a library without types
    """`foreman` is the end of a pipe that closes when the foreman's process ends."""

    foreman = -1

    def is_parent_alive(self) -> bool:
        """Whether to go on.

        Without its gunicorn, yes, until the foreman has another crew and says so. Without the foreman nobody would
        ever say so, and all of the crew goes.
        """
        if not select.select([self.foreman], [], [], 0)[0]:
            return True
        if alive := super().is_parent_alive():
            os.kill(self.ppid, signal.SIGTERM)
        return bool(alive)
