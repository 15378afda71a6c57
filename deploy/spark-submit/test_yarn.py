"""Hands commands in to YARN: `deploy/bin/test-spark-submit`.

The cluster is Hadoop's resource manager and a node manager, from Maven, on the loopback interface.
"""

from __future__ import annotations

import os
import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from submitting import HOST, QUICK, ROOT, SPARK, Cluster, await_that, free_port, last, model, processes, train

DAEMONS = "org.apache.hadoop.yarn.server"


class Yarn(Cluster):
    """A resource manager and a node manager."""

    def __init__(self, folder: Path) -> None:
        self.web = f"{HOST}:{free_port()}"
        self.java = Path(os.environ.get("JAVA_HOME") or Path(shutil.which("java") or "java").resolve().parents[1])
        environment = {"HADOOP_CONF_DIR": str(folder), "JAVA_HOME": str(self.java)}
        super().__init__(folder, "yarn", self._options(), environment)

    def start(self) -> None:
        """Starts the daemons."""
        self._configure()
        jars = (ROOT / "spark-jobs/target/test-classpath.txt").read_text().strip()
        for name in ("resourcemanager.ResourceManager", "nodemanager.NodeManager"):
            opens = "--add-opens=java.base/java.lang=ALL-UNNAMED"
            self.daemon(
                name, self.java / "bin/java", "-Xmx256m", *QUICK.split(), opens, "-cp", f"{self.folder}:{jars}", f"{DAEMONS}.{name}"
            )
        await_that("YARN is not ready", self._is_ready, 60)

    def _options(self) -> tuple[str, ...]:
        memory = [f"spark.{process}.memory=512m" for process in ("driver", "executor", "yarn.am")]
        local = [f"spark.{kind}.SPARK_LOCAL_IP={HOST}" for kind in ("yarn.appMasterEnv", "executorEnv")]
        confs = [
            *memory,
            *local,
            "spark.executor.instances=1",
            f"spark.yarn.jars=local:{SPARK}/jars/*",
            f"spark.yarn.am.extraJavaOptions={QUICK}",
        ]
        return tuple(word for conf in confs for word in ("--conf", conf))

    def _configure(self) -> None:
        """No port, no folder and no limit of this machine's YARN, if it has one."""
        ports = ["address", "scheduler.address", "resource-tracker.address", "admin.address"]
        settings = {
            **{f"yarn.resourcemanager.{port}": f"{HOST}:{free_port()}" for port in ports},
            "yarn.resourcemanager.hostname": HOST,
            "yarn.resourcemanager.webapp.address": self.web,
            "yarn.resourcemanager.scheduler.class": f"{DAEMONS}.resourcemanager.scheduler.fifo.FifoScheduler",
            "yarn.resourcemanager.nodemanagers.heartbeat-interval-ms": "100",
            **{
                f"yarn.nodemanager.{port}address": f"{HOST}:{free_port()}" for port in ("", "localizer.", "webapp.")
            },
            "yarn.nodemanager.local-dirs": str(self.folder / "local"),
            "yarn.nodemanager.log-dirs": str(self.folder / "logs"),
            "yarn.nodemanager.resource.memory-mb": "4096",
            "yarn.nodemanager.pmem-check-enabled": "false",
            "yarn.nodemanager.vmem-check-enabled": "false",
            "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": "100",
            "yarn.scheduler.minimum-allocation-mb": "128",
            "hadoop.tmp.dir": str(self.folder / "tmp"),
        }
        lines = [f"<property><name>{k}</name><value>{escape(v)}</value></property>" for k, v in settings.items()]
        (self.folder / "yarn-site.xml").write_text("\n".join(["<configuration>", *lines, "</configuration>"]))

    def _is_ready(self) -> bool:
        assert all(daemon.poll() is None for daemon in self.daemons), self._logs()
        try:
            with urllib.request.urlopen(f"http://{self.web}/ws/v1/cluster/metrics") as answer:
                return b'"activeNodes":1,' in answer.read()
        except OSError:
            return False

    def _logs(self) -> str:
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def attempts(self, application: str) -> list[str]:
        """What the application masters have said, first those of the first attempt."""
        logs = (self.folder / "logs" / application).glob("container_*_000001")
        return ["".join((log / name).read_text() for name in ("stdout", "stderr")) for log in sorted(logs)]


