"""Entrosum: probabilistic latent-variable models, trained on Apache Spark.

This module needs NumPy and safetensors only, and reads what training has saved::

    import entrosum

    model = entrosum.load("target/faithful")
    model["means"]          # a NumPy array, [K, D]
    model.columns           # the names of the D columns
    model.summary["bic"]

The estimators for PySpark are in :mod:`entrosum.ml`.
"""

from entrosum.errors import DataError, EntrosumError, ModelError
from entrosum.folder import load
from entrosum.job_jar import jar
from entrosum.model import Model

__version__ = "0.1.0.dev0"

__all__ = [
    "DataError",
    "EntrosumError",
    "Model",
    "ModelError",
    "__version__",
    "jar",
    "load",
]
