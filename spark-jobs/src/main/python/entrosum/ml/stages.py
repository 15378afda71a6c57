"""What all estimators have, and all models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pyspark.ml.util import (
    HasTrainingSummary,
    JavaMLReadable,
    JavaMLReader,
    JavaMLWritable,
    try_remote_read,
)
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame, is_remote

from entrosum.ml.java import JavaErrors, java_class, java_errors
from entrosum.ml.params import CommonParams

if TYPE_CHECKING:
    from typing_extensions import Self

M = TypeVar("M", bound="FittedModel")


class _Reader(JavaMLReader[Any]):
    @classmethod
    def _load_java_obj(cls, clazz: type[Any]) -> Any:
        return java_class(clazz.__name__)

    def load(self, path: str) -> Any:
        with java_errors("load"):
            return super().load(path)


class Readable(JavaMLReadable[Any]):
    """What Java has saved, and Python through it, can be read."""

    @classmethod
    @try_remote_read
    def read(cls) -> Any:
        """Return a reader of saved stages."""
        return _Reader(cls)

    @classmethod
    def load(cls, path: str) -> Self:
        """Read a stage that was saved by ``save`` or ``write``, from Python or from Java."""
        found: Self = cls.read().load(path)
        return found


class FittedModel(
    JavaErrors, JavaModel, CommonParams, JavaMLWritable, Readable, HasTrainingSummary[Any]
):
    """What every model has."""

    _summary_class: ClassVar[type]
    _evaluation_class: ClassVar[type]

    @property
    def _summaryCls(self) -> type:
        return self._summary_class

    def _summary_dataset(self, train_dataset: DataFrame) -> DataFrame:
        # The plan refers to the model, a cycle; where the garbage collector meets that one amid a
        # call of Spark Connect, freeing the model on the server waits for that call for ever.
        dataset = super()._summary_dataset(train_dataset)
        vars(dataset._plan).pop("__source_transformer__", None)
        return dataset

    @classmethod
    def fromFolder(cls, path: str) -> Self:
        """Read a model from a folder that the command ``train`` wrote."""
        if is_remote():
            raise NotImplementedError(
                "fromFolder: not under Spark Connect (entrosum.load(path) reads the folder,"
                " a session without Connect makes a stage of it)"
            )
        with java_errors("fromFolder"):
            model: Self = cls._from_java(java_class(cls.__name__).fromFolder(path))
            return model

    @property
    def numFeatures(self) -> int:
        """The number of features of a row."""
        return int(self._call_java("numFeatures"))

    @property
    def featureNames(self) -> list[str]:
        """The names of the single columns; elements of a vector ``v`` are ``v[0]`` and so on."""
        return list(self._call_java("featureNames"))

    def evaluate(self, dataset: DataFrame) -> Any:
        """Return the likelihood and the entropies of this model on a data set; one pass."""
        self._transfer_params_to_java_if_local()
        return self._evaluation_class(self._call_java("evaluate", dataset))

    def _transfer_params_to_java_if_local(self) -> None:
        if not is_remote():
            self._transfer_params_to_java()

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with java_errors("transform"):
            return super()._transform(dataset)


class FittingStage(JavaErrors, JavaEstimator[M], JavaMLWritable, Readable, Generic[M]):
    """What every estimator has."""

    _model_class: ClassVar[type[Any]]
    _input_kwargs: dict[str, Any]  # set by PySpark's keyword_only

    def _create_model(self, java_model: Any) -> M:
        model: M = self._model_class(java_model)
        return model

    def _fit(self, dataset: DataFrame) -> M:
        with java_errors("fit"):
            model: M = super()._fit(dataset)
        if not is_remote():
            # Of the model's own parameters, such as k, the fitted values hold.
            model._transfer_params_from_java()
        return model
