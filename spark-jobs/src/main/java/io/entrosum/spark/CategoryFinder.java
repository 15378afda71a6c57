package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.init.UnusableDataException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * Finds the categories of a data set: the distinct values of its categorical columns, null apart.
 *
 * <p>Numbers are in numerical order, everything else in the order of its code points, so that codes
 * do not depend on the order of rows.
 */
public final class CategoryFinder {
  /** A column of more categories is none that a mixture could learn. */
  public static final int MOST = 100_000;

  private static final Comparator<String> BY_NUMBER = Comparator.comparing(BigInteger::new);

  /** UTF-8 keeps the order of code points, UTF-16 does not. */
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private CategoryFinder() {}

  /**
   * The categories of the categorical columns by name, in the order of the columns; one job, none
   * where no column is categorical.
   *
   * @throws UnusableDataException if a column has no value, or more than {@value #MOST}
   */
  public static Map<String, Categories> find(Dataset<Row> data, FeatureColumns features) {
    return find(data, features, MOST);
  }

  static Map<String, Categories> find(Dataset<Row> data, FeatureColumns features, int most) {
    List<String> names =
        features.columns().stream()
            .filter(column -> column.kind() == FeatureColumns.Kind.CATEGORY)
            .map(FeatureColumns.Column::name)
            .toList();
    Map<String, Categories> categories = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      List<Set<String>> values = distinct(data, names, most);
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        check(name, values.get(i).size(), most);
        DataType type = data.schema().apply(name).dataType();
        Stream<String> sorted =
            values.get(i).stream().sorted(type instanceof NumericType ? BY_NUMBER : BY_CODE_POINTS);
        categories.put(name, new Categories(sorted.toList()));
      }
    }
    return categories;
  }

  private static void check(String name, int count, int most) {
    if (count == 0) {
      throw new UnusableDataException("column " + name + " has no value in any row");
    }
    if (count > most) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "column %s has more than %,d different values; too many to be categories",
              name,
              most));
    }
  }

  private static List<Set<String>> distinct(Dataset<Row> data, List<String> names, int most) {
    Column[] columns = names.stream().map(Blocks::column).toArray(Column[]::new);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    String before = context.getLocalProperty("spark.job.description");
    context.setLocalProperty("spark.job.description", "finding the categories");
    try {
      return data.select(columns)
          .javaRDD()
          .treeAggregate(new Values(names.size(), most), Values::add, Values::merge)
          .sets();
    } finally {
      context.setLocalProperty("spark.job.description", before);
    }
  }

  /** The name of a value: a string, true or false, or a whole number. */
  static String name(Object value) {
    return value instanceof BigDecimal number
        ? number.toBigInteger().toString()
        : String.valueOf(value);
  }

  /** Distinct values of columns; a column keeps one more than the limit at most. */
  private static final class Values implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final HashSet<String>[] sets;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    Values(int columns, int most) {
      this.most = most;
      this.sets = new HashSet[columns];
      Arrays.setAll(sets, i -> new HashSet<>());
    }

    List<Set<String>> sets() {
      return List.of(sets);
    }

    Values add(Row row) {
      for (int i = 0; i < sets.length; i++) {
        if (!row.isNullAt(i) && sets[i].size() <= most) {
          sets[i].add(name(row.get(i)));
        }
      }
      return this;
    }

    Values merge(Values other) {
      for (int i = 0; i < sets.length; i++) {
        for (String value : other.sets[i]) {
          if (sets[i].size() > most) {
            break;
          }
          sets[i].add(value);
        }
      }
      return this;
    }
  }
}
