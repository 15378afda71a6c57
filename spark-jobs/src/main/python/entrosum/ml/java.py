"""The bridge to the JVM: its classes, its errors as one line, its numbers as NumPy arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from py4j.java_gateway import JavaClass
from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.errors.exceptions.captured import CapturedException
from pyspark.ml.common import _java2py
from pyspark.ml.linalg import DenseVector, Vector, Vectors
from pyspark.ml.wrapper import JavaWrapper
from pyspark.sql import is_remote

from entrosum.errors import DataError, EntrosumError, ModelError

JAVA_PACKAGE = "io.entrosum.spark.ml"
"""Where the Java classes are, and, for PySpark's readers, those of Python; see `entrosum.ml`."""

Numbers: TypeAlias = NDArray[np.float64]
Features: TypeAlias = Vector | Sequence[float] | NDArray[Any]

_ERRORS: dict[str, type[EntrosumError]] = {
    "InvalidModelException": ModelError,
    "UnusableDataException": DataError,
}


def java_class(name: str) -> Any:
    """Return a Java class of Entrosum.

    Raises:
        RuntimeError: if there is no session, or its JVM has no such class

    """
    if SparkContext._active_spark_context is None:
        raise RuntimeError(f"{name}: there is no Spark session (entrosum.ml.session() starts one)")
    found: Any = SparkContext._jvm
    for part in f"{JAVA_PACKAGE}.{name}".split("."):
        found = getattr(found, part)
    if not isinstance(found, JavaClass):
        raise RuntimeError(
            f"{JAVA_PACKAGE}.{name}: the JVM of this session has no such class (start the session"
            " by entrosum.ml.session(), or set spark.jars, or --jars of spark-submit, to"
            " entrosum.jar())"
        )
    return found


def new_java_object(name: str, uid: str) -> Any:
    """Return a new Java stage; under Spark Connect the name of its class."""
    return f"{JAVA_PACKAGE}.{name}" if is_remote() else java_class(name)(uid)


@contextmanager
def java_errors(what: str) -> Iterator[None]:
    """Turn Entrosum's exceptions in the JVM into Python's, of one line.

    Args:
        what: is called, for messages

    """
    try:
        yield
    except Py4JJavaError as e:
        error = _translated(e.java_exception)
        if error is None:
            raise
        raise error from None
    except CapturedException as e:
        error = _translated(e._origin)
        if error is None:
            raise
        raise error from None
    except PySparkException as e:
        error = _of_connect(str(e))
        if error is not None:
            raise error from None
        if "ATTRIBUTE_NOT_ALLOWED" not in (e.getCondition() or ""):
            raise
        raise NotImplementedError(
            f"{what}: Spark Connect serves it for Spark's own models only (save the model, and read"
            " it by entrosum.load, or use a session without Connect)"
        ) from None


def _translated(java_exception: Any) -> Exception | None:
    """The error that stands for the first of Entrosum's exceptions among the causes."""
    while java_exception is not None:
        name = java_exception.getClass().getName()
        if name.startswith("io.entrosum."):
            error = _ERRORS.get(name.rpartition(".")[2], EntrosumError)
            return error(java_exception.getMessage())
        java_exception = java_exception.getCause()
    return None


def _of_connect(message: str) -> Exception | None:
    """The error that stands for one of Entrosum's exceptions in what Spark Connect says."""
    found = re.match(r"\(io\.entrosum\.(?:\w+\.)*(\w+)\) (.*)", message)
    return found and _ERRORS.get(found[1], EntrosumError)(found[2])


class JavaErrors(JavaWrapper):
    """A wrapper whose calls fail with one line."""

    def _call_java(self, name: str, *args: Any) -> Any:
        with java_errors(name):
            return super()._call_java(name, *args)

    def _java_items(self, name: str, *args: Any) -> list[Any]:
        """The Java objects of an array, which PySpark cannot turn into Python as a whole."""
        if is_remote():
            return list(self._call_java(name, *args))  # which Connect refuses
        with java_errors(name):
            return list(getattr(self._java_obj, name)(*args))

    @staticmethod
    def _as_python(java_object: Any) -> Any:
        context = SparkContext._active_spark_context
        assert context is not None
        return _java2py(context, java_object)


def array(value: Any) -> Numbers:
    """Return a vector, matrix or list of Spark as an array."""
    return np.asarray(value.toArray() if hasattr(value, "toArray") else value, dtype=np.float64)


def vector(features: Features) -> Vector:
    """Return a row as a vector of Spark.

    Raises:
        ValueError: if it has not one dimension

    """
    if isinstance(features, Vector):
        return features
    values = np.asarray(features, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"features: must be one row but has the shape {list(values.shape)}")
    dense: DenseVector = Vectors.dense(values)
    return dense
