"""Runs the DAG in a real Airflow, with a real spark-submit: `deploy/bin/test-airflow`."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIGITS = ROOT / "conf/examples/data/digits.csv.gz"
LIMIT = 600  # seconds, of a run


class Airflow:
    """An Airflow with the DAG in it, and a Spark that runs in the processes of spark-submit."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.models = home / "models"
        dags = home / "dags"
        dags.mkdir(parents=True)
        source = (ROOT / "deploy/airflow/entrosum_training.py").read_text()
        # The lease of a process of this host needs no waiting for; a test should not wait either.
        quick = source.replace("timedelta(minutes=2)", "timedelta(seconds=5)")
        assert quick != source
        (dags / "entrosum_training.py").write_text(quick)
        self.environment = {
            **os.environ,
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[2]"}),
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        self("db", "migrate")
        self("dags", "reserialize")

    def __call__(self, *arguments: str) -> None:
        done = subprocess.run(
            ["airflow", *arguments], env=self.environment, capture_output=True, text=True, timeout=LIMIT
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Error loading DAG" not in done.stdout + done.stderr, done.stdout + done.stderr

    def start(self, day: str, components: int) -> Run:
        """Starts a run of the DAG."""
        conf = {
            "job_jar": os.environ["ENTROSUM_JOB_JAR"],
            "config": str(ROOT / "conf/examples/digits-mixture.conf"),
            "train_data": str(DIGITS),
            "held_out_data": str(DIGITS),
            "models": str(self.models),
            "settings": [
                f"model.components={components}",
                "training.tolerance=0",
                "training.max-iterations=60",
                "training.checkpoint-interval=5",
            ],
        }
        log = self.home / f"{day}.log"
        process = subprocess.Popen(
            ["airflow", "dags", "test", "entrosum_training", day, "--conf", json.dumps(conf)],
            env=self.environment,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        return Run(process, log, self.models / day.replace("-", ""))

    def in_service(self) -> Path:
        """The model that the pointer names."""
        return self.models / json.loads((self.models / "current.json").read_text())["model"]


class Run:
    """A run of the DAG."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, folder: Path) -> None:
        self.process = process
        self.path = log
        self.folder = folder

    def log(self) -> str:
        """What Airflow and the drivers have said so far."""
        return self.path.read_text()

    def await_text(self, pattern: str) -> re.Match[str]:
        """Waits until the log has what matches."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            found = re.search(pattern, self.log())
            if found:
                return found
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        raise AssertionError(f"no {pattern}:\n{self.log()}")

    def kill_driver(self) -> None:
        """SIGKILL for the process that trains."""
        found = subprocess.run(
            ["pgrep", "-f", f"java.*SparkSubmit.* train .*output.path={self.folder}/"],
            capture_output=True,
            text=True,
            check=True,
        )
        (process,) = found.stdout.split()
        os.kill(int(process), signal.SIGKILL)

    def model(self) -> Path:
        """Waits for the end, which has to be success; the folder of the model."""
        try:
            status = self.process.wait(LIMIT)
        finally:
            self.process.kill()
        assert status == 0, self.log()
        assert "state=success" in self.log(), self.log()
        (model,) = [found for found in self.folder.iterdir() if found.is_dir()]
        return model

    def evaluation(self) -> dict[str, object]:
        """What `evaluate` wrote."""
        (file,) = self.folder.glob("*.evaluation.json")
        evaluation: dict[str, object] = json.loads(file.read_text())
        return evaluation


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Airflow:
    assert shutil.which("spark-submit"), "spark-submit is not on the PATH"
    return Airflow(tmp_path_factory.mktemp("airflow"))


def test_runs_train_compare_and_publish_also_when_killed(airflow: Airflow) -> None:
    first = airflow.start("2026-01-01", 5)
    undisturbed = first.model()
    assert first.evaluation()["against"] is None
    assert airflow.in_service() == undisturbed

    killed = airflow.start("2026-01-02", 5)
    killed.await_text(r"iteration +12 ")
    killed.kill_driver()
    resumed = killed.model()
    assert "going on from the checkpoint" in killed.log()
    assert "new_state=up_for_retry" in killed.log()
    name = "model.safetensors"
    assert (resumed / name).read_bytes() == (undisturbed / name).read_bytes()
    assert killed.evaluation()["gain"] == 0
    assert airflow.in_service() == undisturbed, "no better, and published"

    better = airflow.start("2026-01-03", 10)
    model = better.model()
    gain = better.evaluation()["gain"]
    assert isinstance(gain, float)
    assert gain > 1
    assert airflow.in_service() == model
    assert sorted(path.name for path in better.folder.iterdir()) == [
        model.name,
        f"{model.name}.evaluation.json",
    ]
