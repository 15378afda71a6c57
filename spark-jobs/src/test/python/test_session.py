"""Sessions with and without the jar, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys


def run(program: str) -> list[str]:
    """The lines that a program prints; Spark's own messages are on standard error."""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_says_how_to_get_the_jar() -> None:
    lines = run(
        """
from pyspark.sql import SparkSession
import entrosum.ml
def show(call):
    try:
        call()
    except RuntimeError as e:
        print(e)
show(lambda: entrosum.ml.GaussianMixture())
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
show(lambda: entrosum.ml.GaussianMixture())
show(lambda: entrosum.ml.GaussianMixtureModel.load("/nowhere"))
show(lambda: entrosum.ml.GaussianMixtureModel.fromFolder("/nowhere"))
show(lambda: entrosum.ml.session())
spark.stop()
"""
    )
    assert lines[0] == (
        "GaussianMixture: there is no Spark session (entrosum.ml.session() starts one)"
    )
    assert len(lines) == 5
    for line in lines[1:]:
        assert "the JVM of this session has no such class" in line
        assert "entrosum.jar()" in line


def test_keeps_the_jars_and_settings_of_the_builder() -> None:
    (line,) = run(
        """
from pyspark.sql import SparkSession
import entrosum, entrosum.ml
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
builder = builder.config("spark.jars", entrosum.jar()).config("spark.app.name", "mine")
spark = entrosum.ml.session(builder)
conf = spark.sparkContext.getConf()
print(conf.get("spark.jars") == f"{entrosum.jar()},{entrosum.jar()}", conf.get("spark.app.name"),
      conf.get("spark.executorEnv.OPENBLAS_NUM_THREADS"))
spark.stop()
"""
    )
    assert line == "True mine 1"
