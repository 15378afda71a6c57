"""What Python saves Java loads and the reverse, by themselves and in pipelines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyspark import keyword_only
from pyspark.ml import Pipeline, PipelineModel, Transformer
from pyspark.ml.evaluation import ClusteringEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.param.shared import HasInputCol
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWritable
from pyspark.sql import DataFrame, SparkSession

import entrosum
import entrosum.ml

COLUMNS = ["eruptions", "waiting"]
ESTIMATORS: dict[str, dict[str, Any]] = {
    "FactorAnalysis": {"latentDimensions": 1, "rotation": "varimax", "noiseFloor": 0.01},
    "GaussianMixture": {"k": 2, "covarianceType": "diagonal", "logDensityCol": "d"},
    "Mixture": {"k": 2, "families": ["waiting=poisson"], "handleInvalid": "keep"},
    "MixtureOfFactorAnalyzers": {"k": 2, "latentDimensions": 1, "noise": "isotropic"},
    "ProbabilisticPca": {"latentDimensions": 1, "latentCol": "z"},
    "SparseCoding": {"latentDimensions": 2, "maxIter": 5, "codes": "map"},
}


def estimator(name: str) -> Any:
    return getattr(entrosum.ml, name)(**ESTIMATORS[name], featuresCols=COLUMNS)


def params(stage: Any) -> dict[str, Any]:
    return {param.name: value for param, value in stage.extractParamMap().items()}


def rows(data: DataFrame) -> list[str]:
    return [str(row) for row in data.collect()]


@pytest.mark.parametrize("name", ESTIMATORS)
def test_estimators_and_models_come_back(name: str, faithful: DataFrame, tmp_path: Path) -> None:
    saved = estimator(name)
    saved.save(str(tmp_path / "estimator"))
    loaded = type(saved).load(str(tmp_path / "estimator"))
    assert type(loaded) is type(saved)
    assert (loaded.uid, params(loaded)) == (saved.uid, params(saved))

    model = saved.fit(faithful)
    path = str(tmp_path / "model")
    model.write().overwrite().save(path)
    again = type(model).load(path)
    assert type(again) is type(model)
    assert (again.uid, params(again)) == (model.uid, params(model))
    assert rows(again.transform(faithful)) == rows(model.transform(faithful))
    assert not again.hasSummary
    assert again.featureNames == COLUMNS
    arrays = entrosum.load(path)
    assert arrays.columns == tuple(COLUMNS)
    assert arrays.summary is None
    from_folder = type(model).fromFolder(f"{path}/data")
    if name != "Mixture":  # which reads the columns that it was trained on
        from_folder.setFeaturesCols(COLUMNS)
    assert from_folder.featureNames == COLUMNS
    assert from_folder.evaluate(faithful).bound == model.evaluate(faithful).bound


@pytest.mark.parametrize("name", ESTIMATORS)
def test_java_reads_what_python_saved(
    name: str, faithful: DataFrame, spark: SparkSession, tmp_path: Path
) -> None:
    package = spark._jvm.io.entrosum.spark.ml
    model = estimator(name).fit(faithful)
    model.save(str(tmp_path / "python"))
    java = getattr(package, f"{name}Model").load(str(tmp_path / "python"))
    assert java.uid() == model.uid
    for param in model.params:
        if model.isSet(param):
            found = java.getOrDefault(java.getParam(param.name))
            expected = model.getOrDefault(param)
            assert (list(found) if isinstance(expected, list) else found) == expected
    scored = DataFrame(java.transform(faithful._jdf), spark)
    assert rows(scored) == rows(model.transform(faithful))

    java.save(str(tmp_path / "java"))
    again = type(model).load(str(tmp_path / "java"))
    assert params(again) == params(model)
    assert rows(again.transform(faithful)) == rows(scored)


def test_python_reads_what_java_fitted(
    faithful: DataFrame, spark: SparkSession, tmp_path: Path
) -> None:
    java = spark._jvm.io.entrosum.spark.ml.GaussianMixture().setK(3).setMaxIter(7)
    columns = spark.sparkContext._gateway.new_array(spark._jvm.java.lang.String, 2)
    columns[0], columns[1] = COLUMNS
    java.setFeaturesCols(columns)
    java.save(str(tmp_path / "estimator"))
    loaded = entrosum.ml.GaussianMixture.load(str(tmp_path / "estimator"))
    assert (loaded.getK(), loaded.getMaxIter()) == (3, 7)
    assert loaded.getFeaturesCols() == COLUMNS
    model = java.fit(faithful._jdf)
    model.save(str(tmp_path / "model"))
    ours = entrosum.ml.GaussianMixtureModel.load(str(tmp_path / "model"))
    np.testing.assert_array_equal(ours.weights, list(model.weights()))
    np.testing.assert_array_equal(loaded.fit(faithful).means, ours.means)


def test_whitening_comes_back(faithful: DataFrame, tmp_path: Path) -> None:
    data = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(faithful)
    saved = entrosum.ml.ProbabilisticPca(latentDimensions=1).fit(data).whitening().setMode("pca")
    saved.save(str(tmp_path / "whitening"))
    loaded = entrosum.ml.WhiteningModel.load(str(tmp_path / "whitening"))
    assert (loaded.uid, loaded.getMode()) == (saved.uid, "pca")
    assert rows(loaded.transform(data)) == rows(saved.transform(data))
    assert rows(saved.copy().transform(data)) == rows(saved.transform(data))
    pipeline = PipelineModel([saved])
    pipeline.save(str(tmp_path / "pipeline"))
    (stage,) = PipelineModel.load(str(tmp_path / "pipeline")).stages
    assert rows(stage.transform(data)) == rows(saved.transform(data))


def test_the_start_is_saved_with_an_estimator(faithful: DataFrame, tmp_path: Path) -> None:
    start = estimator("GaussianMixture").fit(faithful)
    saved = entrosum.ml.GaussianMixture(featuresCols=COLUMNS).setInitialModel(start)
    saved.save(str(tmp_path / "estimator"))
    loaded = entrosum.ml.GaussianMixture.load(str(tmp_path / "estimator"))
    found = loaded.getInitialModel()
    assert found is not None
    np.testing.assert_array_equal(found.means, start.means)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_pipelines_of_java_stages(name: str, faithful: DataFrame, tmp_path: Path) -> None:
    pipeline = Pipeline(stages=[estimator(name)])
    pipeline.save(str(tmp_path / "pipeline"))
    loaded = Pipeline.load(str(tmp_path / "pipeline"))
    (stage,) = loaded.getStages()
    assert type(stage) is getattr(entrosum.ml, name)
    assert params(stage) == params(estimator(name))
    model = loaded.fit(faithful)
    path = str(tmp_path / "model")
    model.save(path)
    again = PipelineModel.load(path)
    assert rows(again.transform(faithful)) == rows(model.transform(faithful))
    assert type(again.stages[0]) is getattr(entrosum.ml, f"{name}Model")
    assert entrosum.load(path).columns == tuple(COLUMNS)


class Halver(Transformer, HasInputCol, DefaultParamsReadable, DefaultParamsWritable):
    """A stage that is Python only, so that PySpark saves its pipeline by itself."""

    @keyword_only
    def __init__(self, *, inputCol: str = "waiting") -> None:
        super().__init__()
        self._set(**self._input_kwargs)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        column = self.getOrDefault("inputCol")
        return dataset.withColumn(column, dataset[column] / 2)


def test_pipelines_with_python_stages(faithful: DataFrame, tmp_path: Path) -> None:
    stages = [Halver(inputCol="waiting"), estimator("GaussianMixture")]
    Pipeline(stages=stages).save(str(tmp_path / "pipeline"))
    loaded = Pipeline.load(str(tmp_path / "pipeline"))
    assert [type(stage) for stage in loaded.getStages()] == [type(stage) for stage in stages]
    model = loaded.fit(faithful)
    model.save(str(tmp_path / "model"))
    again = PipelineModel.load(str(tmp_path / "model"))
    assert rows(again.transform(faithful)) == rows(model.transform(faithful))
    np.testing.assert_array_equal(entrosum.load(tmp_path / "model")["means"], model.stages[1].means)


def test_cross_validators_come_back(faithful: DataFrame, tmp_path: Path) -> None:
    data = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(faithful)
    one = entrosum.ml.GaussianMixture(maxIter=5)
    validator = CrossValidator(
        estimator=one,
        estimatorParamMaps=ParamGridBuilder().addGrid(one.k, [2, 3]).build(),
        evaluator=ClusteringEvaluator(),
        numFolds=2,
    )
    validator.save(str(tmp_path / "validator"))
    loaded = CrossValidator.load(str(tmp_path / "validator"))
    assert type(loaded.getEstimator()) is entrosum.ml.GaussianMixture
    assert [list(grid.values()) for grid in loaded.getEstimatorParamMaps()] == [[2], [3]]
    model = validator.fit(data)
    model.save(str(tmp_path / "model"))
    again = CrossValidatorModel.load(str(tmp_path / "model"))
    assert rows(again.transform(data)) == rows(model.transform(data))


def test_which_stage_of_a_pipeline(faithful: DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "two"
    first = entrosum.ml.ProbabilisticPca(latentDimensions=1, featuresCols=COLUMNS)
    Pipeline(stages=[first, estimator("GaussianMixture")]).fit(faithful).save(str(path))
    with pytest.raises(entrosum.ModelError, match="a pipeline with 2 models") as caught:
        entrosum.load(path)
    assert "stages/0_ProbabilisticPca" in str(caught.value)
    assembler = VectorAssembler(inputCols=COLUMNS, outputCol="features")
    PipelineModel([assembler]).save(str(tmp_path / "none"))
    with pytest.raises(entrosum.ModelError, match="a pipeline with no models of Entrosum"):
        entrosum.load(tmp_path / "none")


def test_damaged_models_are_one_line(faithful: DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "model"
    estimator("GaussianMixture").fit(faithful).save(str(path))
    file = path / "data" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    for checksum in path.glob("data/.*.crc"):  # Hadoop's own, where it wrote some
        checksum.unlink()
    ours, theirs = [], []
    for found, load in (
        (ours, entrosum.load),
        (theirs, entrosum.ml.GaussianMixtureModel.load),
    ):
        with pytest.raises(entrosum.ModelError, match="must have the SHA-256") as caught:
            load(str(path))
        assert "\n" not in str(caught.value)
        found.append(str(caught.value).removeprefix("file:"))
    assert ours == theirs
    with pytest.raises(entrosum.ModelError, match=r"has no MANIFEST\.json"):
        entrosum.ml.GaussianMixtureModel.fromFolder(str(tmp_path))


def test_models_of_another_type_are_refused(faithful: DataFrame, tmp_path: Path) -> None:
    path = str(tmp_path / "model")
    estimator("ProbabilisticPca").fit(faithful).save(path)
    with pytest.raises(entrosum.ModelError, match="is not a Gaussian mixture but a model of type"):
        entrosum.ml.GaussianMixtureModel.fromFolder(f"{path}/data")


@pytest.mark.parametrize("name", ESTIMATORS)
def test_models_and_summaries_move_to_local_disk_and_back(
    name: str, faithful: DataFrame, spark: SparkSession, tmp_path: Path
) -> None:
    """What a server of Spark Connect does, whatever Hadoop's default file system is."""
    model = estimator(name).fit(faithful)
    java = model._java_obj
    configuration = spark.sparkContext._jsc.hadoopConfiguration()
    default = configuration.get("fs.defaultFS")
    configuration.set("fs.defaultFS", "hdfs://nowhere.invalid:1")
    try:
        java.write().saveToLocal(str(tmp_path / "model"))
        loaded = java.read().loadFromLocal(str(tmp_path / "model"))
    finally:
        configuration.set("fs.defaultFS", default)
    java.saveSummary(str(tmp_path / "model" / "summary"))
    assert not loaded.hasSummary()
    loaded.loadSummary(str(tmp_path / "model" / "summary"), model.summary.predictions._jdf)
    again = type(model)._from_java(loaded)
    assert rows(again.transform(faithful)) == rows(model.transform(faithful))
    ours, theirs = model.summary, again.summary
    assert (theirs.bic, theirs.rows, theirs.warnings) == (ours.bic, ours.rows, ours.warnings)
    assert theirs.entropies == ours.entropies
    np.testing.assert_array_equal(theirs.objectiveHistory, ours.objectiveHistory)
    assert rows(theirs.predictions) == rows(ours.predictions)
    for figure in ("clusterSizes", "probabilityCol", "method", "storage", "deadLatents", "gini"):
        assert getattr(theirs, figure, None) == getattr(ours, figure, None)
