"""Clusters on the loopback interface, and commands for them: what the tests of this folder share."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPARK = Path(os.environ["SPARK_HOME"])
JOB_JAR = os.environ["ENTROSUM_JOB_JAR"]
PYTORCH = ",".join(sorted(str(jar) for jar in Path(os.environ["ENTROSUM_PYTORCH_JARS"]).glob("*.jar")))
LIMIT = 300  # seconds, of a command
HOST = "127.0.0.1"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # most of such a short life is compiling


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def await_that(what: str, happens: Callable[[], object], seconds: float = LIMIT) -> None:
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, what
        time.sleep(0.02)


class Cluster:
    """Daemons, and commands for them."""

    def __init__(self, folder: Path, master: str, options: tuple[str, ...], environment: dict[str, str]) -> None:
        self.folder = folder
        self.master = master
        self.options = options
        self.environment = {**os.environ, "SPARK_LOCAL_IP": HOST, **environment}
        self.daemons: list[subprocess.Popen[bytes]] = []

    def log(self, name: str) -> Path:
        """What a daemon says."""
        return self.folder / f"{name}.log"

    def daemon(self, name: str, *command: str | Path) -> None:
        """Starts a daemon."""
        with self.log(name).open("w") as log:
            self.daemons.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT))

    def start(self) -> None:
        """Starts the daemons."""
        raise NotImplementedError

    def __enter__(self) -> None:
        try:
            self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops the daemons, the last one first."""
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            daemon.wait(60)

    def command(self, *arguments: str, options: tuple[str, ...] = (), jar: str = JOB_JAR, cluster: bool = False) -> list[str]:
        """The words of a spark-submit."""
        return [
            str(SPARK / "bin/spark-submit"),
            *("--master", self.master, "--deploy-mode", "cluster" if cluster else "client"),
            *("--conf", "spark.ui.enabled=false", "--conf", f"spark.driver.host={HOST}"),
            *("--conf", f"spark.driver.extraJavaOptions={QUICK}", "--conf", f"spark.executor.extraJavaOptions={QUICK}"),
            *self.options,
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

    def submit_and_kill(
        self, arguments: list[str], output: Path, program: str, options: tuple[str, ...], host: str | None = None
    ) -> int:
        """Hands a training in in cluster mode, whose driver is killed when it writes its second checkpoint.

        `program` is the class of the driver's process. With `host`, its lease says afterwards that it was there.
        Returns the exit code of spark-submit.
        """
        submitted = subprocess.Popen(
            self.command(*arguments, options=options, cluster=True),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            kept = Path(f"{output}.run")
            await_that(f"no two checkpoints in {kept}", lambda: len(list(kept.glob("checkpoint-*/MANIFEST.json"))) > 1)
            lease = json.loads((kept / "lease.json").read_text())
            os.kill(java_process(f"{program} .*output.path={output}"), signal.SIGKILL)
            if host:
                (kept / "lease.json").write_text(json.dumps({**lease, "host": host}))
            return submitted.wait(LIMIT)
        finally:
            submitted.kill()


def java_process(pattern: str) -> int:
    """The one Java process with such a command line."""
    found = processes(rf"^[^ ]*java .*{pattern}")
    assert len(found) == 1, found
    return found[0]


def processes(pattern: str) -> list[int]:
    """Processes with such a command line."""
    found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def on_faithful(command: str, output: Path, *settings: str) -> list[str]:
    """A command on the numbers of Old Faithful."""
    every = [
        f"input.path={ROOT / 'conf/examples/data/faithful.csv'}",
        "input.options.header=true",
        "input.partitions=2",
        f"output.path={output}",
        *settings,
    ]
    return [command, *(word for setting in every for word in ("--set", setting))]


def train(output: Path, *settings: str) -> list[str]:
    """A training of Old Faithful, long enough to be killed in the middle."""
    long = ("training.tolerance=0", "training.max-iterations=60", "training.checkpoint-interval=5")
    return on_faithful("train", output, "model.components=6", *long, *settings)


def model(output: Path) -> bytes:
    """The bytes of the model."""
    return (output / "model.safetensors").read_bytes()


def last(said: str) -> str:
    """The last line of Entrosum's."""
    return re.findall(r"^entrosum: .*$", said, re.MULTILINE)[-1]
