"""Estimators and models for PySpark; names follow PySpark's, numbers come as NumPy arrays.

::

    import entrosum.ml
    from entrosum.ml import GaussianMixture

    spark = entrosum.ml.session()
    data = spark.read.parquet("faithful.parquet")
    model = GaussianMixture(k=2, featuresCols=["eruptions", "waiting"]).fit(data)
    model.means, model.summary.bic

PySpark's readers of pipelines look for the Python class of a Java stage in a module with the name
of the Java package. This module is there under that name as soon as it was imported, so import it
before ``PipelineModel.load``.
"""

import sys

from entrosum.ml.factor_analyzers import MixtureOfFactorAnalyzers, MixtureOfFactorAnalyzersModel
from entrosum.ml.factors import (
    FactorAnalysis,
    FactorAnalysisModel,
    ProbabilisticPca,
    ProbabilisticPcaModel,
)
from entrosum.ml.gaussian_mixture import GaussianMixture, GaussianMixtureModel
from entrosum.ml.java import JAVA_PACKAGE
from entrosum.ml.mixture import Mixture, MixtureModel
from entrosum.ml.spark_session import session
from entrosum.ml.sparse_coding import SparseCoding, SparseCodingModel
from entrosum.ml.summaries import (
    EntropyTerms,
    FactorEvaluation,
    FactorSummary,
    GaussianMixtureSummary,
    MixtureEvaluation,
    MixtureSummary,
    SparseCodingEvaluation,
    SparseCodingSummary,
)
from entrosum.ml.whitening import WhiteningModel

sys.modules[JAVA_PACKAGE] = sys.modules[__name__]

__all__ = [
    "EntropyTerms",
    "FactorAnalysis",
    "FactorAnalysisModel",
    "FactorEvaluation",
    "FactorSummary",
    "GaussianMixture",
    "GaussianMixtureModel",
    "GaussianMixtureSummary",
    "Mixture",
    "MixtureEvaluation",
    "MixtureModel",
    "MixtureOfFactorAnalyzers",
    "MixtureOfFactorAnalyzersModel",
    "MixtureSummary",
    "ProbabilisticPca",
    "ProbabilisticPcaModel",
    "SparseCoding",
    "SparseCodingEvaluation",
    "SparseCodingModel",
    "SparseCodingSummary",
    "WhiteningModel",
    "session",
]
