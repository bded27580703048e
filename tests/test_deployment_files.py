"""Every setting that an operator writes into `.env` reaches the server, whichever way it is put into service."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from doc_pages import ROOT, blocks

from ivr.settings import Settings, database_variable
from ivr.settings.fields import variable

SETTINGS = sorted({variable(field) for field in Settings.model_fields} - {"IVR_WHENCE", "IVR_DATABASES"})
COMPOSE = {
    "compose.yaml": {"IVR_MODE": "demo", "IVR_SITE": "/srv/site", "IVR_STATE": "/var/lib/ivr"},
    "compose.postgres.yaml": {"IVR_MODE": "production", "IVR_SITE": "/srv/site", "IVR_STATE": "/var/lib/ivr"},
}
"""Each file for Compose, and what it decides itself: which kind of service it is, and folders of the container."""


def written(file: str) -> Mapping[str, Any]:
    """What stands in a file for Compose."""
    found: Mapping[str, Any] = yaml.safe_load((ROOT / file).read_text("utf-8"))
    return found


def services(file: str) -> Mapping[str, dict[str, Any]]:
    """All services of a file for Compose."""
    found: Mapping[str, dict[str, Any]] = written(file)["services"]
    return found


def ours(file: str) -> Mapping[str, dict[str, Any]]:
    """The services of a file for Compose that run this program."""
    return {name: service for name, service in services(file).items() if "build" in service}


def reads_env(service: Mapping[str, Any]) -> bool:
    """Whether the container is given all that stands in `.env`. Source: the Compose specification, `env_file`."""
    files = service.get("env_file", [])
    files = [files] if isinstance(files, str) else files
    return ".env" in [file if isinstance(file, str) else file["path"] for file in files]


@pytest.mark.parametrize("file", COMPOSE)
@pytest.mark.parametrize("setting", [*SETTINGS, database_variable("water")])
def test_compose_hands_a_setting_on_to_every_container_of_ours(setting: str, file: str) -> None:
    for service in ours(file).values():
        assert reads_env(service)
        if setting not in service["environment"]:
            continue
        wins = service["environment"][setting]  # over what stands in `.env`
        assert wins == COMPOSE[file].get(setting) or f"${{{setting}:-" in wins


@pytest.mark.parametrize("file", COMPOSE)
def test_compose_listens_where_the_port_is_set_and_to_its_own_machine_only(file: str) -> None:
    assert ours(file)["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:${PORT:-8000}"]
    assert ours(file)["web"]["environment"]["PORT"] == "${PORT:-8000}"


def test_compose_starts_the_demo_where_there_is_no_env_file() -> None:
    assert ours("compose.yaml")["web"]["env_file"] == [{"path": ".env", "required": False}]


def test_the_image_is_made_of_files_that_there_are_and_that_docker_is_shown() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if re.match("COPY (?!--from)", line) for name in line.split()[1:-1]]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    shown = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert set(copied) == shown
    assert all((ROOT / name).exists() for name in copied)
    assert {line.split()[1] for line in lines if line.startswith("FROM ")} == {"python:3.11-slim"}


def test_the_image_decides_nothing_but_its_folders_and_a_port() -> None:
    decided = re.findall(r"^(?:ENV)?\s+(\w+)=", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert set(decided) & set(SETTINGS) == {"IVR_SITE", "IVR_STATE", "PORT"}


@pytest.mark.parametrize("file", COMPOSE)
def test_every_container_may_do_no_more_than_it_must(file: str) -> None:
    for name, service in services(file).items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["cpus"], name
        assert service["pids_limit"], name


def test_in_service_there_are_a_scheduler_of_its_own_a_database_and_a_proxy_that_are_looked_after() -> None:
    found = services("compose.postgres.yaml")
    commands = {name: found[name]["command"] for name in ("migrate", "web", "scheduler")}
    assert commands == {
        "migrate": ["ivr", "db", "upgrade"],
        "web": ["ivr", "serve", "--without-scheduler"],
        "scheduler": ["ivr", "scheduler"],
    }
    assert {name for name, service in found.items() if "test" in service.get("healthcheck", {})} == {
        "database",
        "proxy",
    }
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text("utf-8")  # for those of ours that answer
    assert found["scheduler"]["healthcheck"] == {"disable": True}
    assert found["scheduler"]["volumes"] == found["web"]["volumes"]  # they are one machine
    named = {volume.partition(":")[0] for each in found.values() for volume in each["volumes"] if volume[0] != "."}
    assert named == {*written("compose.postgres.yaml")["volumes"]}


def test_the_proxy_of_compose_is_that_of_the_manual() -> None:
    (manual,) = (block.text for block in blocks((ROOT / "docs/operators/proxy.md",)) if "Caddyfile" in block.label)
    ours = (ROOT / "deploy/caddy/Caddyfile").read_text("utf-8")
    for line in filter(None, map(str.strip, manual.splitlines())):
        if not line.startswith(("ivr.example.org", "reverse_proxy", "@health")):
            assert line in ours
    assert "{$IVR_PUBLIC_URL} {" in ours
    assert "reverse_proxy web:{$PORT} {" in ours


@pytest.mark.parametrize("setting", [*SETTINGS, database_variable("water")])
def test_the_example_to_copy_has_every_setting(setting: str) -> None:
    assert re.search(rf"^#?{setting}=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
