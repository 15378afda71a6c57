#!/usr/bin/env python3
"""A session: read Parquet, fit a mixture in a pipeline, save it, and plot it from NumPy arrays.

Three Gaussians find the three species among 344 Palmer penguins that they are not told of, holes in
the data marginalised. From the folder of the project::

    python spark-jobs/src/main/python/examples/penguins.py --output target/penguins-python

It needs the wheel of Entrosum, PySpark and matplotlib.
"""

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import SQLTransformer
from pyspark.sql import DataFrame, Row, SparkSession

import entrosum
import entrosum.ml
from entrosum.ml import Mixture, MixtureModel
from entrosum.model import Array

mpl.use("Agg")

DATA = Path(__file__).parents[5] / "conf/examples/data/penguins.csv"
COLUMNS = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_kg"]
LABELS = {
    "beak_length_mm": "beak length, mm",
    "beak_depth_mm": "beak depth, mm",
    "flipper_length_mm": "flipper length, mm",
    "body_mass_kg": "body mass, kg",
}
COLOURS = ["#0072b2", "#d55e00", "#009e73"]  # of Okabe and Ito: all can tell them apart
MARKERS = ["o", "^", "s"]


def write_parquet(spark: SparkSession, csv: Path, parquet: Path) -> None:
    """Make the Parquet file that a user would have."""
    table = spark.read.csv(str(csv), header=True, inferSchema=True, nullValue="NA")
    table.write.mode("overwrite").parquet(str(parquet))


def fit(data: DataFrame) -> PipelineModel:
    """Kilograms, then the mixture."""
    kilograms = SQLTransformer(
        statement="SELECT *, body_mass_g / 1000 AS body_mass_kg FROM __THIS__"
    )
    mixture = Mixture(k=3, featuresCols=COLUMNS, handleInvalid="keep", numInit=10)
    model = Pipeline(stages=[kilograms, mixture]).fit(data)
    trained = model.stages[1]
    assert isinstance(trained, MixtureModel)
    summary = trained.summary
    print(
        f"{summary.rows} rows with {summary.missingValues} missing values, log-likelihood "
        f"{summary.logLikelihood:.1f}, BIC {summary.bic:.1f}, {summary.stopReason} after "
        f"{summary.totalIterations} iterations"
    )
    return model


def ellipse(axes: Axes, mean: Array, covariance: Array, colour: str) -> None:
    """Draw where a Gaussian of two dimensions has 86 % of its mass: two standard deviations."""
    variances, directions = np.linalg.eigh(covariance)
    width, height = 4 * np.sqrt(variances[::-1])
    angle = np.degrees(np.arctan2(directions[1, 1], directions[0, 1]))
    shape = {"xy": mean, "width": width, "height": height, "angle": angle}
    axes.add_patch(Ellipse(**shape, facecolor=colour, alpha=0.12))
    axes.add_patch(Ellipse(**shape, fill=False, edgecolor=colour, linewidth=1.5))


def plot(model: entrosum.Model, scored: list[Row], path: Path) -> None:
    """Draw rows and components, from the arrays of the saved model."""
    figure = Figure(figsize=(11, 5), layout="constrained")
    means, covariances = model["means"], model.full_covariances()
    species = sorted({row["species"] for row in scored})
    for axes, pair in zip(figure.subplots(1, 2), [(0, 1), (2, 3)], strict=True):
        x, y = (model.columns[j] for j in pair)
        for component, colour in enumerate(COLOURS):
            ellipse(
                axes, means[component, pair], covariances[component][np.ix_(pair, pair)], colour
            )
        for name, marker in zip(species, MARKERS, strict=True):
            birds = [row for row in scored if row["species"] == name and row[x] is not None]
            axes.scatter(
                [row[x] for row in birds],
                [row[y] for row in birds],
                c=[COLOURS[row["prediction"]] for row in birds],
                marker=marker,
                s=20,
                linewidths=0,
                alpha=0.8,
            )
            axes.scatter([], [], c="#555555", marker=marker, s=24, label=name)
        axes.set_xlabel(LABELS[x])
        axes.set_ylabel(LABELS[y])
        axes.spines[["top", "right"]].set_visible(False)
    axes.legend(title="species (not used)", frameon=False, loc="upper left")
    figure.suptitle(
        "Three Gaussians (colours, two standard deviations) find three species (markers)"
    )
    figure.savefig(path, dpi=150)


def main() -> None:
    """Run the session."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--csv", type=Path, default=DATA, help="the penguins")
    parser.add_argument("--output", type=Path, required=True, help="a folder for all that is made")
    arguments = parser.parse_args()
    output = arguments.output.absolute()
    output.mkdir(parents=True, exist_ok=True)

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    spark = entrosum.ml.session(builder.config("spark.ui.showConsoleProgress", "false"))
    spark.sparkContext.setLogLevel("ERROR")
    write_parquet(spark, arguments.csv, output / "penguins.parquet")
    data = spark.read.parquet(str(output / "penguins.parquet"))

    fit(data).write().overwrite().save(str(output / "model"))
    table = PipelineModel.load(str(output / "model")).transform(data)
    table.crosstab("species", "prediction").orderBy("species_prediction").show()
    scored = table.collect()
    spark.stop()

    # From here on without Spark.
    model = entrosum.load(output / "model")
    print(f"{model.type} of {', '.join(model.columns)}; weights {model['weights'].round(3)}")
    plot(model, scored, output / "penguins.png")
    print(f"{output / 'penguins.png'}")


if __name__ == "__main__":
    main()
