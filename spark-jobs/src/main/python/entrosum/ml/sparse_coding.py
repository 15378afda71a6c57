"""Sparse coding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark import keyword_only

from entrosum.ml.code_params import SparseCodingParams
from entrosum.ml.java import JAVA_PACKAGE, Features, Numbers, array, new_java_object, vector
from entrosum.ml.setters import EstimatorSetters
from entrosum.ml.stages import FittedModel, FittingStage
from entrosum.ml.summaries import SparseCodingEvaluation, SparseCodingSummary

if TYPE_CHECKING:
    from typing_extensions import Self


class SparseCodingModel(FittedModel, SparseCodingParams):
    """Trained sparse coding.

    ``transform`` adds the codes of a row and the lower bound of its log density, and, where columns
    are named for them, the standard deviations of the posteriors and the row that the codes stand
    for.
    """

    __module__ = JAVA_PACKAGE
    _summary_class = SparseCodingSummary
    _evaluation_class = SparseCodingEvaluation

    @property
    def dictionary(self) -> Numbers:
        """The dictionary, [D, H]: a column a field, of unit norm, the largest scale first."""
        return array(self._call_java("dictionary"))

    @property
    def scales(self) -> Numbers:
        """The scale of the Laplace prior of each latent, which is its mean magnitude, [H]."""
        return array(self._call_java("scales"))

    @property
    def noiseVariance(self) -> float:
        """The variance of the noise of every feature."""
        return float(self._call_java("noiseVariance"))

    @property
    def unusedLatents(self) -> list[int]:
        """The numbers of the dead latents, from 0: no row uses them."""
        return list(self._call_java("unusedLatents"))

    def latent(self, features: Features) -> Numbers:
        """Return the codes of a row, [H]: posterior means or most probable ones, see `codes`."""
        return array(self._call_java("latent", vector(features)))

    def bound(self, features: Features) -> float:
        """Return the lower bound of the natural logarithm of the density at a row."""
        return float(self._call_java("bound", vector(features)))


class SparseCoding(FittingStage[SparseCodingModel], EstimatorSetters, SparseCodingParams):
    """Fits sparse coding: a dictionary of fields, few of which make a row (arXiv 2311.01888).

    The model has no mean: features should have none, either.

    Examples:
        >>> model = SparseCoding(latentDimensions=100).fit(patches)
        >>> model.dictionary                             # a column a field, of unit norm
        >>> model.setCodes("map").transform(patches)     # latent: most codes are exactly 0

    """

    __module__ = JAVA_PACKAGE
    _model_class = SparseCodingModel

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        featuresCols: list[str] | None = None,
        latentDimensions: int | None = None,
        aggregationDepth: int = 2,
        annealing: str = "none",
        annealingIterations: int = 5,
        boundCol: str = "bound",
        checkpointDir: str = "",
        checkpointInterval: int = 10,
        codes: str = "mean",
        deadLatents: str = "keep",
        deviationCol: str = "",
        handleInvalid: str = "error",
        initMode: str = "random",
        latentCol: str = "latent",
        maxBlockSizeInMB: float = 0.0,
        maxIter: int = 200,
        method: str = "quasi-newton",
        noiseFloor: float = 1e-06,
        numInit: int = 1,
        posterior: str = "full",
        posteriorSteps: int = 3,
        posteriorTolerance: float = 1e-05,
        reconstructionCol: str = "",
        seed: int = 1,
        tol: float = 1e-06,
        weightCol: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = new_java_object("SparseCoding", self.uid)
        self.setParams(**self._input_kwargs)

    def setParams(self, **params: Any) -> Self:
        """Set parameters by name."""
        return self._set(**params)

    def setLatentDimensions(self, value: int) -> Self:
        """Set the value of :py:attr:`latentDimensions`."""
        return self._set(latentDimensions=value)

    def setPosterior(self, value: str) -> Self:
        """Set the value of :py:attr:`posterior`."""
        return self._set(posterior=value)

    def setMethod(self, value: str) -> Self:
        """Set the value of :py:attr:`method`."""
        return self._set(method=value)

    def setInitMode(self, value: str) -> Self:
        """Set the value of :py:attr:`initMode`."""
        return self._set(initMode=value)

    def setAnnealing(self, value: str) -> Self:
        """Set the value of :py:attr:`annealing`."""
        return self._set(annealing=value)

    def setAnnealingIterations(self, value: int) -> Self:
        """Set the value of :py:attr:`annealingIterations`."""
        return self._set(annealingIterations=value)

    def setDeadLatents(self, value: str) -> Self:
        """Set the value of :py:attr:`deadLatents`."""
        return self._set(deadLatents=value)

    def setNumInit(self, value: int) -> Self:
        """Set the value of :py:attr:`numInit`."""
        return self._set(numInit=value)

    def setPosteriorSteps(self, value: int) -> Self:
        """Set the value of :py:attr:`posteriorSteps`."""
        return self._set(posteriorSteps=value)

    def setPosteriorTolerance(self, value: float) -> Self:
        """Set the value of :py:attr:`posteriorTolerance`."""
        return self._set(posteriorTolerance=value)

    def setNoiseFloor(self, value: float) -> Self:
        """Set the value of :py:attr:`noiseFloor`."""
        return self._set(noiseFloor=value)
