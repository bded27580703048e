"""The units for systemd: what systemd itself makes of them, where it is found."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from doc_pages import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PROGRAM = "/srv/ivr/.venv/bin/ivr"
SYSTEMD = shutil.which("systemd-analyze")
OURS = [unit for unit in UNITS if f"ExecStart={PROGRAM} " in unit.read_text("utf-8")]
if_found = pytest.mark.skipif(SYSTEMD is None, reason="systemd-analyze was not found, so systemd read no unit")


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says."""
    return subprocess.run([str(SYSTEMD), *words], capture_output=True, text=True, check=False)  # noqa: S603


@if_found
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:  # it looks whether the program is there
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace(PROGRAM, "/bin/true"), "utf-8")
    verified = analyze("verify", *(str(tmp_path / unit.name) for unit in UNITS))
    assert (verified.returncode, verified.stderr) == (0, "")


@if_found
def test_systemd_would_find_what_is_misspelt(tmp_path: Path) -> None:
    unit = tmp_path / "ivr-scheduler.service"
    unit.write_text((ROOT / "deploy/systemd/ivr-scheduler.service").read_text("utf-8").replace("Restart=", "Restrat="))
    assert "Restrat" in analyze("verify", str(unit)).stderr


@if_found
@pytest.mark.parametrize("unit", OURS, ids=lambda unit: unit.name)
def test_a_unit_is_not_much_exposed_by_systemds_own_measure(unit: Path) -> None:
    told = analyze("security", "--offline=true", "--threshold=25", str(unit))  # tenths, of a hundred
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("unit", OURS, ids=lambda unit: unit.name)
def test_a_unit_starts_where_the_env_file_is_and_sets_nothing_itself(unit: Path) -> None:
    written = unit.read_text("utf-8")
    assert "\nWorkingDirectory=/srv/ivr\n" in written
    assert "\nReadWritePaths=/srv/ivr/var\n" in written  # IVR_STATE, unless it is set
    assert "Environment" not in written


def test_units_run_commands_that_there_are() -> None:
    started = {unit.name: re.findall(rf"^ExecStart={PROGRAM} (.*)$", unit.read_text("utf-8"), re.M) for unit in OURS}
    assert started == {"ivr-scheduler.service": ["scheduler"], "ivr.service": ["serve --without-scheduler"]}
