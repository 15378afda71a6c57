package io.entrosum.spark.ml;

import io.entrosum.spark.InvalidPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
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
 * Adds the columns of a model to a data set: one function a row gives all of them as a struct,
 * which is then taken apart. Nothing is run, so that streams can be scored too.
 *
 * @param input how the model gets its numbers from a row
 * @param policy what happens to invalid rows
 * @param outputs the columns that are added, by the parameter that names them
 */
record Scoring(RowInput input, InvalidPolicy policy, Map<String, StructField> outputs) {
  /** The data set with the columns. */
  <L> Dataset<Row> transform(Dataset<Row> data, L model, Recipe<L> recipe) {
    Column features =
        functions.struct(input.columns().stream().map(Scoring::column).toArray(Column[]::new));
    Dataset<Row> rows = data;
    if (policy == InvalidPolicy.SKIP) {
      UDF1<Row, Boolean> valid = input::valid;
      rows = data.filter(functions.udf(valid, DataTypes.BooleanType).apply(features));
    }
    if (outputs.isEmpty()) {
      return rows;
    }
    StructType type = new StructType();
    for (Map.Entry<String, StructField> output : outputs.entrySet()) {
      type = type.add(output.getKey(), output.getValue().dataType(), false);
    }
    Broadcast<L> broadcast =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext()).broadcast(model);
    Score<L> function = new Score<>(broadcast, recipe, input);
    Column scored = functions.udf(function, type).asNonNullable().apply(features);
    String score = unused("score", data.columns());
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    outputs.forEach(
        (param, field) ->
            columns.add(column(score).getField(param).as(field.name(), field.metadata())));
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
  private static final class Score<L> implements UDF1<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<L> model;
    private final Recipe<L> recipe;
    private final RowInput input;
    private final PerThread<Function<Row, Object[]>> scorers = new PerThread<>();

    Score(Broadcast<L> model, Recipe<L> recipe, RowInput input) {
      this.model = model;
      this.recipe = recipe;
      this.input = input;
    }

    @Override
    public Row call(Row row) {
      return RowFactory.create(scorers.get(() -> recipe.scorer(model.value(), input)).apply(row));
    }
  }
}
