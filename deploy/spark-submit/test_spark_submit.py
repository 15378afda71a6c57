"""Hands commands in to a standalone cluster: `deploy/bin/test-spark-submit`.

The cluster is a master and a worker of the Spark of PyPI, on the loopback interface.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAITHFUL = ROOT / "conf/examples/data/faithful.csv"
SPARK = Path(os.environ["SPARK_HOME"])
JOB_JAR = os.environ["ENTROSUM_JOB_JAR"]
THIN_JAR = JOB_JAR.replace("-job.jar", ".jar")
LIMIT = 300  # seconds, of a command
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


class Cluster:
    """A master and a worker, and commands for them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **os.environ,
            "SPARK_LOCAL_IP": HOST,
            "SPARK_WORKER_DIR": str(folder / "work"),
            "SPARK_NO_DAEMONIZE": "1",
        }
        self.daemons = [
            self._daemon("master.Master", "--host", HOST, "--port", str(self.port), "--webui-port", str(free_port())),
        ]
        self._await("master.Master", "New state: ALIVE")
        self.daemons.append(
            self._daemon(
                "worker.Worker",
                *("--host", HOST, "--cores", "3", "--memory", "4g", "--webui-port", str(free_port())),
                f"spark://{HOST}:{self.port}",
            )
        )
        self._await("worker.Worker", "Successfully registered with master")

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _daemon(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [SPARK / "bin/spark-class", f"org.apache.spark.deploy.{name}", *arguments],
            env={**self.environment, "SPARK_DAEMON_MEMORY": "256m"},
            stdout=self._log(name).open("w"),
            stderr=subprocess.STDOUT,
        )

    def _await(self, name: str, text: str) -> None:
        end = time.monotonic() + 60
        while text not in self._log(name).read_text():
            assert time.monotonic() < end, self._log(name).read_text()
            time.sleep(0.1)

    def close(self) -> None:
        """Stops the daemons."""
        for daemon in reversed(self.daemons):
            daemon.terminate()
            daemon.wait(30)

    def command(self, *arguments: str, options: tuple[str, ...] = (), jar: str = JOB_JAR, cluster: bool = False) -> list[str]:
        """The words of a spark-submit."""
        quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # most of such a short life is compiling
        return [
            str(SPARK / "bin/spark-submit"),
            *("--master", f"spark://{HOST}:{self.port}", "--deploy-mode", "cluster" if cluster else "client"),
            *("--conf", "spark.ui.enabled=false", "--conf", "spark.cores.max=2", "--conf", "spark.executor.memory=1g"),
            *("--conf", f"spark.driver.host={HOST}", "--conf", "spark.standalone.submit.waitAppCompletion=true"),
            *("--conf", f"spark.driver.extraJavaOptions={quick}", "--conf", f"spark.executor.extraJavaOptions={quick}"),
            *options,
            *("--class", "io.entrosum.spark.job.Main", jar),
            *arguments,
        ]

    def submit(
        self, *arguments: str, options: tuple[str, ...] = (), jar: str = JOB_JAR, cluster: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Hands a command in and waits for its end."""
        return subprocess.run(
            self.command(*arguments, options=options, jar=jar, cluster=cluster),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.close()


def train(output: Path, *settings: str) -> list[str]:
    """A training of Old Faithful."""
    every = [
        f"input.path={FAITHFUL}",
        "input.options.header=true",
        f"output.path={output}",
        "training.tolerance=0",
        "training.max-iterations=30",
        "input.partitions=2",
        *settings,
    ]
    return ["train", *(word for setting in every for word in ("--set", setting))]


def model(output: Path) -> bytes:
    """The bytes of the model."""
    return (output / "model.safetensors").read_bytes()


@pytest.fixture(scope="module")
def undisturbed(cluster: Cluster) -> Path:
    """A training in client mode."""
    output = cluster.folder / "undisturbed"
    done = cluster.submit(*train(output))
    assert done.returncode == 0, done.stderr
    assert f"model written to {output}" in done.stdout
    return output


def test_exit_codes_of_client_mode(cluster: Cluster, undisturbed: Path) -> None:
    again = cluster.submit(*train(undisturbed))
    assert (again.returncode, last(again)) == (
        5,
        f"entrosum: output.path: {undisturbed} exists (choose another, or set output.mode to overwrite)",
    )
    wrong = cluster.submit(*train(cluster.folder / "none", "model.componets=2"))
    assert wrong.returncode == 2
    assert "did you mean model.components?" in last(wrong)
    bad = cluster.folder / "bad.csv"
    bad.write_text("a,b\n1,2\n3,NaN\n")
    refused = cluster.submit(*train(cluster.folder / "none", f"input.path={bad}"))
    assert refused.returncode == 3, refused.stderr
    assert "column b is NaN" in refused.stderr


def last(done: subprocess.CompletedProcess[str]) -> str:
    """The last line of Entrosum's."""
    return [line for line in done.stderr.splitlines() if line.startswith("entrosum: ")][-1]


def test_the_thin_jar_with_the_jars_that_it_needs(cluster: Cluster, undisturbed: Path) -> None:
    others = (ROOT / "spark-jobs/target/jars.txt").read_text().strip()
    assert "spark-core" not in others
    output = cluster.folder / "thin"
    done = cluster.submit(*train(output), options=("--jars", others), jar=THIN_JAR)
    assert done.returncode == 0, done.stderr
    assert model(output) == model(undisturbed)


def test_cluster_mode(cluster: Cluster, undisturbed: Path) -> None:
    output = cluster.folder / "in-cluster"
    done = cluster.submit(*train(output), cluster=True)
    assert done.returncode == 0, done.stderr
    assert "FINISHED" in done.stderr, done.stderr
    assert model(output) == model(undisturbed)

    # The output exists. spark-submit itself ends with 0 whatever becomes of a driver in a standalone cluster.
    failed = cluster.submit(*train(output), cluster=True)
    assert re.search(r"State of driver driver-\S+ is FAILED", failed.stderr), failed.stderr
    said = [file.read_text() for file in (cluster.folder / "work").glob("driver-*/stderr")]
    assert any(f"entrosum: output.path: {output} exists" in text for text in said)


def test_a_supervised_driver_that_is_killed_resumes(cluster: Cluster, undisturbed: Path) -> None:
    output = cluster.folder / "supervised"
    long = ["training.max-iterations=300", "training.checkpoint-interval=5", "output.mode=resume"]
    expected = cluster.folder / "long"
    assert cluster.submit(*train(expected, *long)).returncode == 0

    submitted = subprocess.Popen(
        cluster.command(*train(output, *long), options=("--supervise",), cluster=True),
        env=cluster.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process = driver_in_mid_training(cluster, output)
        os.kill(process, signal.SIGKILL)
        assert submitted.wait(LIMIT) == 0
    finally:
        submitted.kill()
    said = "".join(file.read_text() for file in (cluster.folder / "work").glob("driver-*/stderr"))
    assert "going on from the checkpoint" in said
    assert model(output) == model(expected)


def driver_in_mid_training(cluster: Cluster, output: Path) -> int:
    """Waits until a driver in the cluster has kept a checkpoint; its process."""
    end = time.monotonic() + LIMIT
    pattern = re.compile(r"^iteration +[1-9][0-9] ", re.MULTILINE)
    while time.monotonic() < end:
        for log in (cluster.folder / "work").glob("driver-*/stderr"):
            if str(output) in (log.parent / "stderr").read_text() and pattern.search(log.read_text()):
                found = subprocess.run(
                    ["pgrep", "-f", f"DriverWrapper.*output.path={output}( |$)"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                return int(found.stdout.split()[0])
        time.sleep(0.05)
    raise AssertionError("no driver has trained")
