package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.family.CategoricalColumns;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.Manifest;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained mixture on other data than it was trained on. */
class MixtureModelIT {
  private static List<Row> rows;
  private static MixtureModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void fit() {
    rows = MixedData.rows(150, 8);
    model = MixedData.estimator().setMaxIter(5).fit(MixedData.dataset(rows));
  }

  private static Row spot(double... spot) {
    Row row = rows.get(0);
    return RowFactory.create(
        row.get(0), row.get(1), row.get(2), Vectors.dense(spot), row.get(4), row.get(5));
  }

  @Test
  void columnsAreFoundByTheirNames() {
    Dataset<Row> data = MixedData.dataset(rows);
    Dataset<Row> turned = data.select("spot", "w", "visits", "member", "origin");
    assertThat(model.transform(turned).select("logDensity").collectAsList())
        .isEqualTo(model.transform(data).select("logDensity").collectAsList());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.transform(data.withColumnRenamed("visits", "visit")))
        .withMessageStartingWith("featuresCols: no column visits, did you mean visit?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.transform(data.withColumn("spot", functions.lit(1.0))))
        .withMessageContaining("the data has another number of elements");
    assertThatThrownBy(() -> model.transform(MixedData.dataset(List.of(spot(1)))).collectAsList())
        .rootCause()
        .hasMessageContaining("column spot has 1 elements");
  }

  /** Infinite values are not missing ones, and a count is not negative. */
  @Test
  void valuesThatNoPolicyAllows() {
    MixtureModel keeps = model.copy(ParamMap.empty());
    keeps.setHandleInvalid("keep");
    Dataset<Row> infinite = MixedData.dataset(List.of(spot(1, Double.POSITIVE_INFINITY)));
    assertThatThrownBy(() -> keeps.transform(infinite).collectAsList())
        .rootCause()
        .hasMessage("column spot[1] is infinite (set handleInvalid to skip)");
    Dataset<Row> negative =
        MixedData.dataset(rows).withColumn("visits", functions.col("visits").minus(100));
    assertThatThrownBy(() -> keeps.setHandleInvalid("skip").transform(negative).collectAsList())
        .rootCause()
        .hasMessageContaining("column visits is -");
    assertThatThrownBy(() -> keeps.evaluate(negative)).hasMessageContaining("column visits is -");
  }

  @Test
  void arraysStandForTheirElements() {
    StructType schema =
        new StructType()
            .add("counts", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("code", DataTypes.LongType);
    List<Row> counts =
        rows.stream()
            .map(row -> RowFactory.create(new Object[] {row.get(2), row.get(4)}, 7L))
            .toList();
    MixtureModel fitted =
        new io.entrosum.spark.ml.Mixture()
            .setK(2)
            .setMaxIter(3)
            .setFeaturesCols("counts", "code")
            .setFamilies("counts=poisson", "counts[1]=bernoulli", "code=categorical")
            .fit(SharedSpark.session().createDataFrame(counts, schema));
    assertThat(fitted.columnFamilies().keySet()).containsExactly("counts[0]", "counts[1]", "code");
    assertThat(fitted.categories("code")).containsExactly("7");
    assertThat(fitted.gaussians()).isEmpty();
    assertThat(fitted.gaussianColumns()).isEmpty();
  }

  @Test
  void categoriesWithoutNamesAreRefused() throws IOException {
    Mixture mixture =
        new Mixture(new double[] {1}, CategoricalColumns.uniform(1, new int[] {3}, 0));
    byte[] bytes = new ModelFile(mixture, List.of("origin"), Map.of()).toBytes();
    Files.write(folder.resolve(ModelFolder.MODEL), bytes);
    Files.write(
        folder.resolve(Manifest.NAME),
        Manifest.builder().add(ModelFolder.MODEL, bytes).build().toJson());
    assertThatThrownBy(() -> MixtureModel.fromFolder(folder.toUri().toString()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("the 3 categories of column origin have no names");
  }
}
