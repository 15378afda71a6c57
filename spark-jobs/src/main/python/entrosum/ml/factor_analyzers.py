"""Mixtures of factor analysers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters

from entrosum.ml.component_model import VectorMixtureModel
from entrosum.ml.java import JAVA_PACKAGE, Numbers, array, new_java_object
from entrosum.ml.params import ComponentParams, LatentParams
from entrosum.ml.setters import ComponentSetters
from entrosum.ml.stages import FittingStage
from entrosum.ml.summaries import MixtureSummary

if TYPE_CHECKING:
    from typing_extensions import Self


class MixtureOfFactorAnalyzersParams(ComponentParams, LatentParams):
    """The parameters that an estimator and its model share."""

    initMode: Param[str] = Param(
        Params._dummy(),
        "initMode",
        "Where training starts: k-means++, random.",
        typeConverter=TypeConverters.toString,
    )

    noise: Param[str] = Param(
        Params._dummy(),
        "noise",
        "Shape of the noise: diagonal (factor analysers) or isotropic (probabilistic PCA).",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(initMode="k-means++", noise="diagonal", noiseFloor=0.001)

    def getInitMode(self) -> str:
        """Return the value of :py:attr:`initMode`."""
        return self.getOrDefault(self.initMode)

    def getNoise(self) -> str:
        """Return the value of :py:attr:`noise`."""
        return self.getOrDefault(self.noise)


class MixtureOfFactorAnalyzersModel(VectorMixtureModel, MixtureOfFactorAnalyzersParams):
    """A trained mixture of factor analysers.

    ``transform`` adds the most probable component, the posterior probabilities of all components
    and, where a column is named for it, the log density of a row.
    """

    __module__ = JAVA_PACKAGE
    _summary_class = MixtureSummary

    @property
    def means(self) -> Numbers:
        """The means of the components, [K, D]."""
        return array([array(self._as_python(mean)) for mean in self._java_items("means")])

    def loadings(self, component: int) -> Numbers:
        """Return the loadings of a component, [D, H]."""
        return array(self._call_java("loadings", component))

    def noiseVariance(self, component: int) -> Numbers:
        """Return the noise variances of a component, [D], whatever the shape of the noise."""
        return array(self._call_java("noiseVariance", component))

    def covariance(self, component: int) -> Numbers:
        """Return the covariance matrix of a component, [D, D]; for moderate D."""
        return array(self._call_java("covariance", component))


class MixtureOfFactorAnalyzers(
    FittingStage[MixtureOfFactorAnalyzersModel], ComponentSetters, MixtureOfFactorAnalyzersParams
):
    """Fits a mixture of factor analysers, or with isotropic noise of probabilistic PCA.

    A Gaussian mixture whose covariances have a few factors each, for many columns.

    Examples:
        >>> model = MixtureOfFactorAnalyzers(k=10, latentDimensions=5).fit(data)

    """

    __module__ = JAVA_PACKAGE
    _model_class = MixtureOfFactorAnalyzersModel

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        featuresCols: list[str] | None = None,
        k: int = 2,
        latentDimensions: int | None = None,
        aggregationDepth: int = 2,
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        handleInvalid: str = "error",
        initMode: str = "k-means++",
        logDensityCol: str = "",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        noise: str = "diagonal",
        noiseFloor: float = 0.001,
        numInit: int = 1,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("MixtureOfFactorAnalyzers", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)

    def setLatentDimensions(self, value: int) -> Self:
        """Set the value of :py:attr:`latentDimensions`."""
        return self._set(latentDimensions=value)

    def setNoise(self, value: str) -> Self:
        """Set the value of :py:attr:`noise`."""
        return self._set(noise=value)

    def setNoiseFloor(self, value: float) -> Self:
        """Set the value of :py:attr:`noiseFloor`."""
        return self._set(noiseFloor=value)
