package io.entrosum.spark.ml;

import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the columns of a mixture to a data set: one function a row gives all of them as a struct,
 * which is then taken apart. Nothing is run, so that streams can be scored too.
 */
final class Scoring {
  private static final String PREDICTION = "prediction";
  private static final String PROBABILITY = "probability";
  private static final String LOG_DENSITY = "logDensity";

  private static final Map<String, String> PARTS =
      Map.of(
          "predictionCol", PREDICTION, "probabilityCol", PROBABILITY, "logDensityCol", LOG_DENSITY);

  private static final StructType SCORE =
      new StructType()
          .add(PREDICTION, DataTypes.IntegerType, false)
          .add(PROBABILITY, SQLDataTypes.VectorType(), false)
          .add(LOG_DENSITY, DataTypes.DoubleType, false);

  private Scoring() {}

  /** The data set with the columns that the parameters name. */
  static Dataset<Row> transform(
      Dataset<Row> data, CommonParams params, RowInput vector, Mixture mixture) {
    Column input =
        functions.struct(vector.columns().stream().map(Scoring::column).toArray(Column[]::new));
    Dataset<Row> rows = data;
    if (params.getHandleInvalid().equals(CommonParams.SKIP)) {
      UDF1<Row, Boolean> valid = vector::valid;
      rows = data.filter(functions.udf(valid, DataTypes.BooleanType).apply(input));
    }
    Map<String, StructField> outputs = OutputColumns.of(params, mixture.count());
    if (outputs.isEmpty()) {
      return rows;
    }
    Broadcast<Mixture> broadcast =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext()).broadcast(mixture);
    String score = unused("score", data.columns());
    Column scored = functions.udf(new Score(broadcast, vector), SCORE).asNonNullable().apply(input);
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    outputs.forEach(
        (param, field) ->
            columns.add(
                column(score).getField(PARTS.get(param)).as(field.name(), field.metadata())));
    return rows.withColumn(score, scored).select(columns.toArray(Column[]::new)).drop(score);
  }

  private static String unused(String name, String[] taken) {
    boolean used = Arrays.stream(taken).anyMatch(name::equalsIgnoreCase);
    return used ? unused("_" + name, taken) : name;
  }

  /** The column of a name that may have dots in it. */
  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Scores the features of a row. */
  private static final class Score implements UDF1<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<Mixture> mixture;
    private final RowInput vector;
    private transient ThreadLocal<MixtureScorer> scorers;

    Score(Broadcast<Mixture> mixture, RowInput vector) {
      this.mixture = mixture;
      this.vector = vector;
      this.scorers = scorers();
    }

    private ThreadLocal<MixtureScorer> scorers() {
      return ThreadLocal.withInitial(() -> mixture.value().scorer());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      scorers = scorers();
    }

    @Override
    public Row call(Row row) {
      MixtureScorer.Score score = scorers.get().score(vector.of(row));
      return RowFactory.create(
          score.component(), Vectors.dense(score.posterior()), score.logDensity());
    }
  }
}
