"""Hands commands in to a standalone cluster: `deploy/bin/test-spark-submit`.

The cluster is a master and a worker of the Spark of PyPI, on the loopback interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from submitting import (
    HOST,
    JOB_JAR,
    PYTORCH,
    ROOT,
    SPARK,
    Cluster,
    await_that,
    free_port,
    last,
    model,
    on_faithful,
    train,
)


class Standalone(Cluster):
    """A master and a worker."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        options = ("spark.cores.max=2", "spark.executor.memory=1g", "spark.standalone.submit.waitAppCompletion=true")
        environment = {"SPARK_WORKER_DIR": str(folder / "work"), "SPARK_DAEMON_MEMORY": "256m"}
        confs = tuple(word for option in options for word in ("--conf", option))
        super().__init__(folder, f"spark://{HOST}:{port}", confs, environment)

    def start(self) -> None:
        """Starts the daemons."""
        self._start("master.Master", "New state: ALIVE", "--port", self.master.split(":")[-1])
        self._start("worker.Worker", "Successfully registered", "--cores", "3", "--memory", "4g", self.master)

    def _start(self, name: str, ready: str, *arguments: str) -> None:
        where = ("--host", HOST, "--webui-port", str(free_port()))
        self.daemon(name, SPARK / "bin/spark-class", f"org.apache.spark.deploy.{name}", *where, *arguments)
        await_that(f"{name} is not ready", lambda: ready in self.log(name).read_text(), 60)

    def drivers(self) -> list[str]:
        """What the drivers in the cluster have said."""
        return [file.read_text() for file in (self.folder / "work").glob("driver-*/stderr")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    started = Standalone(tmp_path_factory.mktemp("standalone"))
    with started:
        yield started


@pytest.fixture(scope="module")
def undisturbed(cluster: Standalone) -> Path:
    """A training in client mode."""
    output = cluster.folder / "undisturbed"
    done = cluster.submit(*train(output))
    assert done.returncode == 0, done.stderr
    assert f"model written to {output}" in done.stdout
    return output


def test_exit_codes_of_client_mode(cluster: Standalone, undisturbed: Path) -> None:
    again = cluster.submit(*train(undisturbed))
    assert (again.returncode, last(again.stderr)) == (
        5,
        f"entrosum: output.path: {undisturbed} exists (choose another, or set output.mode to overwrite)",
    )
    wrong = cluster.submit(*train(cluster.folder / "none", "model.componets=2"))
    assert wrong.returncode == 2
    assert "did you mean model.components?" in last(wrong.stderr)
    bad = cluster.folder / "bad.csv"
    bad.write_text("a,b\n1,2\n3,NaN\n")
    refused = cluster.submit(*train(cluster.folder / "none", f"input.path={bad}"))
    assert refused.returncode == 3, refused.stderr
    assert "column b is NaN" in refused.stderr


def test_the_thin_jar_with_the_jars_that_it_needs(cluster: Standalone, undisturbed: Path) -> None:
    others = (ROOT / "spark-jobs/target/jars.txt").read_text().strip()
    assert "spark-core" not in others
    output = cluster.folder / "thin"
    done = cluster.submit(*train(output), options=("--jars", others), jar=JOB_JAR.replace("-job.jar", ".jar"))
    assert done.returncode == 0, done.stderr
    assert model(output) == model(undisturbed)


def test_an_autoencoder_whose_library_comes_as_jars(cluster: Standalone) -> None:
    vae = (
        "model.type=vae",
        "model.latent-dimensions=1",
        "model.encoder.layers=[5]",
        "model.decoder.layers=[5]",
        "training.max-iterations=4",
    )
    output = cluster.folder / "vae"
    without = cluster.submit(*on_faithful("train", output, *vae))
    assert without.returncode == 2
    assert last(without.stderr).startswith("entrosum: model vae: networks need PyTorch, but ")

    jars = ("--jars", PYTORCH)
    trained = cluster.submit(*on_faithful("train", output, *vae), options=jars)
    assert trained.returncode == 0, trained.stderr
    again = cluster.folder / "vae-in-cluster"
    in_cluster = cluster.submit(*on_faithful("train", again, *vae), options=jars, cluster=True)
    assert in_cluster.returncode == 0, in_cluster.stderr
    assert model(again) == model(output)
    scored = cluster.folder / "latent"
    done = cluster.submit(*on_faithful("score", scored), "--model", str(output), options=jars)
    assert done.returncode == 0, done.stderr
    assert (scored / "_SUCCESS").exists()


def test_cluster_mode(cluster: Standalone, undisturbed: Path) -> None:
    output = cluster.folder / "in-cluster"
    done = cluster.submit(*train(output), cluster=True)
    assert done.returncode == 0, done.stderr
    assert "FINISHED" in done.stderr, done.stderr
    assert model(output) == model(undisturbed)

    # The output exists. spark-submit itself ends with 0 whatever becomes of a driver in a standalone cluster.
    failed = cluster.submit(*train(output), cluster=True)
    assert re.search(r"State of driver driver-\S+ is FAILED", failed.stderr), failed.stderr
    assert any(f"entrosum: output.path: {output} exists" in said for said in cluster.drivers())


def test_a_supervised_driver_that_is_killed_resumes(cluster: Standalone, undisturbed: Path) -> None:
    output = cluster.folder / "supervised"
    training = train(output, "output.mode=resume")
    assert cluster.submit_and_kill(training, output, "DriverWrapper", ("--supervise",)) == 0
    assert any("going on from the checkpoint" in said for said in cluster.drivers())
    assert model(output) == model(undisturbed)
