"""`ivr serve`: what is typed counts instead of the environment, and reaches the server that is started."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.app.installation import open_installation
from ivr.authoring.walking import proving
from ivr.cli import commands
from ivr.errors import SettingsRefused
from ivr.settings import load_settings
from ivr.storage.schema import upgrade

SITE = Path(__file__).parents[2]


@pytest.fixture
def serve(monkeypatch, tmp_path):
    """Runs the command up to the moment in which gunicorn takes over; what was started, and the environment it gets."""
    for name, value in {"IVR_MODE": "demo", "IVR_STATE": str(tmp_path), "PORT": "8123", "WEB_CONCURRENCY": "3"}.items():
        monkeypatch.setenv(name, value)
    started = []
    monkeypatch.setattr(os, "execv", lambda program, words: started.append((program, words, dict(os.environ))))

    def run(*words):
        started.clear()
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
    result, (program, words, environ) = serve("--port", str(free_port), "--workers", "1", "--host", "127.0.0.1")
    assert program == sys.executable
    assert words[-2:] == ["--bind", f"127.0.0.1:{free_port}"]
    assert (environ["PORT"], environ["WEB_CONCURRENCY"]) == (str(free_port), "1")
    assert f"at http://127.0.0.1:{free_port} (demo mode" in result.output


def test_without_options_the_environment_counts(serve, monkeypatch, free_port):
    monkeypatch.setenv("PORT", str(free_port))
    result, (_, words, environ) = serve()
    assert "--bind" not in words
    assert (environ["PORT"], environ["WEB_CONCURRENCY"]) == (str(free_port), "3")
    assert f"http://127.0.0.1:{free_port}/phone/" in result.output


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
        "IVR_SECRET_KEY": "k" * 32,
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


def test_in_production_serving_publishes_nothing_and_says_what_to_do(serve, monkeypatch, tmp_path, free_port):
    production = {"IVR_MODE": "production", "IVR_PUBLIC_URL": "https://ivr.example.org", "IVR_SITE": str(SITE)}
    secrets = {"IVR_TWILIO_AUTH_TOKEN": "t" * 32, "IVR_SECRET_KEY": "k" * 32}
    for name, value in (production | secrets).items():
        monkeypatch.setenv(name, value)
    installation = open_installation(load_settings())
    upgrade(installation.database)
    result, started = serve("--port", str(free_port))
    assert started
    assert "nothing was published yet; run `ivr publish`" in result.stderr
    assert installation.shelf.history() == ()
    installation.database.close()


def test_what_was_saved_while_nothing_was_served_is_not_waited_for(serve, monkeypatch, tmp_path, free_port):
    site = tmp_path / "site"
    for folder in ("menus", "prompts"):
        shutil.copytree(SITE / folder, site / folder)
    shutil.copy(SITE / "flows.yaml", site)
    monkeypatch.setenv("IVR_SITE", str(site))
    assert serve("--port", str(free_port))[1]
    menu = site / "menus" / "transport" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").replace("opening hours", "hours of opening"), "utf-8")
    proving._walks.clear()
    result, started = serve("--port", str(free_port))
    assert started
    assert not proving._walks
    menu.write_text("version: 1", "utf-8")
    result, started = serve("--port", str(free_port))
    assert started
    assert "menus/transport/menu.yaml" in result.output
    assert "The last good edition is served" in result.output
