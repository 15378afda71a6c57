"""One Spark session for all tests, with the jar of the installed wheel, and data to fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

import entrosum.ml

ROOT = Path(__file__).parents[4]
FORMAT_1 = ROOT / "common/src/test/resources/io/entrosum/io/format-1"


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """The session."""
    warehouse = tmp_path_factory.mktemp("warehouse")
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(warehouse))
    )
    session = entrosum.ml.session(builder)
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def faithful(spark: SparkSession) -> DataFrame:
    """272 eruptions of Old Faithful: their minutes, and the waiting before the next."""
    return csv(spark, "faithful").cache()


@pytest.fixture(scope="session")
def penguins(spark: SparkSession) -> DataFrame:
    """344 penguins, some with holes."""
    return csv(spark, "penguins").cache()


def csv(spark: SparkSession, name: str) -> DataFrame:
    """An example's data."""
    path = str(ROOT / f"conf/examples/data/{name}.csv")
    return spark.read.csv(path, header=True, inferSchema=True, nullValue="NA")
