"""The manifests for Kubernetes: valid by its own schemas, and what they name is there."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from doc_pages import ROOT
from dotenv import dotenv_values
from jsonschema import ValidationError

from ivr.settings import Settings
from ivr.settings.fields import variable

FOLDER = ROOT / "deploy" / "kubernetes"
VERSIONS = ("1.27", "1.37")
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text("utf-8"))
Manifest = Mapping[str, Any]


def documents(text: str) -> list[Manifest]:
    """The manifests in a text."""
    return list(yaml.safe_load_all(text))


MANIFESTS = [each for file in KUSTOMIZATION["resources"] for each in documents((FOLDER / file).read_text("utf-8"))]
BY_KIND = {(each["kind"], each["metadata"]["name"]): each for each in MANIFESTS}
POD = BY_KIND["StatefulSet", "ivr"]["spec"]["template"]["spec"]
CONTAINERS = [*POD["initContainers"], *POD["containers"]]


def validate(manifest: Manifest) -> None:
    """Raise ValidationError for what is not in the schema, or not as it says."""
    for version in VERSIONS:
        assert kubernetes_validate.validate(dict(manifest), version, strict=True) == version


def names(manifest: Manifest) -> str:
    """What a manifest is called in a test's name."""
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=names)
def test_a_manifest_is_valid(manifest: Manifest) -> None:
    validate(manifest)


def test_a_misspelt_field_would_be_found() -> None:
    wrong = yaml.safe_load(yaml.safe_dump(BY_KIND["PodDisruptionBudget", "ivr"]))
    wrong["spec"]["maxUnavailible"] = wrong["spec"].pop("maxUnavailable")
    with pytest.raises(ValidationError, match="maxUnavailible"):
        validate(wrong)


def test_every_file_of_the_folder_is_used() -> None:
    written = {each.name for each in FOLDER.iterdir()} - {"kustomization.yaml", "settings.env", "secrets.env"}
    assert written == {*KUSTOMIZATION["resources"], "settings.env.example", "secrets.env.example"}


def references(within: object) -> Iterator[tuple[str, str]]:
    """Each config map or secret that is named somewhere, by its kind."""
    if isinstance(within, Mapping):
        for key in within.keys() & {"configMapRef", "secretRef"}:
            yield key, within[key]["name"]
        within = within.values()
    if isinstance(within, str) or not hasattr(within, "__iter__"):
        return
    for each in within:
        yield from references(each)


def test_settings_and_secrets_come_from_what_is_generated() -> None:
    made = {("configMapRef", each["name"]) for each in KUSTOMIZATION["configMapGenerator"]}
    made |= {("secretRef", each["name"]) for each in KUSTOMIZATION["secretGenerator"]}
    for container in CONTAINERS:
        assert {*references(container["envFrom"])} == made
    assert {each for manifest in MANIFESTS for each in references(manifest)} == made


def test_the_examples_hold_settings_that_there_are_each_where_it_belongs() -> None:
    settings, secrets = (dotenv_values(FOLDER / f"{name}.env.example") for name in ("settings", "secrets"))
    assert {*settings, *secrets} <= {variable(field) for field in Settings.model_fields}
    assert {"IVR_SECRET_KEY", "IVR_HASH_KEY", "IVR_TWILIO_AUTH_TOKEN", "IVR_DATABASE_URL"} <= secrets.keys()
    assert settings.keys() == {"IVR_MODE", "IVR_PUBLIC_URL", "IVR_PROXIES"}


def test_selectors_and_budget_mean_the_pods_that_there_are() -> None:
    labels = BY_KIND["StatefulSet", "ivr"]["spec"]["template"]["metadata"]["labels"]
    selectors = [
        BY_KIND["StatefulSet", "ivr"]["spec"]["selector"]["matchLabels"],
        BY_KIND["PodDisruptionBudget", "ivr"]["spec"]["selector"]["matchLabels"],
        BY_KIND["NetworkPolicy", "ivr"]["spec"]["podSelector"]["matchLabels"],
        BY_KIND["Service", "ivr"]["spec"]["selector"],
        BY_KIND["Service", "ivr-pods"]["spec"]["selector"],
    ]
    assert all(selector == labels for selector in selectors)
    assert ("Service", BY_KIND["StatefulSet", "ivr"]["spec"]["serviceName"]) in BY_KIND
    replicas = BY_KIND["StatefulSet", "ivr"]["spec"]["replicas"]
    assert replicas - BY_KIND["PodDisruptionBudget", "ivr"]["spec"]["maxUnavailable"] >= 1


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda each: each["name"])
def test_a_container_may_do_no_more_than_it_must(container: Manifest) -> None:
    hardened = container["securityContext"]
    assert hardened["readOnlyRootFilesystem"]
    assert not hardened["allowPrivilegeEscalation"]
    assert hardened["capabilities"] == {"drop": ["ALL"]}
    assert POD["securityContext"]["runAsNonRoot"]
    assert f"USER {POD['securityContext']['runAsUser']}:" in (ROOT / "Dockerfile").read_text("utf-8")
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/var/lib/ivr", "/tmp"}  # noqa: S108
    assert container["resources"]["limits"]["memory"]


def test_nothing_is_taken_out_or_started_anew_because_the_database_is_away() -> None:
    (web,) = POD["containers"]
    probes = {web[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert probes == {"/healthz"}
    assert POD["terminationGracePeriodSeconds"] > 5 + 20  # what is in hand is ended, after the pause before


def test_what_is_for_the_operator_alone_is_open_to_nobody() -> None:
    services = {name for kind, name in BY_KIND if kind == "Service"}
    paths = {
        path["path"]: path["backend"]["service"]["name"]
        for (kind, _), manifest in BY_KIND.items()
        if kind == "Ingress"
        for path in manifest["spec"]["rules"][0]["http"]["paths"]
    }
    for private in ("/healthz", "/readyz", "/metrics"):
        assert paths.pop(private) not in services
    assert {*paths.values()} == {"ivr"}


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl was not found, so kustomize built nothing")
def test_kustomize_builds_what_is_valid_and_names_one_image(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "kubernetes"))
    for name in ("settings", "secrets"):
        shutil.copy(folder / f"{name}.env.example", folder / f"{name}.env")
    built = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True)  # noqa: S603, S607
    manifests = documents(built.stdout)
    for manifest in manifests:
        validate(manifest)
        assert manifest["kind"] == "Namespace" or manifest["metadata"]["namespace"] == "ivr"
    pods = [each["spec"]["template"]["spec"] for each in manifests if each["kind"] == "StatefulSet"]
    images = {each["image"] for pod in pods for each in (*pod["initContainers"], *pod["containers"])}
    assert images == {f"registry.example.org/ivr:{KUSTOMIZATION['images'][0]['newTag']}"}
