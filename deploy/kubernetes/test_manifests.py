"""Checks the manifests against the schema of the Spark operator: `deploy/bin/test-kubernetes`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubeflow_spark_api import models

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]

MODELS: dict[str, Any] = {
    "SparkApplication": models.SparkV1beta2SparkApplication,
    "ScheduledSparkApplication": models.SparkV1beta2ScheduledSparkApplication,
}


def documents(kind: str | None = None) -> list[dict[str, Any]]:
    """All manifests, or those of a kind."""
    found = [
        document for file in sorted(FOLDER.glob("*.yaml")) for document in yaml.safe_load_all(file.read_text())
    ]
    return [document for document in found if kind is None or document["kind"] == kind]


def application(document: dict[str, Any]) -> dict[str, Any]:
    """The application of a manifest of either kind."""
    spec: dict[str, Any] = document["spec"]
    template: dict[str, Any] = spec.get("template", spec)
    return template


def refused(document: dict[str, Any]) -> str:
    """What the schema says against a manifest; nothing if it fits."""
    try:
        known = MODELS[document["kind"]].from_dict(document).to_dict()
    except ValueError as e:
        return str(e)
    # The models leave out what they do not know, and a manifest must not have that.
    return "" if known == document else f"unknown keys: {document} is read as {known}"


def test_every_kind_is_there() -> None:
    kinds = [document["kind"] for document in documents()]
    assert sorted(kinds) == sorted(
        ["ConfigMap", "Pod", "Role", "RoleBinding", "ScheduledSparkApplication", "ServiceAccount", "SparkApplication"]
    )


@pytest.mark.parametrize("kind", MODELS)
def test_applications_fit_the_schema(kind: str) -> None:
    (document,) = documents(kind)
    assert document["apiVersion"] == "sparkoperator.k8s.io/v1beta2"
    assert refused(document) == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["restartPolicy", "onFailureRetry"], 3),  # no such key
        (["restartPolicy", "onFailureRetries"], "three"),
        (["sparkConf", "spark.local.dir"], 1),
        (["driver", "template", "spec", "volume"], []),
        (["driver", "template", "spec", "containers"], {}),
        (["mainApplicationFile"], None),
    ],
)
@pytest.mark.parametrize("kind", MODELS)
def test_mistakes_are_seen(kind: str, path: list[str], value: Any) -> None:
    (document,) = documents(kind)
    place = application(document)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert refused(document) != ""


def test_both_applications_are_the_same() -> None:
    (one,) = documents("SparkApplication")
    (scheduled,) = documents("ScheduledSparkApplication")
    assert application(one) == application(scheduled)


def test_restarts_resume() -> None:
    (one,) = documents("SparkApplication")
    policy = application(one)["restartPolicy"]
    assert policy["type"] == "OnFailure"
    assert policy["onFailureRetryInterval"] > 90, "the lease of a lost driver"
    (configuration,) = documents("ConfigMap")
    assert "mode = resume" in configuration["data"]["training.conf"]


def pod_specs() -> list[dict[str, Any]]:
    """The pods of driver and executors, with and without the operator."""
    (one,) = documents("SparkApplication")
    (pod,) = documents("Pod")
    roles = [application(one)[role]["template"]["spec"] for role in ("driver", "executor")]
    return [*roles, pod["spec"]]


def test_pods_have_no_privileges() -> None:
    for spec in pod_specs():
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] == 185
        (container,) = spec["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        volumes = {volume["name"] for volume in spec["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes
        assert models.IoK8sApiCoreV1PodSpec.from_dict(spec).to_dict() == spec


def validate(folder: Path, *settings: str, **environment: str) -> str:
    """The error of validating the configuration with some settings that it refuses."""
    (configuration,) = documents("ConfigMap")
    file = folder / "training.conf"
    file.write_text(configuration["data"]["training.conf"])
    done = subprocess.run(
        [ROOT / "deploy/bin/entrosum", "validate", "--config", file, *(f"--set={setting}" for setting in settings)],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    return done.stderr.splitlines()[-1]


def test_the_configuration_is_one(tmp_path: Path) -> None:
    # All keys are known, and the name of the run was found; then comes what is not there.
    here = [f"input.path={tmp_path}/none", f"output.path={tmp_path}/out"]
    assert validate(tmp_path, *here).endswith(f"entrosum: input.path: no such file: {tmp_path}/none")
    assert "ENTROSUM_RUN" in validate(tmp_path, here[0])
    assert "ENTROSUM_RUN" not in validate(tmp_path, here[0], "output.mode=never", ENTROSUM_RUN="one")
