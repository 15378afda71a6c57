"""Parameters: those of Java, no others, with the same documentation and defaults."""

from __future__ import annotations

import inspect
from typing import Any

import pyspark.ml.param.shared
import pytest
from pyspark.errors import IllegalArgumentException
from pyspark.ml.param import Param
from pyspark.sql import DataFrame, SparkSession

import entrosum.ml

ESTIMATORS = [
    "FactorAnalysis",
    "GaussianMixture",
    "Mixture",
    "MixtureOfFactorAnalyzers",
    "ProbabilisticPca",
    "SparseCoding",
]
STAGES = [*ESTIMATORS, *[f"{name}Model" for name in ESTIMATORS], "WhiteningModel"]

# Spark's own parameters: PySpark ends their documentation with full stops, Spark does not.
SHARED = {
    param.name: param.doc
    for mixin in vars(pyspark.ml.param.shared).values()
    if isinstance(mixin, type)
    for param in vars(mixin).values()
    if isinstance(param, Param)
}


def java_stage(spark: SparkSession, name: str) -> Any:
    return getattr(spark._jvm.io.entrosum.spark.ml, name)()


def java_default(stage: Any, param: Any) -> Any:
    value = stage.getDefault(param)
    if not value.isDefined():
        return None
    found = value.get()
    return list(found) if param.getClass().getSimpleName() == "StringArrayParam" else found


def python_stage(name: str) -> Any:
    return getattr(entrosum.ml, name)()


def test_every_java_stage_has_a_python_class(spark: SparkSession) -> None:
    loader = spark._jvm.java.util.ServiceLoader
    found = set()
    for kind in ("Estimator", "Transformer"):
        service = spark._jvm.java.lang.Class.forName(
            f"org.apache.spark.ml.{kind}",
            False,
            spark._jvm.java.lang.Thread.currentThread().getContextClassLoader(),
        )
        providers = loader.load(service).stream().toList()
        names = [provider.type().getName() for provider in providers]
        found |= {name.rpartition(".")[2] for name in names if name.startswith("io.entrosum.")}
    assert found == set(STAGES)


@pytest.mark.parametrize("name", STAGES)
def test_params_are_those_of_java(name: str, spark: SparkSession) -> None:
    java, python = java_stage(spark, name), python_stage(name)
    assert [p.name for p in python.params] == [p.name() for p in java.params()]
    for param in java.params():
        ours = python.getParam(param.name())
        expected = param.doc()
        if ours.doc != expected:
            assert ours.doc == SHARED.get(ours.name), ours.name
        default = python.getOrDefault(ours) if python.hasDefault(ours) else None
        assert default == java_default(java, param), ours.name
        assert type(default) is type(java_default(java, param)), ours.name


@pytest.mark.parametrize("name", ESTIMATORS)
def test_constructor_has_every_param_and_its_default(name: str, spark: SparkSession) -> None:
    stage = python_stage(name)
    wrapped = inspect.signature(type(stage).__init__).parameters
    given = {key: value.default for key, value in wrapped.items() if key != "self"}
    assert set(given) == {param.name for param in stage.params}
    for param in stage.params:
        default = stage.getOrDefault(param) if stage.hasDefault(param) else None
        assert given[param.name] == (default or None if default == [] else default), param.name


@pytest.mark.parametrize("name", STAGES)
def test_setters_and_getters_are_those_of_java(name: str, spark: SparkSession) -> None:
    methods = java_stage(spark, name).getClass().getMethods()
    setters = {m.getName() for m in methods if m.getName().startswith("set")}
    setters -= {"set", "setDefault", "setParent", "setSummary"}
    python = python_stage(name)
    ours = {n for n in dir(python) if n.startswith("set") and callable(getattr(python, n))}
    assert ours - {"set", "setParams"} == setters
    for param in python.params:
        if param.name == "initialModel":
            continue
        getter = getattr(python, "get" + param.name[0].upper() + param.name[1:])
        if python.isDefined(param):
            assert getter() == python.getOrDefault(param)


