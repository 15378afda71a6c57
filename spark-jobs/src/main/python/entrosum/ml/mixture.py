"""Mixtures over mixed tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.stat import MultivariateGaussian

from entrosum.ml.component_model import ComponentModel
from entrosum.ml.java import JAVA_PACKAGE, Numbers, array, new_java_object
from entrosum.ml.params import CovarianceParams
from entrosum.ml.setters import CovarianceSetters
from entrosum.ml.stages import FittingStage
from entrosum.ml.summaries import MixtureSummary

if TYPE_CHECKING:
    from typing_extensions import Self


class MixtureParams(CovarianceParams):
    """The parameters that an estimator and its model share."""

    families: Param[list[str]] = Param(
        Params._dummy(),
        "families",
        "Families of single columns as column=family, e.g. visits=poisson or "
        "hits=binomial(trials=16).",
        typeConverter=TypeConverters.toListString,
    )

    family: Param[str] = Param(
        Params._dummy(),
        "family",
        "Family of the columns that families does not name.",
        typeConverter=TypeConverters.toString,
    )

    featuresCols: Param[list[str]] = Param(
        Params._dummy(),
        "featuresCols",
        "Names of the features columns: numbers, strings, booleans, vectors, arrays.",
        typeConverter=TypeConverters.toListString,
    )

    groups: Param[list[str]] = Param(
        Params._dummy(),
        "groups",
        "Groups of Gaussian columns as column=group, e.g. length=size; groups are "
        "independent of each other given the component, each with covariances of "
        "covarianceType.",
        typeConverter=TypeConverters.toListString,
    )

    handleInvalid: Param[str] = Param(
        Params._dummy(),
        "handleInvalid",
        "What happens to null, NaN and unknown categories: error, skip (the row "
        "is left out) or keep (the value is missing, and marginalised).",
        typeConverter=TypeConverters.toString,
    )

    initMode: Param[str] = Param(
        Params._dummy(),
        "initMode",
        "Where training starts: k-means++, random.",
        typeConverter=TypeConverters.toString,
    )

    parameterFloor: Param[float] = Param(
        Params._dummy(),
        "parameterFloor",
        "Bounds the parameters of families other than the Gaussian (>= 0 and < 0.5).",
        typeConverter=TypeConverters.toFloat,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            families=[],
            family="gaussian",
            groups=[],
            handleInvalid="error",
            initMode="k-means++",
            parameterFloor=1e-06,
        )

    def getFamilies(self) -> list[str]:
        """Return the value of :py:attr:`families`."""
        return self.getOrDefault(self.families)

    def getFamily(self) -> str:
        """Return the value of :py:attr:`family`."""
        return self.getOrDefault(self.family)

    def getGroups(self) -> list[str]:
        """Return the value of :py:attr:`groups`."""
        return self.getOrDefault(self.groups)

    def getInitMode(self) -> str:
        """Return the value of :py:attr:`initMode`."""
        return self.getOrDefault(self.initMode)

    def getParameterFloor(self) -> float:
        """Return the value of :py:attr:`parameterFloor`."""
        return self.getOrDefault(self.parameterFloor)


class MixtureModel(ComponentModel, MixtureParams):
    """A trained mixture over a mixed table; it reads the columns that it was trained on, by name.

    ``transform`` adds the most probable component, the posterior probabilities of all components
    and, where a column is named for it, the log density of a row.
    """

    __module__ = JAVA_PACKAGE
    _summary_class = MixtureSummary

    @property
    def columnFamilies(self) -> dict[str, str]:
        """The family of each single column, by name, in the order of the columns."""
        return dict(self._call_java("columnFamilies"))

    def categories(self, column: str) -> list[str]:
        """Return the names of the categories of a column, in the order of `probabilities`."""
        return list(self._call_java("categories", column))

    def probabilities(self, column: str) -> Numbers:
        """Return the probabilities of the categories of a column, [K, V]."""
        found = self._java_items("probabilities", column)
        return array([array(self._as_python(row)) for row in found])

    def parameters(self, column: str) -> dict[str, Numbers]:
        """Return the parameters of a column by name, [K] each.

        ``mean`` and ``variance`` of a Gaussian column, ``rate`` of a Poisson column, and so on.
        """
        found = self._call_java("parameters", column)
        return {name: array(self._as_python(found[name])) for name in found}

    @property
    def gaussianColumns(self) -> list[str]:
        """The names of the columns of `gaussians`, in their order; none if none is Gaussian."""
        return list(self._call_java("gaussianColumns"))

    @property
    def gaussians(self) -> list[MultivariateGaussian]:
        """The components as distributions of the Gaussian columns; none if no column is Gaussian.

        The covariance of columns in different groups is 0.
        """
        return [
            MultivariateGaussian(self._as_python(one.mean()), self._as_python(one.cov()))
            for one in self._java_items("gaussians")
        ]


class Mixture(FittingStage[MixtureModel], CovarianceSetters, MixtureParams):
    """Fits a mixture over a mixed table by expectation maximisation.

    Counts, durations, categories and measurements side by side, each column of a family of its own;
    Gaussian columns are one group with covariances, or several.

    Examples:
        >>> model = Mixture(
        ...     k=3,
        ...     featuresCols=["island", "visits", "body_mass_g"],
        ...     families=["island=categorical", "visits=poisson"],
        ...     handleInvalid="keep",
        ... ).fit(data)
        >>> model.categories("island"), model.probabilities("island")

    """

    __module__ = JAVA_PACKAGE
    _model_class = MixtureModel

    @keyword_only
    def __init__(
        self,
        *,
        families: list[str] | None = None,
        featuresCols: list[str] | None = None,
        k: int = 2,
        aggregationDepth: int = 2,
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        covarianceFloor: float = 1e-06,
        covarianceType: str = "full",
        family: str = "gaussian",
        groups: list[str] | None = None,
        handleInvalid: str = "error",
        initMode: str = "k-means++",
        logDensityCol: str = "",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        numInit: int = 1,
        parameterFloor: float = 1e-06,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("Mixture", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)

    def setFeaturesCols(self, value: list[str]) -> Self:
        """Set the value of :py:attr:`featuresCols`."""
        return self._set(featuresCols=value)

    def setFamilies(self, value: list[str]) -> Self:
        """Set the value of :py:attr:`families`."""
        return self._set(families=value)

    def setFamily(self, value: str) -> Self:
        """Set the value of :py:attr:`family`."""
        return self._set(family=value)

    def setGroups(self, value: list[str]) -> Self:
        """Set the value of :py:attr:`groups`."""
        return self._set(groups=value)

    def setParameterFloor(self, value: float) -> Self:
        """Set the value of :py:attr:`parameterFloor`."""
        return self._set(parameterFloor=value)
