"""The parameters that estimators and their models share; names and defaults are those of Java."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import (
    HasAggregationDepth,
    HasCheckpointInterval,
    HasFeaturesCol,
    HasHandleInvalid,
    HasMaxBlockSizeInMB,
    HasMaxIter,
    HasPredictionCol,
    HasProbabilityCol,
    HasSeed,
    HasTol,
    HasWeightCol,
)

if TYPE_CHECKING:
    from typing_extensions import Self


class CommonParams(
    HasWeightCol,
    HasMaxIter,
    HasTol,
    HasSeed,
    HasAggregationDepth,
    HasHandleInvalid,
    HasMaxBlockSizeInMB,
):
    """The parameters that every estimator and its model share."""

    featuresCols: Param[list[str]] = Param(
        Params._dummy(),
        "featuresCols",
        "names of several features columns, instead of featuresCol",
        typeConverter=TypeConverters.toListString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(maxIter=200, tol=1e-06, seed=1, handleInvalid="error", weightCol="")

    def setWeightCol(self, value: str) -> Self:
        """Set the value of :py:attr:`weightCol`."""
        return self._set(weightCol=value)

    def setHandleInvalid(self, value: str) -> Self:
        """Set the value of :py:attr:`handleInvalid`."""
        return self._set(handleInvalid=value)

    def getFeaturesCols(self) -> list[str]:
        """Return the value of :py:attr:`featuresCols`, empty if it is not set."""
        return self.getOrDefault(self.featuresCols) if self.isDefined(self.featuresCols) else []


class CheckpointParams(HasCheckpointInterval):
    """The parameters of checkpoints, which estimators have and models have not."""

    checkpointInterval: Param[int] = Param(
        Params._dummy(),
        "checkpointInterval",
        "Iterations from checkpoint to checkpoint in checkpointDir (>= 1), or -1: "
        "none are written nor gone on from.",
        typeConverter=TypeConverters.toInt,
    )

    checkpointDir: Param[str] = Param(
        Params._dummy(),
        "checkpointDir",
        "Folder where fits keep how far they are, each in its own folder, and go "
        "on from what an interrupted one of the same parameters and data left; "
        "none if empty.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(checkpointInterval=10, checkpointDir="")

    def getCheckpointDir(self) -> str:
        """Return the value of :py:attr:`checkpointDir`."""
        return self.getOrDefault(self.checkpointDir)

    def setCheckpointInterval(self, value: int) -> Self:
        """Set the value of :py:attr:`checkpointInterval`."""
        return self._set(checkpointInterval=value)

    def setCheckpointDir(self, value: str) -> Self:
        """Set the value of :py:attr:`checkpointDir`."""
        return self._set(checkpointDir=value)


class VectorParams(CommonParams, HasFeaturesCol):
    """The parameters of stages whose features are numbers: one column of vectors, or several."""

    def setFeaturesCol(self, value: str) -> Self:
        """Set the value of :py:attr:`featuresCol`."""
        return self._set(featuresCol=value)

    def setFeaturesCols(self, value: list[str]) -> Self:
        """Set the value of :py:attr:`featuresCols`."""
        return self._set(featuresCols=value)


class DensityParams(CommonParams):
    """The parameter of stages whose model gives a row a density."""

    logDensityCol: Param[str] = Param(
        Params._dummy(),
        "logDensityCol",
        "Column name for the natural logarithm of the density of a row; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(logDensityCol="")

    def getLogDensityCol(self) -> str:
        """Return the value of :py:attr:`logDensityCol`."""
        return self.getOrDefault(self.logDensityCol)

    def setLogDensityCol(self, value: str) -> Self:
        """Set the value of :py:attr:`logDensityCol`."""
        return self._set(logDensityCol=value)


class ComponentParams(DensityParams, HasPredictionCol, HasProbabilityCol):
    """The parameters of mixtures."""

    k: Param[int] = Param(
        Params._dummy(),
        "k",
        "Number of components of the mixture (>= 1).",
        typeConverter=TypeConverters.toInt,
    )

    numInit: Param[int] = Param(
        Params._dummy(),
        "numInit",
        "Number of starts, of which the one with the highest bound is kept (>= 1).",
        typeConverter=TypeConverters.toInt,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(k=2, numInit=1)

    def getK(self) -> int:
        """Return the value of :py:attr:`k`."""
        return self.getOrDefault(self.k)

    def getNumInit(self) -> int:
        """Return the value of :py:attr:`numInit`."""
        return self.getOrDefault(self.numInit)

    def setPredictionCol(self, value: str) -> Self:
        """Set the value of :py:attr:`predictionCol`."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self, value: str) -> Self:
        """Set the value of :py:attr:`probabilityCol`."""
        return self._set(probabilityCol=value)


class CovarianceParams(ComponentParams):
    """The parameters of mixtures with Gaussian columns."""

    covarianceType: Param[str] = Param(
        Params._dummy(),
        "covarianceType",
        "Shape of the covariances: full, tied, diagonal, spherical.",
        typeConverter=TypeConverters.toString,
    )

    covarianceFloor: Param[float] = Param(
        Params._dummy(),
        "covarianceFloor",
        "Least variance of a component in any direction, in units of the columns' "
        "variances (>= 0 and < 1; 0 for none)",
        typeConverter=TypeConverters.toFloat,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(covarianceType="full", covarianceFloor=1e-06)

    def getCovarianceType(self) -> str:
        """Return the value of :py:attr:`covarianceType`."""
        return self.getOrDefault(self.covarianceType)

    def getCovarianceFloor(self) -> float:
        """Return the value of :py:attr:`covarianceFloor`."""
        return self.getOrDefault(self.covarianceFloor)


class LatentParams(VectorParams):
    """The parameters of linear Gaussian models: by themselves, or as components of a mixture."""

    latentDimensions: Param[int] = Param(
        Params._dummy(),
        "latentDimensions",
        "Number of factors, or principal axes (>= 1 and less than the number of features).",
        typeConverter=TypeConverters.toInt,
    )

    noiseFloor: Param[float] = Param(
        Params._dummy(),
        "noiseFloor",
        "Least noise variance, in units of the columns' variances (>= 0 and < 1; 0 for none)",
        typeConverter=TypeConverters.toFloat,
    )

    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "What happens to null and NaN: error, skip (the row is left out) or keep "
        "(the value is missing, and marginalised).",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(handleInvalid="error")

    def getNoiseFloor(self) -> float:
        """Return the value of :py:attr:`noiseFloor`."""
        return self.getOrDefault(self.noiseFloor)

    def getLatentDimensions(self) -> int:
        """Return the value of :py:attr:`latentDimensions`, which has no default.

        Raises:
            ValueError: if it is not set

        """
        if not self.isDefined(self.latentDimensions):
            raise ValueError(
                "latentDimensions: must be set, there is no default; it is the number of factors"
            )
        return self.getOrDefault(self.latentDimensions)
