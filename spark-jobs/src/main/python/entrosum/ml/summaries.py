"""Models on data sets: the one that they were trained on (summaries), and others (evaluations)."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from pyspark.ml.clustering import ClusteringSummary
from pyspark.ml.util import try_remote_attribute_relation
from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql import DataFrame

from entrosum.ml.java import JavaErrors, Numbers, array


class EntropyTerms(NamedTuple):
    """A bound and the entropies that it becomes, nats, means per unit of weight.

    Attributes:
        bound: the evidence lower bound; the mean log-likelihood where posteriors are exact
        posterior: mean entropy of the posteriors of all that is latent
        prior: entropy of the prior
        observation: expected (pseudo-)entropy of the observation model
        baseMeasure: expected log base measure
        assignment: the part of ``posterior`` that is of the assignments to components

    """

    bound: float
    posterior: float
    prior: float
    observation: float
    baseMeasure: float
    assignment: float

    @property
    def entropySum(self) -> float:
        """``posterior - prior - observation + baseMeasure``."""
        return self.posterior - self.prior - self.observation + self.baseMeasure

    @property
    def gap(self) -> float:
        """``bound - entropySum``: how far from stationary."""
        return self.bound - self.entropySum


class Evaluation(JavaErrors):
    """A model on a data set: its likelihood, its entropies, and the scored rows."""

    @property
    @try_remote_attribute_relation
    def predictions(self) -> DataFrame:
        """The scored rows."""
        return cast(DataFrame, self._call_java("predictions"))

    @property
    def logLikelihood(self) -> float:
        """The log-likelihood of all rows, nats; NaN where only a bound is known."""
        return float(self._call_java("logLikelihood"))

    @property
    def bound(self) -> float:
        """The bound, mean per unit of weight, nats; the mean log-likelihood where exact."""
        return float(self._call_java("bound"))

    @property
    def entropies(self) -> EntropyTerms:
        """The bound and its entropies, means per unit of weight, nats."""
        found = self._call_java("entropies")
        return EntropyTerms(*(getattr(found, name)() for name in EntropyTerms._fields))

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self._call_java("rows"))

    @property
    def skippedRows(self) -> int:
        """The number of rows that were left out as invalid."""
        return int(self._call_java("skippedRows"))

    @property
    def missingValues(self) -> int:
        """The number of values that were missing in the rows, and marginalised."""
        return int(self._call_java("missingValues"))

    @property
    def totalWeight(self) -> float:
        """The sum of the row weights."""
        return float(self._call_java("totalWeight"))

    @property
    def numParameters(self) -> int:
        """The number of free parameters of the model."""
        return int(self._call_java("numParameters"))

    @property
    def aic(self) -> float:
        """Akaike's information criterion; less is better."""
        return float(self._call_java("aic"))

    @property
    def bic(self) -> float:
        """The Bayesian information criterion; less is better."""
        return float(self._call_java("bic"))


class TrainingSummary(Evaluation):
    """How a model was trained, and the trained model on the data that it was trained on."""

    @property
    def totalIterations(self) -> int:
        """The number of iterations."""
        return int(self._call_java("totalIterations"))

    @property
    def stopReason(self) -> str:
        """Why training ended: CONVERGED, CLOSED_FORM, MAX_ITERATIONS or BOUND_FELL."""
        return str(self._call_java("stopReason").name())

    @property
    def objectiveHistory(self) -> Numbers:
        """The bound after each iteration, mean per unit of weight, nats."""
        return array(self._call_java("objectiveHistory"))

    @property
    def warnings(self) -> list[str]:
        """What a user should know, a line each: constant columns, variances at a floor ..."""
        return list(self._call_java("warnings"))


class MixtureEvaluation(Evaluation, ClusteringSummary):
    """A mixture on a data set."""

    predictions = Evaluation.predictions

    def __init__(self, java_object: Any = None) -> None:
        JavaWrapper.__init__(self, java_object)

    @property
    def probabilityCol(self) -> str:
        """The name of the column of posterior probabilities."""
        return str(self._call_java("probabilityCol"))

    @property
    @try_remote_attribute_relation
    def probability(self) -> DataFrame:
        """The posterior probabilities of the rows, one column."""
        return cast(DataFrame, self._call_java("probability"))

    @property
    def icl(self) -> float:
        """The integrated completed likelihood, ``bic + 2 sum H[r]``; less is better."""
        return float(self._call_java("icl"))


class MixtureSummary(MixtureEvaluation, TrainingSummary):
    """How a mixture was trained, and the trained mixture on its data."""


class GaussianMixtureSummary(MixtureSummary):
    """The summary of a Gaussian mixture; PySpark has a class of this name."""


class FactorEvaluation(Evaluation):
    """A linear Gaussian model on a data set."""


class FactorSummary(FactorEvaluation, TrainingSummary):
    """How a linear Gaussian model was trained, and the model on its data."""

    @property
    def method(self) -> str:
        """How the model was trained: ``moments`` or ``passes``."""
        return str(self._call_java("method"))

    @property
    def storage(self) -> str:
        """How rows were kept for training: ``dense``, or ``sparse`` where that was possible."""
        return str(self._call_java("storage"))


class SparseCodingEvaluation(Evaluation):
    """A sparse coding model on a data set; information criteria take the bound."""

    @property
    def gini(self) -> float:
        """The mean Gini coefficient of the magnitudes of posterior means in a row."""
        return float(self._call_java("gini"))

    @property
    def unfinishedRows(self) -> int:
        """The number of rows whose posterior was not sought to the end."""
        return int(self._call_java("unfinishedRows"))


class SparseCodingSummary(SparseCodingEvaluation, TrainingSummary):
    """How sparse coding was trained, and the model on its data."""

    @property
    def deadLatents(self) -> int:
        """The number of latents that no row uses, see `SparseCodingModel.unusedLatents`."""
        return int(self._call_java("deadLatents"))
