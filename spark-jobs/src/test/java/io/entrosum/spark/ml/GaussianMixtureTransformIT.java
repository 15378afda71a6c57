package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GaussianMixtureTransformIT {
  private static GaussianMixtureModel fitted;

  @BeforeAll
  static void fit() {
    fitted =
        new GaussianMixture()
            .setFeaturesCols("eruptions", "waiting")
            .setLogDensityCol("logDensity")
            .fit(MixtureData.faithful());
  }

  private static GaussianMixtureModel model() {
    return fitted.copy(ParamMap.empty());
  }

  @Test
  void columnsAgreeWithTheScoresOfSingleRows() {
    Dataset<Row> scored = model().transform(MixtureData.faithful());
    assertThat(scored.columns())
        .containsExactly("eruptions", "waiting", "prediction", "probability", "logDensity");
    assertThat(scored.schema()).isEqualTo(model().transformSchema(MixtureData.faithful().schema()));
    for (Row row : scored.collectAsList()) {
      Vector x = Vectors.dense(row.getDouble(0), row.getInt(1));
      assertThat(row.getInt(2)).isEqualTo(model().predict(x));
      assertThat(row.<Vector>getAs(3)).isEqualTo(model().predictProbability(x));
      assertThat(row.getDouble(4)).isEqualTo(model().logDensity(x));
      Vector probability = row.getAs(3);
      assertThat(probability.argmax()).isEqualTo(row.getInt(2));
    }
  }

  @Test
  void columnsHaveAttributes() {
    Dataset<Row> scored = model().transform(MixtureData.faithful());
    Attribute prediction = Attribute.fromStructField(scored.schema().apply("prediction"));
    assertThat(((NominalAttribute) prediction).getNumValues().get()).isEqualTo(2);
    assertThat(scored.schema().apply("prediction").dataType()).isEqualTo(DataTypes.IntegerType);
    assertThat(AttributeGroup.fromStructField(scored.schema().apply("probability")).size())
        .isEqualTo(2);
  }

  @Test
  void aColumnOfNoNameIsNotWritten() {
    Dataset<Row> data = MixtureData.faithful();
    assertThat(model().setPredictionCol("").setLogDensityCol("").transform(data).columns())
        .containsExactly("eruptions", "waiting", "probability");
    assertThat(
            model()
                .setPredictionCol("")
                .setProbabilityCol("")
                .setLogDensityCol("")
                .transform(data)
                .columns())
        .containsExactly("eruptions", "waiting");
  }

  /** All three columns come from one call a row: the plan has one function. */
  @Test
  void aRowIsScoredOnce() {
    Dataset<Row> scored = model().transform(MixtureData.faithful());
    assertThat(functions(scored)).isEqualTo(1);
    Dataset<Row> selected =
        scored.select("probability", "prediction", "logDensity").where("eruptions > 2");
    assertThat(functions(selected)).isEqualTo(1);
  }

  /** A filter on a column that is added costs the rows that pass it a second call, no more. */
  @Test
  void aFilterOnTheResultAddsOneCall() {
    Dataset<Row> outliers = model().transform(MixtureData.faithful()).where("logDensity < -6");
    assertThat(functions(outliers)).isEqualTo(2);
    assertThat(outliers.count()).isPositive();
  }

  /** The calls in the plan; a scan only describes filters on columns that it does not have. */
  private static long functions(Dataset<Row> data) {
    return data.queryExecution()
        .executedPlan()
        .toString()
        .lines()
        .filter(line -> !line.contains("FileScan"))
        .flatMap(line -> Pattern.compile("UDF\\(").matcher(line).results())
        .count();
  }

  /** A filter on a column of the input is applied before rows are scored. */
  @Test
  void filtersOnTheInputComeFirst() {
    String plan =
        model()
            .transform(MixtureData.faithful())
            .where("eruptions > 2")
            .queryExecution()
            .optimizedPlan()
            .toString();
    assertThat(plan.indexOf("UDF(")).isPositive().isLessThan(plan.indexOf("Filter"));
  }

  @Test
  void columnNamesMayHaveDotsAndTheWordsThatWeUse() {
    Dataset<Row> data =
        MixtureData.faithful()
            .withColumnRenamed("eruptions", "a.b")
            .withColumn("score", functions.lit(1));
    Dataset<Row> scored = model().setFeaturesCols("a.b", "waiting").transform(data);
    assertThat(scored.columns())
        .containsExactly("a.b", "waiting", "score", "prediction", "probability", "logDensity");
    assertThat(scored.select("score").distinct().count()).isEqualTo(1);
  }

  @Test
  void invalidRowsAreAnErrorOrSkipped() {
    Dataset<Row> data =
        MixtureData.faithful()
            .withColumn(
                "eruptions",
                functions.expr(
                    "if(waiting = 79, null, if(waiting = 54, double('NaN'), eruptions))"));
    long bad = MixtureData.faithful().where("waiting in (79, 54)").count();
    assertThat(bad).isPositive();
    assertThatThrownBy(() -> model().transform(data).collectAsList())
        .hasStackTraceContaining("column eruptions is null (set handleInvalid to skip)");
    assertThat(model().setHandleInvalid("skip").transform(data).count()).isEqualTo(272 - bad);
    assertThat(model().setHandleInvalid("skip").transform(data).collectAsList())
        .hasSize((int) (272 - bad));
  }

  /** Where no component has a density, the log density says so; nothing fails, nothing is NaN. */
  @Test
  void anExtremeRowHasNoDensity() {
    Row row =
        model()
            .transform(MixtureData.faithful().limit(1).withColumn("waiting", functions.lit(1e300)))
            .first();
    Vector x = Vectors.dense(row.getDouble(0), 1e300);
    assertThat(row.<Double>getAs("logDensity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(row.<Vector>getAs("probability")).isEqualTo(model().predictProbability(x));
    assertThat(row.<Vector>getAs("probability").toArray()).isEqualTo(model().weights());
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    Dataset<Row> data = MixtureData.vectors(List.of(Vectors.dense(1, 2), Vectors.dense(1, 2, 3)));
    GaussianMixtureModel model = model();
    model.clear(model.featuresCols());
    assertThatThrownBy(() -> model.transform(data).collectAsList())
        .hasStackTraceContaining("features: 3 elements in a row, the model has 2");
    assertThatThrownBy(() -> model.predict(Vectors.dense(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: the vector has 1 elements, the model 2");
    assertThatThrownBy(() -> model.predict(Vectors.dense(1, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: element 1 is NaN");
  }

  @Test
  void aModelThatWasSentScoresTheSame() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model());
    }
    GaussianMixtureModel sent;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      sent = (GaussianMixtureModel) in.readObject();
    }
    Vector x = Vectors.dense(3, 60);
    assertThat(sent.predictProbability(x)).isEqualTo(model().predictProbability(x));
    assertThat(sent.hasSummary()).isFalse();
  }

  @Test
  void gaussiansAsADataSet() {
    List<Row> rows = model().gaussiansDF().collectAsList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<Vector>getAs("mean")).isEqualTo(model().gaussians()[0].mean());
    assertThat(rows.get(1).<Object>getAs("cov")).isEqualTo(model().gaussians()[1].cov());
    assertThat(model().numFeatures()).isEqualTo(2);
  }
}
