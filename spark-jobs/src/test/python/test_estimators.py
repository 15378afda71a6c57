"""Fit, transform, summary and evaluation of every estimator, against NumPy where that is easy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pyspark.ml import Pipeline
from pyspark.ml.evaluation import ClusteringEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import DataFrame
from pyspark.sql import functions as f

import entrosum
from entrosum.ml import (
    FactorAnalysis,
    GaussianMixture,
    GaussianMixtureSummary,
    Mixture,
    MixtureOfFactorAnalyzers,
    ProbabilisticPca,
    SparseCoding,
)

COLUMNS = ["eruptions", "waiting"]


def rows(data: DataFrame, *columns: str) -> np.ndarray:
    return np.array([list(row) for row in data.select(*columns).collect()], dtype=float)


def log_normals(x: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> np.ndarray:
    """Ln N(x_n; m_c, S_c), [N, K]."""
    columns = []
    for mean, covariance in zip(means, covariances, strict=True):
        centred = x - mean
        squares = np.einsum("nd,nd->n", centred, np.linalg.solve(covariance, centred.T).T)
        log_det = np.linalg.slogdet(2 * np.pi * covariance)[1]
        columns.append(-(log_det + squares) / 2)
    return np.stack(columns, axis=1)


def log_sum(joint: np.ndarray) -> np.ndarray:
    top = joint.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))


@pytest.fixture(scope="module")
def mixture(faithful: DataFrame) -> Any:
    return GaussianMixture(k=2, featuresCols=COLUMNS, logDensityCol="log_density").fit(faithful)


def test_gaussian_mixture_scores_as_numpy_does(
    mixture: Any, faithful: DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = str(tmp_path_factory.mktemp("models") / "mixture")
    mixture.save(path)
    saved = entrosum.load(path)
    np.testing.assert_array_equal(saved["means"], mixture.means)
    np.testing.assert_array_equal(saved.full_covariances(), mixture.covariances)
    np.testing.assert_array_equal(saved["weights"], mixture.weights)
    assert saved.columns == tuple(mixture.featureNames) == tuple(COLUMNS)

    x = rows(faithful, *COLUMNS)
    joint = np.log(saved["weights"]) + log_normals(x, saved["means"], saved.full_covariances())
    density = log_sum(joint)
    scored = mixture.transform(faithful)
    np.testing.assert_allclose(rows(scored, "log_density")[:, 0], density, rtol=1e-11)
    posteriors = np.array([row.probability.toArray() for row in scored.collect()])
    np.testing.assert_allclose(posteriors, np.exp(joint - density[:, None]), atol=1e-11)
    np.testing.assert_array_equal(rows(scored, "prediction")[:, 0], joint.argmax(axis=1))
    assert mixture.summary.logLikelihood == pytest.approx(density.sum(), rel=1e-11)
    assert mixture.logDensity(x[0]) == pytest.approx(density[0], rel=1e-11)
    assert mixture.predict(Vectors.dense(x[0])) == joint[0].argmax()
    np.testing.assert_allclose(mixture.predictProbability(list(x[0])).toArray(), posteriors[0])


def test_gaussian_mixture_summary(mixture: Any, faithful: DataFrame) -> None:
    summary = mixture.summary
    assert mixture.hasSummary
    assert isinstance(summary, GaussianMixtureSummary)
    n, parameters = 272, 1 + 2 * 2 + 2 * 3
    assert (summary.rows, summary.totalWeight, summary.skippedRows) == (n, n, 0)
    assert (summary.missingValues, summary.numParameters, summary.k) == (0, parameters, 2)
    assert summary.aic == pytest.approx(2 * parameters - 2 * summary.logLikelihood)
    assert summary.bic == pytest.approx(parameters * np.log(n) - 2 * summary.logLikelihood)
    assert summary.icl == pytest.approx(summary.bic + 2 * n * summary.entropies.assignment)
    assert summary.bound == pytest.approx(summary.logLikelihood / n)
    assert summary.entropies.bound == summary.bound
    assert summary.entropies.gap == pytest.approx(0, abs=1e-3)
    assert summary.entropies.entropySum == summary.bound - summary.entropies.gap
    assert summary.stopReason == "CONVERGED"
    assert len(summary.objectiveHistory) == summary.totalIterations == summary.numIter
    assert (np.diff(summary.objectiveHistory) >= 0).all()
    assert summary.warnings == []
    assert sum(summary.clusterSizes) == n
    assert summary.predictions.columns == [*COLUMNS, "prediction", "probability", "log_density"]
    assert summary.probability.columns == [summary.probabilityCol] == ["probability"]
    assert (summary.predictionCol, summary.featuresCol) == ("prediction", "eruptions,waiting")
    half = mixture.evaluate(faithful.limit(100))
    assert half.rows == 100
    assert half.logLikelihood == pytest.approx(
        half.predictions.agg(f.sum("log_density")).first()[0]
    )


def test_gaussians(mixture: Any) -> None:
    for c, gaussian in enumerate(mixture.gaussians):
        np.testing.assert_array_equal(gaussian.mean.toArray(), mixture.mean(c))
        np.testing.assert_array_equal(gaussian.cov.toArray(), mixture.covariance(c))
    assert mixture.gaussiansDF.columns == ["mean", "cov"]
    assert (mixture.numFeatures, mixture.getK(), mixture.getCovarianceType()) == (2, 2, "full")
    assert "GaussianMixtureModel" in repr(mixture)


def test_weights_are_rows(faithful: DataFrame) -> None:
    twice = faithful.withColumn("w", f.when(f.col("waiting") > 70, 2.0).otherwise(1.0))
    rows_twice = faithful.union(faithful.where("waiting > 70"))
    estimator = GaussianMixture(featuresCols=COLUMNS, tol=1e-9, maxIter=500)
    weighted = estimator.copy({estimator.weightCol: "w"}).fit(twice)
    repeated = estimator.fit(rows_twice)
    np.testing.assert_allclose(weighted.means, repeated.means, rtol=1e-5)
    assert weighted.summary.totalWeight == repeated.summary.rows


def test_starts_from_a_model(mixture: Any, faithful: DataFrame, tmp_path: Any) -> None:
    path = str(tmp_path / "start")
    mixture.save(path)
    for start in (mixture, path):
        estimator = GaussianMixture(featuresCols=COLUMNS).setInitialModel(start)
        assert estimator.getInitMode() == "model"
        given = estimator.getInitialModel()
        assert given is not None
        np.testing.assert_array_equal(given.means, mixture.means)
        again = estimator.copy({estimator.tol: 1e-5}).fit(faithful)
        assert again.summary.totalIterations <= mixture.summary.totalIterations
        np.testing.assert_allclose(again.means, mixture.means, rtol=1e-3)
    assert GaussianMixture().getInitialModel() is None
    with pytest.raises(TypeError, match="initialModel: must be a GaussianMixtureModel or a path"):
        GaussianMixture().setInitialModel(3)  # type: ignore[arg-type]


def test_fewer_components_than_asked_for_stay_fewer(faithful: DataFrame) -> None:
    model = GaussianMixture(k=1, covarianceType="diagonal", featuresCols=COLUMNS).fit(faithful)
    x = rows(faithful, *COLUMNS)
    np.testing.assert_allclose(model.means[0], x.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(model.covariance(0), np.diag(x.var(axis=0)), rtol=1e-9)


def test_mixture_over_a_table(penguins: DataFrame) -> None:
    model = Mixture(
        k=3,
        featuresCols=["island", "flipper_length_mm", "body_mass_g"],
        families=["island=categorical", "flipper_length_mm=poisson"],
        handleInvalid="keep",
        numInit=3,
        maxIter=500,
    ).fit(penguins)
    assert model.columnFamilies == {
        "island": "categorical",
        "flipper_length_mm": "poisson",
        "body_mass_g": "gaussian",
    }
    assert sorted(model.categories("island")) == ["Biscoe", "Dream", "Torgersen"]
    assert model.probabilities("island").shape == (3, 3)
    np.testing.assert_allclose(model.probabilities("island").sum(axis=1), 1)
    assert model.parameters("flipper_length_mm").keys() == {"rate"}
    gaussian = model.parameters("body_mass_g")
    assert model.gaussianColumns == ["body_mass_g"]
    for c, one in enumerate(model.gaussians):
        assert one.mean[0] == gaussian["mean"][c]
        assert one.cov.toArray()[0, 0] == gaussian["variance"][c]
    assert model.summary.missingValues == 4
    # A mixture's mean at a maximum is that of the data; missing values aside it is exact.
    known = penguins.dropna(subset=["body_mass_g"]).agg(f.avg("body_mass_g")).first()[0]
    assert model.weights @ gaussian["mean"] == pytest.approx(known, rel=1e-3)
    assert model.transform(penguins).where("prediction is null").count() == 0


def test_ppca_is_the_eigen_decomposition(penguins: DataFrame) -> None:
    columns = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm"]
    whole = penguins.dropna(subset=columns)
    x = rows(whole, *columns)
    model = ProbabilisticPca(latentDimensions=1, featuresCols=columns).fit(whole)
    eigenvalues, axes = np.linalg.eigh(np.cov(x.T, bias=True))
    assert model.noiseVariance == pytest.approx(eigenvalues[:2].mean(), rel=1e-9)
    expected = axes[:, 2] * np.sqrt(eigenvalues[2] - model.noiseVariance)
    loadings = model.loadings[:, 0]
    np.testing.assert_allclose(loadings * np.sign(loadings @ expected), expected, rtol=1e-7)
    np.testing.assert_allclose(model.mean, x.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(model.explainedVariance, eigenvalues[2] / eigenvalues.sum())
    np.testing.assert_allclose(
        model.covariance, np.outer(loadings, loadings) + model.noiseVariance * np.eye(3)
    )
    latent = loadings @ (x[0] - model.mean) / (loadings @ loadings + model.noiseVariance)
    assert model.latent(x[0])[0] == pytest.approx(latent)
    density = log_normals(x[:1], model.mean[None], model.covariance[None])[0, 0]
    assert model.logDensity(x[0]) == pytest.approx(density)
    assert (model.summary.method, model.summary.storage) == ("moments", "dense")
    assert model.summary.stopReason == "CLOSED_FORM"
    scored = model.setReconstructionCol("again").transform(whole)
    assert scored.columns[-3:] == ["latent", "log_density", "again"]
    assert model.evaluate(whole).logLikelihood == pytest.approx(model.summary.logLikelihood)


def test_whitening(penguins: DataFrame) -> None:
    columns = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm"]
    data = VectorAssembler(inputCols=columns, outputCol="features").transform(
        penguins.dropna(subset=columns)
    )
    whitening = ProbabilisticPca(latentDimensions=2).fit(data).whitening()
    assert whitening.getInputCol() == "features"
    for mode, width in (("zca", 3), ("pca", 2)):
        whitened = whitening.setMode(mode).setOutputCol(mode).transform(data).collect()
        z = np.array([row[mode].toArray() for row in whitened])
        np.testing.assert_allclose(np.cov(z.T, bias=True), np.eye(width), atol=1e-9)


def test_factor_analysis(penguins: DataFrame) -> None:
    columns = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_g"]
    model = FactorAnalysis(latentDimensions=1, featuresCols=columns, handleInvalid="skip").fit(
        penguins
    )
    w, psi = model.loadings, model.noiseVariances
    np.testing.assert_allclose(model.communalities, (w**2).sum(1) / ((w**2).sum(1) + psi))
    np.testing.assert_allclose(model.covariance, w @ w.T + np.diag(psi))
    assert (model.summary.rows, model.summary.skippedRows) == (342, 2)
    assert (model.getRotation(), model.getLatentDimensions()) == ("principal", 1)


def test_mixture_of_factor_analyzers(faithful: DataFrame) -> None:
    model = MixtureOfFactorAnalyzers(k=2, latentDimensions=1, featuresCols=COLUMNS).fit(faithful)
    assert model.means.shape == (2, 2)
    assert model.weights.sum() == pytest.approx(1)
    covariances = np.stack([model.covariance(c) for c in range(2)])
    for c in range(2):
        w = model.loadings(c)
        np.testing.assert_allclose(w @ w.T + np.diag(model.noiseVariance(c)), covariances[c])
    x = rows(faithful, *COLUMNS)
    density = log_sum(np.log(model.weights) + log_normals(x, model.means, covariances))
    assert model.summary.logLikelihood == pytest.approx(density.sum(), rel=1e-10)
    assert model.predict(x[0]) in (0, 1)


def test_sparse_coding(faithful: DataFrame) -> None:
    centred = faithful.selectExpr("array(eruptions - 3.5, (waiting - 71) / 13) as features")
    model = SparseCoding(latentDimensions=3, maxIter=30, deviationCol="sd").fit(centred)
    assert model.dictionary.shape == (2, 3)
    np.testing.assert_allclose(np.linalg.norm(model.dictionary, axis=0), 1, rtol=1e-12)
    assert (np.diff(model.scales) <= 0).all()
    summary = model.summary
    assert np.isnan(summary.logLikelihood)
    assert 0 < summary.gini < 1
    assert summary.deadLatents == len(model.unusedLatents)
    assert summary.unfinishedRows == 0
    first = model.transform(centred).first()
    np.testing.assert_allclose(first["latent"].toArray(), model.latent(first["features"]))
    assert model.bound(first["features"]) == pytest.approx(first["bound"])
    assert len(first["sd"]) == 3
    assert model.noiseVariance > 0
    assert model.setCodes("map").getCodes() == "map"
    assert model.evaluate(centred).bound == pytest.approx(summary.bound, rel=1e-6)


def test_cross_validator(faithful: DataFrame) -> None:
    data = VectorAssembler(inputCols=COLUMNS, outputCol="features").transform(faithful)
    estimator = GaussianMixture()
    grid = ParamGridBuilder().addGrid(estimator.k, [2, 4]).build()
    found = CrossValidator(
        estimator=estimator,
        estimatorParamMaps=grid,
        evaluator=ClusteringEvaluator(),
        numFolds=2,
        parallelism=2,
        seed=1,
    ).fit(data)
    assert found.bestModel.getK() == 2  # silhouettes of two clusters are best here
    assert found.bestModel.transform(data).count() == 272


def test_bad_rows_are_one_line(penguins: DataFrame) -> None:
    with pytest.raises(entrosum.DataError, match="handleInvalid") as caught:
        GaussianMixture(featuresCols=["body_mass_g", "beak_depth_mm"]).fit(penguins)
    assert "\n" not in str(caught.value)


def test_wrong_rows_are_one_line(mixture: Any) -> None:
    with pytest.raises(ValueError, match=r"must be one row but has the shape \[2, 2\]"):
        mixture.predict(np.zeros((2, 2)))
    with pytest.raises(Exception, match="the vector has 1 elements, the model 2"):
        mixture.predict([1.0])


def test_in_a_pipeline(faithful: DataFrame) -> None:
    assembler = VectorAssembler(inputCols=COLUMNS, outputCol="features")
    model = Pipeline(stages=[assembler, GaussianMixture(k=2)]).fit(faithful)
    assert model.transform(faithful).columns == [*COLUMNS, "features", "prediction", "probability"]
