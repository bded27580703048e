"""The wheel: what is built of this folder, installed where there is nothing else, makes a line that answers."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from doc_pages import ROOT
from whole.serving import OURS, free_port, until

from ivr import __version__
from ivr.phone.line import http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings

BUILD = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"
NUMBER = "+85222200100"  # of a new site


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as pip builds it, without asking anybody for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which it is installed; what it needs is taken from the one of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", "--quiet"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)  # noqa: S603
    (site,) = (folder / "lib").glob("python*/site-packages")
    (site / "needed.pth").write_text(sysconfig.get_path("purelib"))  # searched after the environment's own
    return python.parent


def environ(**ours: str) -> dict[str, str]:
    """Nothing of ours, and nothing of this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, "PYTHON"))}
    return kept | ours


def test_it_has_every_file_of_the_program(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "ivr"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    with ZipFile(wheel) as packed:
        missing = {*listed.stdout.split("\n")} - {"", *packed.namelist()}
    assert missing == set()
    assert len(listed.stdout.split("\n")) > 500


def test_it_is_called_by_the_version_of_the_program(wheel: Path) -> None:
    assert wheel.name == f"ivr-{__version__}-py3-none-any.whl"


def test_in_an_empty_folder_a_new_site_is_begun_checked_served_and_rung(bin_folder: Path, tmp_path: Path) -> None:
    def ivr(*words: str) -> str:
        command = [str(bin_folder / "ivr"), *words]
        done = subprocess.run(command, cwd=tmp_path, env=environ(), capture_output=True, text=True, check=True)  # noqa: S603
        return done.stdout

    where = "import ivr; print(ivr.__file__)"
    asked = [str(bin_folder / "python"), "-c", where]
    found = subprocess.run(asked, cwd=tmp_path, env=environ(), capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout.startswith(str(bin_folder.parent))
    ivr("init")
    assert "no problems" in ivr("check")
    port = free_port()
    with (tmp_path / "server.log").open("wb") as log:
        command = [str(bin_folder / "ivr"), "serve"]
        served = environ(PORT=str(port), WEB_CONCURRENCY="1", IVR_DESK_WORKERS="1")
        server = subprocess.Popen(command, cwd=tmp_path, env=served, stdout=log, stderr=log)  # noqa: S603
    try:
        until(lambda: b"workers answer" in (tmp_path / "server.log").read_bytes(), "the workers answer")
        settings = load_settings({"IVR_MODE": "demo", "IVR_STATE": str(tmp_path / "var")})
        line = http_line(f"http://127.0.0.1:{port}", settings.auth_tokens[0], settings.twilio_account_sid)
        telephone = Telephone(line, new_call(NUMBER, hong_kong()))
        assert "For English, press three" in " ".join(one.text for one in telephone.ring())
        assert "Enquiries" in " ".join(one.text for one in telephone.press("3"))
    finally:
        server.terminate()
        server.wait(60)
