"""One version: what the program says, what is built, and what the change log tells of it."""

import re
import tomllib

import yaml
from click.testing import CliRunner
from doc_pages import ROOT

import ivr
from ivr.cli import commands

CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
RELEASED = re.findall(r"^## \[(\d+\.\d+\.\d+)\]$", CHANGES, re.MULTILINE)


def test_the_change_log_begins_with_the_version_that_the_program_says() -> None:
    assert RELEASED[0] == ivr.__version__
    assert f"ivr, version {ivr.__version__}" in CliRunner().invoke(commands, ["--version"]).output


def test_versions_are_told_the_latest_first() -> None:
    assert sorted(RELEASED, key=lambda version: [*map(int, version.split("."))], reverse=True) == RELEASED


def test_what_is_built_and_deployed_has_that_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dynamic"] == ["version"]  # read where the program has it; test_wheel.py looks at what is built
    assert "version" not in project
    kustomization = yaml.safe_load((ROOT / "deploy/kubernetes/kustomization.yaml").read_text("utf-8"))
    assert [image["newTag"] for image in kustomization["images"]] == [ivr.__version__]


def test_what_is_not_released_yet_says_how_to_get_there() -> None:
    unreleased = CHANGES.partition("## [Unreleased]")[2].partition("\n## [")[0]
    assert "\n### Upgrading\n" in unreleased
    assert "ivr db upgrade" in unreleased.partition("\n### Upgrading\n")[2]
