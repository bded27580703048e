"""How gunicorn serves the hotlines: `gunicorn --config python:ivr.web.gunicorn_conf`.

Sync workers: with the few connections of a carrier they answer faster than threads, and a request that hangs is
ended after `timeout`, before the carrier gives up at 15 seconds; one that comes slowly is cut off long before. Reading
this module raises SettingsRefused when the settings are refused. `GUNICORN_CMD_ARGS` wins over what stands here, such
as `--bind 0.0.0.0:8000` in a container.
"""

import gc
from importlib import import_module
from pathlib import Path
from typing import Any

from ivr.settings import load_settings
from ivr.web.progress import tell_progress_to

_settings = load_settings()
KIND = "postgresql" if _settings.database_url.get_secret_value().startswith("postgres") else "sqlite"
SHARED = (
    "babel.dates",
    "cryptography.fernet",
    "flask_babel",
    "flask_wtf",
    "holidays",
    "phonenumbers",
    f"sqlalchemy.dialects.{KIND}",
    "unicode_rbnf",
    "yaml",
)
"""Libraries that every worker needs, with whatever they need."""

_shared_memory = Path("/dev/shm")  # noqa: S108 - for gunicorn's own heartbeat files, made by it with mkstemp

wsgi_app = "ivr.app.application:create_app()"
bind = f"127.0.0.1:{_settings.port}" if _settings.mode == "demo" else f"0.0.0.0:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "ivr.serving.timely.TimelyWorker"
preload_app = False  # each worker opens its own database connections and its own log

timeout = 12
graceful_timeout = 20
max_requests = 20_000  # a slow leak never grows old
max_requests_jitter = 2_000

limit_request_line = 8190  # a carrier's GET with a long Chinese text is longer than the usual 4094
control_socket_disable = True  # opened in the home folder otherwise, which may be read-only
accesslog = None  # calls are in the journal, and addresses hold call tokens
errorlog = "-"
if _shared_memory.is_dir():
    worker_tmp_dir = str(_shared_memory)  # on a slow disk the heartbeat would stop workers that are well


def pre_fork(_server: Any, _worker: Any) -> None:
    """Load the large libraries once, for the workers to share: each would hold 20 MB of its own otherwise.

    `ivr serve` has loaded ours by then too, for a reload starts another gunicorn. Under gunicorn alone each worker
    loads ours by itself, so that its reload brings what is new. Frozen, what is shared is not touched by the search
    for garbage, which would make it a worker's own.
    """
    for library in SHARED:
        import_module(library)
    gc.freeze()


def post_worker_init(_worker: Any) -> None:
    """Leave what is loaded for good out of the search for garbage, which would look through it while callers wait."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """Let a long download tell that it goes on; one whose reader takes nothing for `timeout` is still ended."""
    tell_progress_to(worker.notify)
