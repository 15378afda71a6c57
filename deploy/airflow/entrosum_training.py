"""Trains a model on every day's data, compares it with the model in service, and publishes it if it is better.

    validate -> train -> evaluate -> is_better -> publish
                                               -> keep

For Airflow 3 with the Apache Spark provider. Everything that differs from place to place is a parameter of the DAG;
the Spark connection says which cluster, and wants `deploy-mode` client: then the driver runs on the worker of Airflow.

A training that was killed goes on where it was when Airflow tries the task again: `output.mode = resume`, and an output
folder that is named by the run. Its lease outlives a killed driver on another host by 90 s, so tries are two minutes
apart. What is read and written has to be where the workers of Airflow and of Spark both reach it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, ObjectStoragePath, Param, task

# A run that was triggered by hand may have no data interval. Colons are not allowed in Hadoop's paths.
FIRST_DAY = "((dag_run.data_interval_start or dag_run.run_after) | ds_nodash)"
RUN = "{{ run_id | replace(':', '') | replace('+', '_') }}"
MODEL = f"{{{{ params.models }}}}/{{{{ {FIRST_DAY} }}}}/{RUN}"
EVALUATION = f"{MODEL}.evaluation.json"
IN_SERVICE = "{{ params.models }}/current.json"


class EntrosumOperator(SparkSubmitOperator):
    """A command of Entrosum; each of the parameter `settings` becomes a `--set` of those that read the configuration."""

    def __init__(self, *, arguments: list[str], **kwargs: Any) -> None:
        super().__init__(
            application="{{ params.job_jar }}",
            java_class="io.entrosum.spark.job.Main",
            application_args=arguments,
            name=f"entrosum {arguments[0]} {{{{ run_id }}}}",
            conf={"spark.executorEnv.OPENBLAS_NUM_THREADS": "1"},
            env_vars={"OPENBLAS_NUM_THREADS": "1"},
            **kwargs,
        )

    def execute(self, context: Any) -> Any:
        """Submits the command and waits for its end."""
        if "--config" in self.application_args:
            settings = context["params"]["settings"]
            self.application_args += [word for setting in settings for word in ("--set", setting)]
        return super().execute(context)


def configured(command: str, data: str, *more: str) -> list[str]:
    """The arguments of a command that reads the configuration, and the rows that the parameter `data` names."""
    rows = f"{{{{ params.{data} | replace('{{interval}}', {FIRST_DAY}) }}}}"
    return [command, "--config", "{{ params.config }}", "--set", f"input.path={rows}", *more]


with DAG(
    dag_id="entrosum_training",
    description="Trains, compares and publishes a model",
    doc_md=__doc__,
    schedule="@daily",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=2)},
    params={
        "job_jar": Param(
            "/opt/spark/app/entrosum-spark-job.jar", type="string", description="the job jar"
        ),
        "config": Param("/etc/entrosum/model.conf", type="string", description="the configuration of train"),
        "train_data": Param(
            "/data/train/{interval}",
            type="string",
            description="what to train on; {interval} is the first day of the data interval, as 20260131",
        ),
        "held_out_data": Param(
            "/data/held-out/{interval}", type="string", description="what candidates are compared on"
        ),
        "models": Param(
            "/models",
            type="string",
            description="folder of all models, and of current.json, which points to the one in service",
        ),
        "least_gain": Param(
            0.0, type="number", description="nats a row by which a model has to be better than that in service"
        ),
        "settings": Param([], type="array", items={"type": "string"}, description="more KEY=VALUE of the configuration"),
    },
    tags=["entrosum"],
) as dag:
    output = ["--set", f"output.path={MODEL}", "--set", "output.mode=resume"]
    validate = EntrosumOperator(task_id="validate", arguments=configured("validate", "train_data", *output))
    train = EntrosumOperator(task_id="train", arguments=configured("train", "train_data", *output))
    evaluate = EntrosumOperator(
        task_id="evaluate",
        arguments=configured(
            "evaluate", "held_out_data", "--model", MODEL, "--against", IN_SERVICE, "--output", EVALUATION
        ),
    )

    @task.branch
    def is_better(evaluation: str, params: dict[str, Any]) -> str:
        """Publishes what nothing is in service beside, or what gains more than `least_gain`."""
        path = ObjectStoragePath(evaluation.replace("s3a://", "s3://", 1))
        figures = json.loads(path.read_text())
        gain = figures["gain"]
        print(f"bound {figures['bound']} nats a row, gain {gain}, least gain {params['least_gain']}")
        if figures["against"] is not None and gain is None:
            raise ValueError(f"{evaluation}: no gain; one of the two models has no finite bound on the held-out data")
        return "publish" if gain is None or gain > params["least_gain"] else "keep"

    publish = EntrosumOperator(task_id="publish", arguments=["publish", MODEL, "--to", IN_SERVICE])
    keep = EmptyOperator(task_id="keep")

    validate >> train >> evaluate >> is_better(EVALUATION) >> [publish, keep]
