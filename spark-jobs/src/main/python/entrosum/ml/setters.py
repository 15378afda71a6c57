"""The fluent setters of every estimator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from entrosum.ml.params import CheckpointParams, CommonParams, ComponentParams, CovarianceParams

if TYPE_CHECKING:
    from typing_extensions import Self


class EstimatorSetters(CommonParams, CheckpointParams):
    """The setters of every estimator."""

    def setMaxIter(self, value: int) -> Self:
        """Set the value of :py:attr:`maxIter`."""
        return self._set(maxIter=value)

    def setTol(self, value: float) -> Self:
        """Set the value of :py:attr:`tol`."""
        return self._set(tol=value)

    def setSeed(self, value: int) -> Self:
        """Set the value of :py:attr:`seed`."""
        return self._set(seed=value)

    def setAggregationDepth(self, value: int) -> Self:
        """Set the value of :py:attr:`aggregationDepth`."""
        return self._set(aggregationDepth=value)

    def setMaxBlockSizeInMB(self, value: float) -> Self:
        """Set the value of :py:attr:`maxBlockSizeInMB`."""
        return self._set(maxBlockSizeInMB=value)


class ComponentSetters(EstimatorSetters, ComponentParams):
    """The setters of every estimator of mixtures."""

    def setK(self, value: int) -> Self:
        """Set the value of :py:attr:`k`."""
        return self._set(k=value)

    def setInitMode(self, value: str) -> Self:
        """Set the value of :py:attr:`initMode`."""
        return self._set(initMode=value)

    def setNumInit(self, value: int) -> Self:
        """Set the value of :py:attr:`numInit`."""
        return self._set(numInit=value)


class CovarianceSetters(ComponentSetters, CovarianceParams):
    """The setters of estimators of mixtures with Gaussian columns."""

    def setCovarianceType(self, value: str) -> Self:
        """Set the value of :py:attr:`covarianceType`."""
        return self._set(covarianceType=value)

    def setCovarianceFloor(self, value: float) -> Self:
        """Set the value of :py:attr:`covarianceFloor`."""
        return self._set(covarianceFloor=value)
