"""Gaussian mixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.stat import MultivariateGaussian
from pyspark.ml.util import try_remote_attribute_relation
from pyspark.sql import DataFrame, is_remote

from entrosum.ml.component_model import VectorMixtureModel
from entrosum.ml.java import JAVA_PACKAGE, Numbers, array, new_java_object
from entrosum.ml.params import CovarianceParams, VectorParams
from entrosum.ml.setters import CovarianceSetters
from entrosum.ml.stages import FittingStage
from entrosum.ml.summaries import GaussianMixtureSummary

if TYPE_CHECKING:
    from typing_extensions import Self


class GaussianMixtureParams(CovarianceParams, VectorParams):
    """The parameters that an estimator and its model share."""

    initMode: Param[str] = Param(
        Params._dummy(),
        "initMode",
        "Where training starts: k-means++, random, model.",
        typeConverter=TypeConverters.toString,
    )

    initialModel: Param[str] = Param(
        Params._dummy(),
        "initialModel",
        "Folder of a saved model that training starts from.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(initMode="k-means++", initialModel="")

    def getInitMode(self) -> str:
        """Return the value of :py:attr:`initMode`."""
        return self.getOrDefault(self.initMode)


class GaussianMixtureModel(VectorMixtureModel, GaussianMixtureParams):
    """A trained Gaussian mixture.

    ``transform`` adds the most probable component, the posterior probabilities of all components
    and, where a column is named for it, the log density of a row.
    """

    __module__ = JAVA_PACKAGE
    _summary_class = GaussianMixtureSummary

    @property
    def gaussians(self) -> list[MultivariateGaussian]:
        """The components as Gaussian distributions."""
        return [MultivariateGaussian(row.mean, row.cov) for row in self.gaussiansDF.collect()]

    @property
    @try_remote_attribute_relation
    def gaussiansDF(self) -> DataFrame:
        """The components as a data set of columns ``mean`` and ``cov``."""
        return cast(DataFrame, self._call_java("gaussiansDF"))

    def mean(self, component: int) -> Numbers:
        """Return the mean of a component, [D]."""
        return array(self._call_java("mean", component))

    def covariance(self, component: int) -> Numbers:
        """Return the covariance matrix of a component, [D, D], whatever its shape is limited to."""
        return array(self._call_java("covariance", component))

    @property
    def means(self) -> Numbers:
        """The means of the components, [K, D]."""
        return np.stack([self.mean(c) for c in range(self.getK())])

    @property
    def covariances(self) -> Numbers:
        """The covariance matrices of the components, [K, D, D]."""
        return np.stack([self.covariance(c) for c in range(self.getK())])


class GaussianMixture(FittingStage[GaussianMixtureModel], CovarianceSetters, GaussianMixtureParams):
    """Fits a mixture of Gaussians by expectation maximisation.

    Parameters have the names and the meaning that they have in PySpark's class of the same name.

    Examples:
        >>> model = GaussianMixture(k=2, featuresCols=["eruptions", "waiting"]).fit(data)
        >>> model.means, model.summary.bic
        >>> model.setLogDensityCol("log_density").transform(data)

    """

    __module__ = JAVA_PACKAGE
    _model_class = GaussianMixtureModel

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        featuresCols: list[str] | None = None,
        k: int = 2,
        aggregationDepth: int = 2,
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        covarianceFloor: float = 1e-06,
        covarianceType: str = "full",
        handleInvalid: str = "error",
        initMode: str = "k-means++",
        initialModel: str = "",
        logDensityCol: str = "",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        numInit: int = 1,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("GaussianMixture", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)

    def setInitialModel(self, value: GaussianMixtureModel | str) -> Self:
        """Start training from a model; sets :py:attr:`initMode` to ``model``.

        Args:
            value: a model, or the path of one that Spark ML saved or ``train`` wrote

        """
        given: Any = value
        if isinstance(value, str):
            self._set(initialModel=value)
        elif not isinstance(value, GaussianMixtureModel):
            raise TypeError(
                f"initialModel: must be a GaussianMixtureModel or a path but is {value!r}"
            )
        elif is_remote():
            raise NotImplementedError(
                "initialModel: Spark Connect cannot hand over a model (save it, and give the path)"
            )
        else:
            self.clear(self.initialModel)
            given = value._to_java()
        if not is_remote():
            cast(Any, self._java_obj).setInitialModel(given)
        return self.setInitMode("model")

    def getInitialModel(self) -> GaussianMixtureModel | None:
        """Return the model that training starts from, None if none was given."""
        found = self._to_java().getInitialModel()
        return None if found is None else GaussianMixtureModel._from_java(found)
