"""What works over Spark Connect and what does not, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

PROGRAM = """
import gc, json, sys, weakref
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import ClusteringEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
import entrosum, entrosum.ml as ml

data_path, folder = sys.argv[1:]
builder = SparkSession.builder.remote("local[2]").config("spark.ui.enabled", "false")
spark = ml.session(builder)
data = spark.read.csv(data_path, header=True, inferSchema=True)
outcomes = {}

def note(name, call):
    try:
        outcomes[name] = call()
    except Exception as e:
        outcomes[name] = f"{type(e).__name__}: {e}"

def all_of(name, params):
    estimator = getattr(ml, name)(**params, featuresCols=["eruptions", "waiting"])
    model = estimator.fit(data)
    first = str(model.transform(data).first())
    model.save(f"{folder}/{name}")
    estimator.save(f"{folder}/{name}-estimator")
    Pipeline(stages=[estimator]).fit(data).save(f"{folder}/{name}-pipeline")
    loaded = type(model).load(f"{folder}/{name}")
    note(name, lambda: {
        "model": first == str(loaded.transform(data).first()),
        "pipeline": first == str(
            PipelineModel.load(f"{folder}/{name}-pipeline").transform(data).first()),
        "again": first == str(type(estimator).load(f"{folder}/{name}-estimator").fit(data)
            .transform(data).first()),
        "iterations": model.summary.totalIterations,
        "history": len(model.summary.objectiveHistory),
        "type": type(model.summary).__name__,
        "arrays": list(entrosum.load(f"{folder}/{name}")),
    })
    return model

gc.disable()
model = ml.GaussianMixture(featuresCols=["eruptions", "waiting"]).fit(data)
reference = weakref.ref(model)
del model
outcomes["freed"] = reference() is None
gc.enable()
mixture = all_of("GaussianMixture", {"k": 2})
all_of("Mixture", {"k": 2, "families": ["waiting=poisson"]})
pca = all_of("ProbabilisticPca", {"latentDimensions": 1})
all_of("FactorAnalysis", {"latentDimensions": 1})
all_of("MixtureOfFactorAnalyzers", {"k": 2, "latentDimensions": 1})
all_of("SparseCoding", {"latentDimensions": 2, "maxIter": 3})
note("clusterSizes", lambda: mixture.summary.clusterSizes)
note("predictions", lambda: mixture.summary.predictions.count())
note("bic", lambda: mixture.summary.bic)
note("weights", lambda: mixture.weights)
note("predict", lambda: mixture.predict([3.6, 79.0]))
note("evaluate", lambda: mixture.evaluate(data))
note("fromFolder", lambda: ml.GaussianMixtureModel.fromFolder(f"{folder}/GaussianMixture/data"))
note("whitening", lambda: pca.whitening())
note("initialModel", lambda: ml.GaussianMixture().setInitialModel(mixture))
start = ml.GaussianMixture(featuresCols=["eruptions", "waiting"])
note("start", lambda: start.setInitialModel(f"{folder}/GaussianMixture").fit(data).hasSummary)
note("k", lambda: ml.GaussianMixture(k=500, featuresCols=["eruptions"]).fit(data))
vectors = VectorAssembler(inputCols=["eruptions", "waiting"], outputCol="features").transform(data)
one = ml.GaussianMixture()
grid = ParamGridBuilder().addGrid(one.k, [2, 3]).build()
note("best", lambda: CrossValidator(estimator=one, estimatorParamMaps=grid, numFolds=2,
    evaluator=ClusteringEvaluator()).fit(vectors).bestModel.summary.k)
print(json.dumps(outcomes))
spark.stop()
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("connect")
    data = ROOT / "conf/examples/data/faithful.csv"
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data), str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(folder),
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("name", "summary", "arrays"),
    [
        ("GaussianMixture", "GaussianMixtureSummary", ["weights", "means", "covariances"]),
        ("Mixture", "MixtureSummary", ["weights", "means", "covariances", "rate.waiting"]),
        ("ProbabilisticPca", "FactorSummary", ["mean", "loadings", "noise_variance"]),
        ("FactorAnalysis", "FactorSummary", ["mean", "loadings", "noise_variance"]),
        (
            "MixtureOfFactorAnalyzers",
            "MixtureSummary",
            ["weights", "means", "loadings", "noise_variance"],
        ),
        ("SparseCoding", "SparseCodingSummary", ["dictionary", "scales", "noise_variance"]),
    ],
)
def test_fits_transforms_saves_and_loads(
    name: str, summary: str, arrays: list[str], outcomes: dict[str, Any]
) -> None:
    found = outcomes[name]
    assert (found["model"], found["pipeline"], found["again"]) == (True, True, True)
    assert found["iterations"] == found["history"] > 0
    assert (found["type"], found["arrays"]) == (summary, arrays)


def test_models_are_in_no_cycle(outcomes: dict[str, Any]) -> None:
    assert outcomes["freed"] is True


def test_has_what_spark_serves_of_clusterings(outcomes: dict[str, Any]) -> None:
    assert sum(outcomes["clusterSizes"]) == outcomes["predictions"] == 272
    assert outcomes["start"] is True
    assert outcomes["best"] == 2


@pytest.mark.parametrize("name", ["bic", "weights", "predict", "evaluate"])
def test_says_what_spark_serves_not(name: str, outcomes: dict[str, Any]) -> None:
    assert outcomes[name].startswith(f"NotImplementedError: {name}: Spark Connect serves it for")
    assert "entrosum.load" in outcomes[name]
    assert "\n" not in outcomes[name]


@pytest.mark.parametrize("name", ["fromFolder", "whitening", "initialModel"])
def test_says_what_cannot_be(name: str, outcomes: dict[str, Any]) -> None:
    assert outcomes[name].startswith(f"NotImplementedError: {name}: ")
    assert "\n" not in outcomes[name]


def test_errors_of_java_are_one_line(outcomes: dict[str, Any]) -> None:
    assert outcomes["k"] == (
        "DataError: only 126 distinct rows for 500 components; use at most 126 components"
    )
