"""The parameters of sparse coding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.ml.param import Param, Params, TypeConverters

from entrosum.ml.params import VectorParams

if TYPE_CHECKING:
    from typing_extensions import Self


class CodeParams(VectorParams):
    """The parameters of codes: how many latents, and what is written of them."""

    latentDimensions: Param[int] = Param(
        Params._dummy(),
        "latentDimensions",
        "Number of latents (>= 1), which may be more than that of features.",
        typeConverter=TypeConverters.toInt,
    )

    codes: Param[str] = Param(
        Params._dummy(),
        "codes",
        "What latentCol gets: mean (of posteriors) or map (the most probable "
        "codes, most of which are 0).",
        typeConverter=TypeConverters.toString,
    )

    latentCol: Param[str] = Param(
        Params._dummy(),
        "latentCol",
        "Column name for the codes of a row; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    deviationCol: Param[str] = Param(
        Params._dummy(),
        "deviationCol",
        "Column name for the standard deviations of posteriors; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    boundCol: Param[str] = Param(
        Params._dummy(),
        "boundCol",
        "Column name for the lower bound of the log density of a row, nats; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    reconstructionCol: Param[str] = Param(
        Params._dummy(),
        "reconstructionCol",
        "Column name for the rows that the codes stand for; not written if empty.",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            codes="mean",
            latentCol="latent",
            deviationCol="",
            boundCol="bound",
            reconstructionCol="",
        )

    def getCodes(self) -> str:
        """Return the value of :py:attr:`codes`."""
        return self.getOrDefault(self.codes)

    def getLatentCol(self) -> str:
        """Return the value of :py:attr:`latentCol`."""
        return self.getOrDefault(self.latentCol)

    def getDeviationCol(self) -> str:
        """Return the value of :py:attr:`deviationCol`."""
        return self.getOrDefault(self.deviationCol)

    def getBoundCol(self) -> str:
        """Return the value of :py:attr:`boundCol`."""
        return self.getOrDefault(self.boundCol)

    def getReconstructionCol(self) -> str:
        """Return the value of :py:attr:`reconstructionCol`."""
        return self.getOrDefault(self.reconstructionCol)

    def setCodes(self, value: str) -> Self:
        """Set the value of :py:attr:`codes`."""
        return self._set(codes=value)

    def setLatentCol(self, value: str) -> Self:
        """Set the value of :py:attr:`latentCol`."""
        return self._set(latentCol=value)

    def setDeviationCol(self, value: str) -> Self:
        """Set the value of :py:attr:`deviationCol`."""
        return self._set(deviationCol=value)

    def setBoundCol(self, value: str) -> Self:
        """Set the value of :py:attr:`boundCol`."""
        return self._set(boundCol=value)

    def setReconstructionCol(self, value: str) -> Self:
        """Set the value of :py:attr:`reconstructionCol`."""
        return self._set(reconstructionCol=value)

    def getLatentDimensions(self) -> int:
        """Return the value of :py:attr:`latentDimensions`, which has no default.

        Raises:
            ValueError: if it is not set

        """
        if not self.isDefined(self.latentDimensions):
            raise ValueError(
                "latentDimensions: must be set, there is no default; it is the number of latents"
            )
        return self.getOrDefault(self.latentDimensions)


class SparseCodingParams(CodeParams):
    """The parameters that an estimator and its model share."""

    posterior: Param[str] = Param(
        Params._dummy(),
        "posterior",
        "Posteriors of latents: full (correlated) or diagonal (independent, cheaper).",
        typeConverter=TypeConverters.toString,
    )

    method: Param[str] = Param(
        Params._dummy(),
        "method",
        "How the dictionary is improved: quasi-newton, columns or least-squares "
        "(M-steps in closed form, column by column or for all columns at once).",
        typeConverter=TypeConverters.toString,
    )

    initMode: Param[str] = Param(
        Params._dummy(),
        "initMode",
        "Where training starts: random (directions) or rows (drawn from the data).",
        typeConverter=TypeConverters.toString,
    )

    annealing: Param[str] = Param(
        Params._dummy(),
        "annealing",
        "Weights in the first iterations: none, prior (10, 8, 6, 4, 2) or likelihood (1/7 to 1/2).",
        typeConverter=TypeConverters.toString,
    )

    annealingIterations: Param[int] = Param(
        Params._dummy(),
        "annealingIterations",
        "Number of iterations with each weight of annealing (>= 1 and <= 1000000).",
        typeConverter=TypeConverters.toInt,
    )

    deadLatents: Param[str] = Param(
        Params._dummy(),
        "deadLatents",
        "What is done about latents that no row uses: keep (they are reported) or "
        "reseed (they get fields of badly explained rows, and training goes on).",
        typeConverter=TypeConverters.toString,
    )

    numInit: Param[int] = Param(
        Params._dummy(),
        "numInit",
        "Number of starts, of which the one with the highest bound is kept (>= 1).",
        typeConverter=TypeConverters.toInt,
    )

    posteriorSteps: Param[int] = Param(
        Params._dummy(),
        "posteriorSteps",
        "The most Newton steps for the posterior of a row in a pass of training (>= 1).",
        typeConverter=TypeConverters.toInt,
    )

    posteriorTolerance: Param[float] = Param(
        Params._dummy(),
        "posteriorTolerance",
        "What a further step for the posterior of a row must gain in training, nats (>= 0)",
        typeConverter=TypeConverters.toFloat,
    )

    noiseFloor: Param[float] = Param(
        Params._dummy(),
        "noiseFloor",
        "Least noise variance, in units of the mean square of the features (>= 0 "
        "and < 1; 0 for none)",
        typeConverter=TypeConverters.toFloat,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            posterior="full",
            method="quasi-newton",
            initMode="random",
            annealing="none",
            annealingIterations=5,
            deadLatents="keep",
            numInit=1,
            posteriorSteps=3,
            posteriorTolerance=1e-05,
            noiseFloor=1e-06,
        )

    def getPosterior(self) -> str:
        """Return the value of :py:attr:`posterior`."""
        return self.getOrDefault(self.posterior)

    def getMethod(self) -> str:
        """Return the value of :py:attr:`method`."""
        return self.getOrDefault(self.method)

    def getInitMode(self) -> str:
        """Return the value of :py:attr:`initMode`."""
        return self.getOrDefault(self.initMode)

    def getAnnealing(self) -> str:
        """Return the value of :py:attr:`annealing`."""
        return self.getOrDefault(self.annealing)

    def getAnnealingIterations(self) -> int:
        """Return the value of :py:attr:`annealingIterations`."""
        return self.getOrDefault(self.annealingIterations)

    def getDeadLatents(self) -> str:
        """Return the value of :py:attr:`deadLatents`."""
        return self.getOrDefault(self.deadLatents)

    def getNumInit(self) -> int:
        """Return the value of :py:attr:`numInit`."""
        return self.getOrDefault(self.numInit)

    def getPosteriorSteps(self) -> int:
        """Return the value of :py:attr:`posteriorSteps`."""
        return self.getOrDefault(self.posteriorSteps)

    def getPosteriorTolerance(self) -> float:
        """Return the value of :py:attr:`posteriorTolerance`."""
        return self.getOrDefault(self.posteriorTolerance)

    def getNoiseFloor(self) -> float:
        """Return the value of :py:attr:`noiseFloor`."""
        return self.getOrDefault(self.noiseFloor)
