"""What all models of mixtures have."""

from __future__ import annotations

from pyspark.ml.linalg import DenseVector

from entrosum.ml.java import Features, Numbers, array, vector
from entrosum.ml.params import ComponentParams, VectorParams
from entrosum.ml.stages import FittedModel
from entrosum.ml.summaries import MixtureEvaluation


class ComponentModel(FittedModel, ComponentParams):
    """A trained mixture."""

    _evaluation_class = MixtureEvaluation

    @property
    def weights(self) -> Numbers:
        """The mixing weights of the components, largest first, [K]."""
        return array(self._call_java("weights"))


class VectorMixtureModel(ComponentModel, VectorParams):
    """A trained mixture whose features are numbers."""

    def predict(self, features: Features) -> int:
        """Return the most probable component of a row."""
        return int(self._call_java("predict", vector(features)))

    def predictProbability(self, features: Features) -> DenseVector:
        """Return the posterior probabilities of the components, given a row."""
        probabilities: DenseVector = self._call_java("predictProbability", vector(features))
        return probabilities

    def logDensity(self, features: Features) -> float:
        """Return the natural logarithm of the density at a row."""
        return float(self._call_java("logDensity", vector(features)))