@pytest.mark.parametrize("name", STAGES)
def test_setters_set(name: str, spark: SparkSession) -> None:
    stage = python_stage(name)
    values = {"float": 0.25, "int": 7, "str": "some", "list[str]": ["a", "b"]}
    for method in [n for n in dir(stage) if n.startswith("set") and n[3:4].isupper()]:
        if method in ("setParams", "setInitialModel"):
            continue
        kind = inspect.signature(getattr(stage, method)).parameters["value"].annotation
        assert getattr(stage, method)(values[kind]) is stage
        param = method[3].lower() + method[4:]
        assert stage.getOrDefault(stage.getParam(param)) == values[kind]


@pytest.mark.parametrize("name", ESTIMATORS)
def test_every_public_method_of_java_exists(name: str, spark: SparkSession) -> None:
    # Of no use in Python: Java's own objects, and what serves Java's class hierarchy.
    internal = {"store", "mixture", "named", "factorModel", "codingModel", "blockBytes"}
    internal |= {
        "featureColumnNames",
        "trainingSummary",
        "setSummary",
        "saveSummary",
        "loadSummary",
    }
    internal |= {"parent", "setParent", "hasParent", "estimatedSize"}
    model = getattr(spark._jvm.io.entrosum.spark.ml, f"{name}Model")()
    package = spark._jvm.io.entrosum.spark.ml
    spark_methods = {m.getName() for m in package.WhiteningModel().getClass().getMethods()}
    wanted = set()
    for method in model.getClass().getMethods():
        wanted.add(method.getName())
    wanted = {n for n in wanted - spark_methods - internal if "$" not in n}
    assert wanted <= set(dir(getattr(entrosum.ml, f"{name}Model")))


def test_explains_params(spark: SparkSession) -> None:
    text = entrosum.ml.GaussianMixture(k=3).explainParams()
    assert "k: Number of components of the mixture (>= 1). (default: 2, current: 3)" in text


def test_copy_has_own_params(spark: SparkSession) -> None:
    first = entrosum.ml.GaussianMixture(k=3)
    second = first.copy({first.k: 4})
    assert (first.getK(), second.getK(), second.uid) == (3, 4, first.uid)


@pytest.mark.parametrize(
    ("params", "error", "message"),
    [
        ({"k": 0}, IllegalArgumentException, "parameter k given invalid value 0"),
        ({"k": "two"}, TypeError, "Could not convert two to int"),
        ({"seed": 1.5}, TypeError, "Could not convert 1.5 to int"),
        ({"covarianceType": "round"}, IllegalArgumentException, "covarianceType given invalid"),
        ({"featuresCol": "nothing"}, IllegalArgumentException, "featuresCol: no column nothing"),
        ({"weightCol": "nothing"}, IllegalArgumentException, "weightCol: no column nothing"),
        ({"k": 500}, entrosum.DataError, "only 126 distinct rows for 500 components"),
        ({"components": 2}, TypeError, "unexpected keyword argument 'components'"),
        ({"initMode": "model"}, IllegalArgumentException, "initialModel"),
    ],
)
def test_wrong_params_are_one_line(
    params: dict[str, Any], error: type[Exception], message: str, faithful: DataFrame
) -> None:
    with pytest.raises(error, match=message) as caught:
        entrosum.ml.GaussianMixture(**({"featuresCol": "eruptions"} | params)).fit(faithful)
    assert "\n" not in str(caught.value)


def test_latent_dimensions_must_be_set(faithful: DataFrame) -> None:
    for name in ("ProbabilisticPca", "FactorAnalysis", "MixtureOfFactorAnalyzers", "SparseCoding"):
        stage = getattr(entrosum.ml, name)(featuresCol="eruptions")
        with pytest.raises(ValueError, match="latentDimensions: must be set"):
            stage.getLatentDimensions()
        with pytest.raises(IllegalArgumentException, match="latentDimensions: must be set"):
            stage.fit(faithful)
