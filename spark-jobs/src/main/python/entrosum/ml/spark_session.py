"""A Spark session that has the classes of Entrosum."""

from __future__ import annotations

import os

from pyspark.sql import SparkSession

from entrosum.job_jar import jar
from entrosum.ml.java import java_class


def session(builder: SparkSession.Builder | None = None) -> SparkSession:
    """Start a session, or return the one that runs, and see that it has Entrosum's classes.

    Adds the jar of the wheel to ``spark.jars`` of the builder, and gives each task of an executor
    one thread of BLAS, as Spark runs a task on every core. A Spark Connect server elsewhere has to
    be started with the jar.

    Args:
        builder: with what else is to be set; None for Spark's defaults

    Raises:
        RuntimeError: if a session runs that was started without the jar

    """
    builder = SparkSession.builder if builder is None else builder
    remote = builder._options.get("spark.remote", os.environ.get("SPARK_REMOTE", ""))
    if remote and not remote.startswith("local"):
        return builder.getOrCreate()  # its server has the jar, or has not
    jars = [one for one in builder._options.get("spark.jars", "").split(",") if one]
    threads = "spark.executorEnv.OPENBLAS_NUM_THREADS"
    builder = builder.config("spark.jars", ",".join([*jars, jar()]))
    builder = builder.config(threads, builder._options.get(threads, "1"))
    spark = builder.getOrCreate()
    if not remote:
        java_class("GaussianMixture")  # has the check
    return spark
