package io.entrosum.spark.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A table with columns of every type that can be a feature, and holes in all of them. */
final class HoleyTable {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("colour", DataTypes.StringType)
          .add("size", DataTypes.DoubleType)
          .add("count", DataTypes.IntegerType)
          .add("ratio", DataTypes.FloatType)
          .add("note", DataTypes.StringType)
          .add("price", DataTypes.createDecimalType(6, 2))
          .add("spot", SQLDataTypes.VectorType())
          .add("member", DataTypes.BooleanType)
          .add("steps", DataTypes.createArrayType(DataTypes.ShortType))
          .add("level", DataTypes.LongType);

  /** As they are in the model: elements one by one. */
  static final List<String> SINGLE =
      List.of(
          "colour",
          "size",
          "count",
          "ratio",
          "price",
          "spot[0]",
          "spot[1]",
          "spot[2]",
          "member",
          "steps[0]",
          "steps[1]",
          "level");

  private HoleyTable() {}

  static Row row(
      long id,
      Object colour,
      Object size,
      Object count,
      Object ratio,
      String price,
      Vector spot,
      Object member,
      Object step,
      Object other,
      Object level) {
    return RowFactory.create(
        id,
        colour,
        size,
        count,
        ratio,
        id % 2 == 0 ? null : "note " + id,
        price == null ? null : new BigDecimal(price),
        spot,
        member,
        step == null && other == null ? null : Arrays.asList(asShort(step), asShort(other)),
        level);
  }

  private static Short asShort(Object number) {
    return number == null ? null : ((Number) number).shortValue();
  }

  /** Two kinds of rows, three quarters of the values of each are there; some rows are empty. */
  static List<Row> rows() {
    Random random = new Random(12);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int kind = random.nextInt(2);
      double common = random.nextGaussian() + 3 * kind;
      rows.add(
          row(
              i,
              hole(random, i, random.nextInt(4) == kind ? "green" : kind == 0 ? "red" : "blue"),
              hole(random, i, i % 40 == 3 ? Double.NaN : (Object) common),
              hole(random, i, random.nextInt(3) + 5 * kind),
              hole(random, i, i % 40 == 4 ? Float.NaN : (float) (common + random.nextGaussian())),
              (String) hole(random, i, price(10 * common + random.nextGaussian())),
              (Vector) hole(random, i, spot(random, common)),
              hole(random, i, random.nextInt(5) > 0 == (kind == 0)),
              hole(random, i, random.nextInt(9) - kind),
              hole(random, i, 100 + random.nextInt(9)),
              hole(random, i, (long) (kind + random.nextInt(2)))));
    }
    return rows;
  }

  private static Object hole(Random random, int i, Object value) {
    return random.nextInt(4) == 0 || i % 60 == 5 ? null : value;
  }

  private static String price(double x) {
    return BigDecimal.valueOf(x).setScale(2, RoundingMode.HALF_EVEN).toString();
  }

  private static Vector spot(Random random, double common) {
    double x = random.nextInt(3) == 0 ? Double.NaN : common + random.nextGaussian();
    return random.nextBoolean()
        ? Vectors.dense(x, random.nextGaussian(), common)
        : Vectors.sparse(3, new int[] {0, 2}, new double[] {x, common});
  }
}
