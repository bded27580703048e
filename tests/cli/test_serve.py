"""`ivr serve`: what is typed counts instead of the environment, and reaches the server that is started."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import commands
from ivr.errors import SettingsRefused
from ivr.serving.foreman import Foreman

SITE = Path(__file__).parents[2]


@pytest.fixture
def serve(monkeypatch, tmp_path):
    """Runs the command up to the moment in which the first crew would start; its words, environment and sockets."""
    for name, value in {"IVR_MODE": "demo", "IVR_STATE": str(tmp_path), "PORT": "8123", "WEB_CONCURRENCY": "3"}.items():
        monkeypatch.setenv(name, value)
    started = []

    def no_process(_program, words, environ, *, file_actions, **_):
        opened = socket.socket(fileno=os.dup(file_actions[0][1]))
        with opened:
            started.append((words, dict(environ), opened.getsockname()[:2]))
        return 0

    def start_only(foreman):
        foreman._start(False).forget()
        return 0

    monkeypatch.setattr(os, "posix_spawn", no_process)
    monkeypatch.setattr(Foreman, "run", start_only)

    def run(*words):
        started.clear()
        sys.modules.pop("ivr.web.gunicorn_conf", None)  # a server's process reads it once
        result = CliRunner().invoke(commands, ["serve", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result, started[0] if started else None

    return run


@pytest.fixture
def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_what_is_typed_counts_instead_of_the_environment(serve, free_port):
    _, (words, environ, address) = serve("--port", str(free_port), "--workers", "1", "--host", "127.0.0.1")
    assert words[0] == sys.executable
    assert words[-3:] == ["--bind", f"127.0.0.1:{free_port}", "3"]
    assert address == ("127.0.0.1", free_port)
    assert (environ["PORT"], environ["WEB_CONCURRENCY"]) == (str(free_port), "1")


def test_without_options_the_environment_counts(serve, monkeypatch, free_port):
    monkeypatch.setenv("PORT", str(free_port))
    _, (words, environ, address) = serve()
    assert "--bind" not in words
    assert address == ("127.0.0.1", free_port)
    assert (environ["PORT"], environ["WEB_CONCURRENCY"]) == (str(free_port), "3")


def test_an_address_for_gunicorn_counts_where_none_is_typed(serve, monkeypatch, free_port):
    monkeypatch.setenv("GUNICORN_CMD_ARGS", f"--bind 127.0.0.2:{free_port}")
    assert serve()[1][2] == ("127.0.0.2", free_port)
    assert serve("--host", "127.0.0.1", "--port", str(free_port))[1][2] == ("127.0.0.1", free_port)


def test_what_systemd_watches_is_the_foreman_and_no_crew(serve, monkeypatch, free_port):
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/nowhere")
    assert "NOTIFY_SOCKET" not in serve("--port", str(free_port))[1][1]


def test_a_port_that_is_taken_is_told_in_one_line(serve):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            SettingsRefused, match=f"port {port} is taken by another program; choose another with --port"
        ):
            serve("--port", str(port))


def test_an_address_of_another_machine_is_told_in_one_line(serve, free_port):
    with pytest.raises(SettingsRefused, match=f"192.0.2.1, port {free_port}, cannot be listened on"):
        serve("--host", "192.0.2.1", "--port", str(free_port))


def test_numbers_out_of_range_are_wrong_usage(serve):
    assert serve("--port", "70000")[0].exit_code == 2
    assert serve("--workers", "0")[0].exit_code == 2


def _in_production(state, *words, **more):
    """A command in a process of its own, as an operator types it."""
    settings = {
        "IVR_MODE": "production",
        "IVR_SITE": str(SITE),
        "IVR_STATE": str(state),
        "IVR_PUBLIC_URL": "https://ivr.example.org",
        "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
        "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IVR_")}
    words = [sys.executable, "-m", "ivr", *words]
    environ = kept | settings | more
    return subprocess.run(words, cwd=state, env=environ, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own command


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_in_production_a_database_without_tables_is_told_in_one_line(kind, tmp_path, request, free_port):
    more = {} if kind == "sqlite" else {"IVR_DATABASE_URL": request.getfixturevalue("new_postgres_url")("template0")}
    done = _in_production(tmp_path, "serve", "--port", str(free_port), **more)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "run `ivr db upgrade`" in line
    assert "Traceback" not in line
