"""Runs of a real tracking server, by the commands: `deploy/bin/test-mlflow`."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mlflow import MlflowClient
from mlflow.entities import Run

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 300  # seconds, of a command
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


class Server:
    """A tracking server with everything in a folder, and its client."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uri = f"http://{HOST}:{free_port()}"
        self.client = MlflowClient(self.uri)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        host, port = self.uri.removeprefix("http://").split(":")
        command = [
            *(sys.executable, "-m", "mlflow", "server", "--host", host, "--port", port, "--workers", "1"),
            *("--backend-store-uri", f"sqlite:///{self.folder}/mlflow.db"),
            *("--artifacts-destination", str(self.folder / "artifacts")),
        ]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment(MLFLOW_SERVER_ENABLE_JOB_EXECUTION="false"), stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + LIMIT
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < end, (self.folder / "server.log").read_text()
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether it runs."""
        try:
            with urllib.request.urlopen(f"{self.uri}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """Ends it and its workers at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)
            self.process = None

    def run(self, experiment: str) -> Run:
        """The one run of an experiment."""
        found = self.client.get_experiment_by_name(experiment)
        assert found is not None
        runs: list[Run] = list(self.client.search_runs([found.experiment_id]))
        assert len(runs) == 1, runs
        return runs[0]

    def history(self, run: Run, metric: str) -> dict[int, float]:
        """Values of a metric by their steps."""
        return {value.step: value.value for value in self.client.get_metric_history(run.info.run_id, metric)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs when a test begins."""
    one = Server(tmp_path_factory.mktemp("server"))
    try:
        one.start()
        yield one
    finally:
        one.kill()


def words(output: Path, *settings: str) -> list[str]:
    """The command that trains on Old Faithful."""
    every = [
        f"input.path={ROOT / 'conf/examples/data/faithful.csv'}",
        f"output.path={output}",
        "output.mode=fail",
        *settings,
    ]
    command = [str(ROOT / "deploy/bin/entrosum"), "train", "--config", str(ROOT / "conf/examples/faithful-mixture.conf")]
    return command + [word for setting in every for word in ("--set", setting)]


def environment(**more: str) -> dict[str, str]:
    """That of this process without what it says about MLflow, and more."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    return {**ours, **more}


def train(output: Path, *settings: str, **variables: str) -> str:
    """Trains, and returns what was said."""
    done = subprocess.run(
        words(output, *settings), env=environment(**variables), capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def trace(output: Path, *keys: str) -> dict[int, float]:
    """What trace.jsonl has by the iteration."""
    values: dict[int, float] = {}
    for line in (output / "trace.jsonl").read_text().splitlines():
        value: Any = json.loads(line)
        number = value["iteration"]
        for key in keys:
            value = value[key]
        if value is not None:
            values[number] = value
    return values


def warnings(said: str) -> list[str]:
    """The warnings of a command."""
    return re.findall(r"^entrosum: warning: (.*)$", said, re.MULTILINE)


def test_a_training_is_a_run(server: Server, tmp_path: Path) -> None:
    output = tmp_path / "model"
    said = train(output, f"output.mlflow.tracking-uri={server.uri}", "output.mlflow.run-name=old faithful")
    assert not warnings(said)
    run = server.run("entrosum")
    assert run.info.run_name == "old faithful"
    assert run.info.status == "FINISHED"
    assert run.data.params["model.components"] == "2"
    assert run.data.params["training.seed"] == "1"
    assert run.data.params["output.path"] == str(output)
    assert run.data.tags["stopReason"] == "CONVERGED"
    for keys in [("bound",), ("gap",), ("entropySum",), ("change",), ("seconds",), ("entropies", "posterior"), ("entropies", "prior")]:
        assert server.history(run, ".".join(keys)) == trace(output, *keys)
    summary = json.loads((output / "summary.json").read_text())
    assert len(server.history(run, "bound")) == summary["iterations"]
    for figure in ["bic", "icl", "aic", "logLikelihood", "parameters", "rows"]:
        assert run.data.metrics[figure] == summary[figure]
    assert run.data.metrics["trained.bound"] == summary["bound"]


def test_the_model_is_among_the_artifacts(server: Server, tmp_path: Path) -> None:
    output = tmp_path / "model"
    train(output, f"output.mlflow.tracking-uri={server.uri}", "output.mlflow.experiment=artifacts")
    run = server.run("artifacts")
    names = sorted(file.path for file in server.client.list_artifacts(run.info.run_id))
    assert names == ["MANIFEST.json", "model.safetensors", "report.html", "summary.json", "trace.jsonl"]
    for name in names:
        copy = Path(server.client.download_artifacts(run.info.run_id, name, str(tmp_path)))
        assert copy.read_bytes() == (output / name).read_bytes()


def test_the_environment_of_mlflows_clients_will_do(server: Server, tmp_path: Path) -> None:
    train(tmp_path / "model", MLFLOW_TRACKING_URI=server.uri, MLFLOW_EXPERIMENT_NAME="by environment: ä")
    assert server.run("by environment: ä").info.run_name == "model"


def test_values_that_need_thought(server: Server, tmp_path: Path) -> None:
    """More metrics than a request may carry, a name that MLflow refuses, several starts."""
    output = tmp_path / "model"
    data = tmp_path / "data.csv"
    rows = (ROOT / "conf/examples/data/faithful.csv").read_text().splitlines()[1:]
    data.write_text("\n".join(["eruptions (min),waiting", *rows]))
    said = train(
        output,
        f"input.path={data}",
        f"output.mlflow.tracking-uri={server.uri}",
        "output.mlflow.experiment=thought",
        'input.features=["eruptions (min)", waiting]',
        "model.components=6",
        "training.restarts=2",
        "training.tolerance=0",
        "training.max-iterations=150",
        'model.columns={"eruptions (min)" = gaussian}',
    )
    assert not [warning for warning in warnings(said) if "mlflow" in warning]
    run = server.run("thought")
    assert server.history(run, "bound") == trace(output, "bound")
    starts = [server.history(run, f"start {start} of 2/bound") for start in (1, 2)]
    assert trace(output, "bound") in starts
    assert 9 * len(trace(output, "bound")) > 1000  # what is sent of the one that was kept, at the end
    assert any(name.startswith("model.columns.") for name in run.data.params)


def test_nobody_there(tmp_path: Path) -> None:
    uri = f"http://{HOST}:{free_port()}"
    said = warnings(train(tmp_path / "model", f"output.mlflow.tracking-uri={uri}"))
    assert len(said) == 1
    assert said[0].startswith(f"output.mlflow: {uri} does not take the run: no connection; training goes on")
    assert (tmp_path / "model/MANIFEST.json").exists()


def test_a_server_that_dies(server: Server, tmp_path: Path) -> None:
    """In mid-training; the model is there, and so is what it was told before."""
    output = tmp_path / "model"
    command = words(
        output,
        f"output.mlflow.tracking-uri={server.uri}",
        "output.mlflow.experiment=dies",
        "model.components=6",
        "training.tolerance=0",
        "training.max-iterations=400",
    )
    log = tmp_path / "err"
    with log.open("w") as err:
        training = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=err)
    try:
        end = time.monotonic() + LIMIT
        while not re.search(r"^iteration +5 ", log.read_text(), re.MULTILINE):
            assert training.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.01)
        server.kill()
        assert training.wait(LIMIT) == 0, log.read_text()
    finally:
        training.kill()
        server.start()
    said = [warning for warning in warnings(log.read_text()) if "mlflow" in warning]
    assert len(said) == 1, said
    assert said[0].startswith(f"output.mlflow: {server.uri} does not take the run: ")
    assert (output / "MANIFEST.json").exists()
    run = server.run("dies")
    assert run.info.status == "RUNNING"
    assert run.data.params["model.components"] == "6"


def test_secrets_are_not_said(server: Server, tmp_path: Path) -> None:
    """The server takes everybody; that headers are right is tested by MlflowIT."""
    said = train(
        tmp_path / "model",
        f"output.mlflow.tracking-uri={server.uri}",
        "output.mlflow.experiment=secret",
        "spark.hadoop.fs.s3a.secret.key=hush",
        MLFLOW_TRACKING_TOKEN="hush",
    )
    assert "hush" not in said
    run = server.run("secret")
    assert "hush" not in str(run.data.to_dictionary())
    for file in (tmp_path / "model").iterdir():
        assert b"hush" not in file.read_bytes()
