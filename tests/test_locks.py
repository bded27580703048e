"""What is installed: the lock files agree with each other and hold all that the project asks for."""

import re
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<pin>[a-z0-9-]+(?:\[[a-z,]+\])?==[^\\\n]+?) \\\n(?P<hashes>(?: +--hash=[^\n]+\n)+)", re.M)


def pins(file: str) -> Mapping[str, str]:
    """What is pinned, with version and marker, and its hashes."""
    text = (ROOT / file).read_text("ascii")
    found = {match["pin"]: match["hashes"] for match in PIN.finditer(text)}
    assert len(found) == len(re.findall(r"^\S+==", text, re.M)), f"{file}: a pin has no hashes"
    return found


def asked(*wishes: str) -> set[str]:
    """The names of what is asked for, as lock files write them."""
    return {re.split(r"[\[=<>~!; ]", wish)[0].replace("_", "-").replace(".", "-").lower() for wish in wishes}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_developers_run_exactly_what_is_run_in_service():
    running, developing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {pin: developing.get(pin) for pin in running} == running


def test_all_that_running_and_installing_ask_for_is_locked(project):
    wanted = asked(*project["project"]["dependencies"], *project["build-system"]["requires"])
    assert wanted <= asked(*pins("requirements.lock"))


def test_all_that_developers_ask_for_is_locked(project):
    assert asked(*project["dependency-groups"]["dev"]) <= asked(*pins("requirements-dev.lock"))


def test_the_program_that_builds_is_the_one_that_is_locked(project):
    (builder,) = project["build-system"]["requires"]
    assert builder.replace("_", "-") in pins("requirements.lock")


def test_running_asks_for_no_tool_of_developers(project):
    assert not asked(*project["dependency-groups"]["dev"]) & asked(*pins("requirements.lock"))


def test_only_running_is_installed_by_make_run():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    needs = dict(re.findall(r"^([a-z./]+): ([^#\n]*)", makefile, re.M))
    assert needs["run"].split() == [".venv/installed"]
    assert needs[".venv/installed"].split() == ["requirements.lock", "pyproject.toml"]
    assert {needs[goal].strip() for goal in ("test", "check", "bench", "docs", "format")} == {".venv/developing"}
    assert needs[".venv/developing"].split() == ["requirements-dev.lock", ".venv/installed"]


def versions(file: str) -> Mapping[str, Version]:
    """What is pinned on this machine, by name, with its version."""
    found = {}
    for pin in pins(file):
        wish = Requirement(pin)
        if wish.marker is None or wish.marker.evaluate():
            found[wish.name] = Version(str(wish.specifier).removeprefix("=="))
    return found


def test_what_is_locked_is_what_the_project_asks_for_and_no_older(project):
    wishes = [Requirement(wish) for wish in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])]
    locked = versions("requirements-dev.lock")
    assert [str(wish) for wish in wishes if locked[wish.name.lower()] not in wish.specifier] == []


def test_the_carrier_s_library_is_none_of_its_old_ones(project):
    (wish,) = (each for each in map(Requirement, project["project"]["dependencies"]) if each.name == "twilio")
    old = ["6.63.2", "7.17.0", "8.13.0"]  # 6 is what other packages still bring along
    assert [version for version in old if Version(version) in wish.specifier] == []
    assert versions("requirements.lock")["twilio"] >= Version("9")


def test_what_runs_here_is_what_is_locked():
    locked = versions("requirements-dev.lock")
    here = {name: Version(metadata.version(name)) for name in locked}
    assert here == locked