@pytest.fixture(scope="module")
def yarn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yarn]:
    started = Yarn(tmp_path_factory.mktemp("yarn"))
    with started:
        yield started
    await_that("processes of containers are left", lambda: not processes(f"{started.folder}/"), 30)


@pytest.fixture(scope="module")
def undisturbed(yarn: Yarn) -> Path:
    """A training in client mode."""
    output = yarn.folder / "undisturbed"
    done = yarn.submit(*train(output))
    assert done.returncode == 0, done.stderr
    assert f"model written to {output}" in done.stdout
    return output


def application(said: str) -> str:
    """The one that spark-submit tells of."""
    return re.findall(r"Submitted application (application_\w+)", said)[-1]


def final_status(said: str) -> str:
    """The last one that spark-submit tells of."""
    return re.findall(r"final status: (\w+)", said)[-1]


def test_exit_codes_of_client_mode(yarn: Yarn, undisturbed: Path) -> None:
    assert (undisturbed / "MANIFEST.json").exists()
    wrong = yarn.submit(*train(yarn.folder / "none", "model.componets=2"))
    assert wrong.returncode == 2
    assert "did you mean model.components?" in last(wrong.stderr)


def test_cluster_mode(yarn: Yarn, undisturbed: Path) -> None:
    output = yarn.folder / "in-cluster"
    done = yarn.submit(*train(output), cluster=True)
    assert (done.returncode, final_status(done.stderr)) == (0, "SUCCEEDED"), done.stderr
    assert model(output) == model(undisturbed)


@pytest.mark.parametrize(
    ("setting", "line", "code"),
    [
        ("model.componets=2", "did you mean model.components?", 2),  # before Spark has started
        ("input.features=[eruption]", "eruption", 2),  # after
    ],
)
def test_failures_in_cluster_mode(yarn: Yarn, setting: str, line: str, code: int) -> None:
    once = ("--conf", "spark.yarn.maxAppAttempts=1")
    failed = yarn.submit(*train(yarn.folder / "none", setting), options=once, cluster=True)
    assert (failed.returncode, final_status(failed.stderr)) == (1, "FAILED"), failed.stderr
    [said] = yarn.attempts(application(failed.stderr))
    assert line in last(said)
    assert f"entrosum failed with exit code {code}" in failed.stderr


def test_a_second_attempt_on_another_node_goes_on(yarn: Yarn, undisturbed: Path) -> None:
    output = yarn.folder / "killed"
    twice = ("--conf", "spark.yarn.maxAppAttempts=2")
    before = set((yarn.folder / "logs").iterdir())
    training = train(output, "output.mode=resume")
    assert yarn.submit_and_kill(training, output, "ApplicationMaster", twice, host="another-node") == 0
    [logs] = set((yarn.folder / "logs").iterdir()) - before
    first, second = yarn.attempts(logs.name)
    assert "going on from the checkpoint" not in first
    assert "going on from the checkpoint" in second
    assert re.search(r"taking over .* from .* on another-node .*, an attempt at this application", second)
    assert model(output) == model(undisturbed)


def test_commands_that_need_no_spark(yarn: Yarn, undisturbed: Path) -> None:
    pointer = yarn.folder / "current.json"
    said = without_executors(yarn, "publish", str(undisturbed), "--to", str(pointer))
    assert f"{pointer} points to {undisturbed}" in said
    assert pointer.exists()
    said = without_executors(yarn, *train(undisturbed, "output.mode=resume"))
    assert f"{undisturbed} is complete" in said


def without_executors(yarn: Yarn, *command: str) -> str:
    """What a command says that succeeds without having asked for an executor."""
    done = yarn.submit(*command, cluster=True)
    assert (done.returncode, final_status(done.stderr)) == (0, "SUCCEEDED"), done.stderr
    of = application(done.stderr)
    assert len(list((yarn.folder / "logs" / of).iterdir())) == 1
    [said] = yarn.attempts(of)
    return said
