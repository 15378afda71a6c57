"""Probabilistic PCA and factor analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.sql import is_remote

from entrosum.ml.factor_params import FactorParams
from entrosum.ml.java import JAVA_PACKAGE, Features, Numbers, array, new_java_object, vector
from entrosum.ml.setters import EstimatorSetters
from entrosum.ml.stages import FittedModel, FittingStage
from entrosum.ml.summaries import FactorEvaluation, FactorSummary
from entrosum.ml.whitening import WhiteningModel

if TYPE_CHECKING:
    from typing_extensions import Self


class FactorSetters(EstimatorSetters, FactorParams):
    """The setters of both estimators."""

    def setLatentDimensions(self, value: int) -> Self:
        """Set the value of :py:attr:`latentDimensions`."""
        return self._set(latentDimensions=value)

    def setNoiseFloor(self, value: float) -> Self:
        """Set the value of :py:attr:`noiseFloor`."""
        return self._set(noiseFloor=value)

    def setMethod(self, value: str) -> Self:
        """Set the value of :py:attr:`method`."""
        return self._set(method=value)


class LinearGaussianModel(FittedModel, FactorParams):
    """What both models have.

    ``transform`` adds the posterior means of the factors, the log density of a row and, where a
    column is named for it, the row that the factors stand for.
    """

    _summary_class = FactorSummary
    _evaluation_class = FactorEvaluation

    @property
    def mean(self) -> Numbers:
        """The mean of the features, [D]."""
        return array(self._call_java("mean"))

    @property
    def loadings(self) -> Numbers:
        """The loadings, [D, H]: a column a factor."""
        return array(self._call_java("loadings"))

    @property
    def covariance(self) -> Numbers:
        """The covariance of the features under the model, [D, D]; for moderate D."""
        return array(self._call_java("covariance"))

    def latent(self, features: Features) -> Numbers:
        """Return the posterior means of the factors, given a row, [H]."""
        return array(self._call_java("latent", vector(features)))

    def logDensity(self, features: Features) -> float:
        """Return the natural logarithm of the density at a row."""
        return float(self._call_java("logDensity", vector(features)))


class ProbabilisticPcaModel(LinearGaussianModel):
    """Trained probabilistic PCA; factors are coordinates along the principal axes."""

    __module__ = JAVA_PACKAGE

    @property
    def noiseVariance(self) -> float:
        """The variance of the noise in every direction."""
        return float(self._call_java("noiseVariance"))

    @property
    def explainedVariance(self) -> Numbers:
        """The share of the variance along each principal axis, largest first, [H]."""
        return array(self._call_java("explainedVariance"))

    def whitening(self) -> WhiteningModel:
        """Return the transformer that whitens rows under the covariance of this model."""
        if is_remote():
            raise NotImplementedError(
                "whitening: not under Spark Connect (use a session without Connect)"
            )
        made: WhiteningModel = WhiteningModel._from_java(self._to_java().whitening())
        return made


class ProbabilisticPca(FittingStage[ProbabilisticPcaModel], FactorSetters):
    """Fits probabilistic PCA: a few factors, and noise that is alike in all directions.

    Examples:
        >>> model = ProbabilisticPca(latentDimensions=10).fit(data)
        >>> model.loadings, model.noiseVariance, model.explainedVariance

    """

    __module__ = JAVA_PACKAGE
    _model_class = ProbabilisticPcaModel

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        featuresCols: list[str] | None = None,
        latentDimensions: int | None = None,
        aggregationDepth: int = 2,
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        handleInvalid: str = "error",
        latentCol: str = "latent",
        logDensityCol: str = "log_density",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        method: str = "auto",
        noiseFloor: float = 1e-09,
        reconstructionCol: str = "",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("ProbabilisticPca", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)


class FactorAnalysisParams(FactorParams):
    """The parameters that factor analysis and its model share."""

    rotation: Param[str] = Param(
        Params._dummy(),
        "rotation",
        "What loadings are rotated to: principal, varimax.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(rotation="principal", noiseFloor=0.001)

    def getRotation(self) -> str:
        """Return the value of :py:attr:`rotation`."""
        return self.getOrDefault(self.rotation)


class FactorAnalysisModel(LinearGaussianModel, FactorAnalysisParams):
    """Trained factor analysis."""

    __module__ = JAVA_PACKAGE

    @property
    def noiseVariances(self) -> Numbers:
        """The variance of the noise of each feature, [D]."""
        return array(self._call_java("noiseVariances"))

    @property
    def communalities(self) -> Numbers:
        """The share of the variance of each feature that the factors explain, [D]."""
        return array(self._call_java("communalities"))


class FactorAnalysis(FittingStage[FactorAnalysisModel], FactorSetters, FactorAnalysisParams):
    """Fits factor analysis: a few factors explain what columns have in common.

    Examples:
        >>> model = FactorAnalysis(latentDimensions=2, rotation="varimax").fit(data)
        >>> model.loadings, model.communalities

    """

    __module__ = JAVA_PACKAGE
    _model_class = FactorAnalysisModel

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        featuresCols: list[str] | None = None,
        latentDimensions: int | None = None,
        aggregationDepth: int = 2,
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        handleInvalid: str = "error",
        latentCol: str = "latent",
        logDensityCol: str = "log_density",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        method: str = "auto",
        noiseFloor: float = 0.001,
        reconstructionCol: str = "",
        rotation: str = "principal",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("FactorAnalysis", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)

    def setRotation(self, value: str) -> Self:
        """Set the value of :py:attr:`rotation`."""
        return self._set(rotation=value)
