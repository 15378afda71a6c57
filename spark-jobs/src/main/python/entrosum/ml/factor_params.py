"""The parameters of linear Gaussian models that are no mixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param import Param, Params, TypeConverters

from entrosum.ml.params import DensityParams, LatentParams

if TYPE_CHECKING:
    from typing_extensions import Self


class FactorParams(LatentParams, DensityParams):
    """The parameters that both estimators and their models share."""

    method: Param[str] = Param(
        Params._dummy(),
        "method",
        "How to train: moments (one pass, D x D numbers), passes (a pass an "
        "iteration, D x H numbers, sparse rows stay sparse), auto (moments if "
        "they fit into memory).",
        typeConverter=TypeConverters.toString,
    )

    latentCol: Param[str] = Param(
        Params._dummy(),
        "latentCol",
        "Column name for the posterior means of the factors; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    reconstructionCol: Param[str] = Param(
        Params._dummy(),
        "reconstructionCol",
        "Column name for the rows that the factors stand for; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            method="auto",
            latentCol="latent",
            reconstructionCol="",
            logDensityCol="log_density",
            noiseFloor=1e-09,
        )

    def getMethod(self) -> str:
        """Return the value of :py:attr:`method`."""
        return self.getOrDefault(self.method)

    def getLatentCol(self) -> str:
        """Return the value of :py:attr:`latentCol`."""
        return self.getOrDefault(self.latentCol)

    def getReconstructionCol(self) -> str:
        """Return the value of :py:attr:`reconstructionCol`."""
        return self.getOrDefault(self.reconstructionCol)

    def setLatentCol(self, value: str) -> Self:
        """Set the value of :py:attr:`latentCol`."""
        return self._set(latentCol=value)

    def setReconstructionCol(self, value: str) -> Self:
        """Set the value of :py:attr:`reconstructionCol`."""
        return self._set(reconstructionCol=value)
