"""What is handed out for Prometheus and Grafana: rules that promtool accepts, and figures that there are."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from doctor.conftest import House

from ivr.app.metrics import MetricsOf

DEPLOY = Path(__file__).parents[2] / "deploy"
ALERTS, DASHBOARD = DEPLOY / "prometheus" / "alerts.yaml", DEPLOY / "grafana" / "hotlines.json"
NAME = re.compile(r"\bivr_[a-z_]+")
SUFFIXES = re.compile(r"_(bucket|count|sum|total)$")


def rules() -> list[dict[str, object]]:
    """The alert rules."""
    (group,) = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    found: list[dict[str, object]] = group["rules"]
    return found


def expressions() -> list[str]:
    """What rules and dashboards ask for."""
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [str(rule["expr"]) for rule in rules()] + [each["expr"] for panel in panels for each in panel["targets"]]


@pytest.fixture
def promtool() -> str:
    """Prometheus's own checker."""
    path = shutil.which("promtool")
    if path is None:
        if os.environ.get("IVR_REQUIRE_PROMTOOL") == "1":
            pytest.fail("IVR_REQUIRE_PROMTOOL=1 and promtool was not found")
        pytest.skip("no promtool was found, so no alert rule was tried")
    return path


@pytest.mark.parametrize("what", [("check", "rules", "alerts.yaml"), ("test", "rules", "alerts.test.yaml")])
def test_promtool_accepts_the_alert_rules_and_they_alert_when_they_should(promtool: str, what: tuple[str, ...]) -> None:
    done = subprocess.run([promtool, *what], cwd=ALERTS.parent, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_and_dashboards_ask_for_figures_that_there_are(opened: Callable[..., House]) -> None:
    house = opened()
    house.premises.kept.keep_trials(house.premises.try_lines())
    there = {SUFFIXES.sub("", family.name) for family in MetricsOf(house.installation)()}
    asked = {SUFFIXES.sub("", name) for expression in expressions() for name in NAME.findall(expression)}
    assert asked - there == set()
    assert len(asked) > 12


def test_every_alert_says_what_to_do_and_how_much_it_matters() -> None:
    for rule in rules():
        assert set(rule["annotations"]) == {"summary", "do"}, rule  # type: ignore[call-overload]
        assert rule["labels"]["severity"] in ("page", "ticket"), rule  # type: ignore[index]
