"""Whitening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import HasHandleInvalid, HasInputCol, HasOutputCol
from pyspark.ml.util import JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame

from entrosum.ml.java import JAVA_PACKAGE, JavaErrors, java_errors
from entrosum.ml.stages import Readable

if TYPE_CHECKING:
    from typing_extensions import Self


class WhiteningParams(HasInputCol, HasOutputCol, HasHandleInvalid):
    """The parameters of the stage."""

    mode: Param[str] = Param(
        Params._dummy(),
        "mode",
        "What whitened rows are: zca (symmetric, D numbers) or pca (along the "
        "principal axes, H numbers).",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            inputCol="features", outputCol="whitened", handleInvalid="error", mode="zca"
        )

    def getMode(self) -> str:
        """Return the value of :py:attr:`mode`."""
        return self.getOrDefault(self.mode)

    def setMode(self, value: str) -> Self:
        """Set the value of :py:attr:`mode`."""
        return self._set(mode=value)

    def setInputCol(self, value: str) -> Self:
        """Set the value of :py:attr:`inputCol`."""
        return self._set(inputCol=value)

    def setOutputCol(self, value: str) -> Self:
        """Set the value of :py:attr:`outputCol`."""
        return self._set(outputCol=value)

    def setHandleInvalid(self, value: str) -> Self:
        """Set the value of :py:attr:`handleInvalid`."""
        return self._set(handleInvalid=value)


class WhiteningModel(JavaErrors, JavaTransformer, WhiteningParams, JavaMLWritable, Readable):
    """Whitens vectors under the covariance of probabilistic PCA: uncorrelated, of variance 1.

    Mode ``zca`` gives D numbers, as near to the row as can be, mode ``pca`` the H coordinates along
    the principal axes. :meth:`ProbabilisticPcaModel.whitening` makes one.
    """

    __module__ = JAVA_PACKAGE

    def __init__(self, java_object: Any = None) -> None:
        super().__init__(java_object)
        if java_object is not None and not isinstance(java_object, str):
            self._resetUid(java_object.uid())

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with java_errors("transform"):
            return super()._transform(dataset)
