package io.entrosum.init;

import io.entrosum.data.ColumnDomain;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.Families;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a mixed table: what family each is of.
 *
 * @param columns one a column
 * @param covariance of the Gaussian columns, which are one group
 * @param covarianceFloor see {@link CovarianceFloor}
 * @param floor the bound of the parameters of other families, see {@link ExponentialFamily#fit}
 */
public record TableSpec(
    List<Column> columns, CovarianceType covariance, double covarianceFloor, double floor) {
  /** The name of the family of categories. */
  public static final String CATEGORICAL = "categorical";

  /** The name of the family of the Gaussian group. */
  public static final String GAUSSIAN = "gaussian";

  /** Checks the values. */
  public TableSpec {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("columns: there must be one but there is none");
    }
    if (!(floor >= 0 && floor < .5)) {
      throw new IllegalArgumentException("floor: must be >= 0 and < 0.5 but was " + floor);
    }
  }

  /**
   * A column.
   *
   * @param family {@value #GAUSSIAN}, {@value #CATEGORICAL}, or a text of {@link Families}
   * @param categories the number of categories, 0 for other families
   */
  public record Column(String family, int categories) {
    /**
     * Checks the family.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Column {
      boolean categorical = family.equals(CATEGORICAL);
      if (categorical != categories > 0) {
        throw new IllegalArgumentException(
            "columns: " + family + " cannot have " + categories + " categories");
      }
      if (!categorical && !family.equals(GAUSSIAN)) {
        checkFamily(family);
      }
    }

    private static void checkFamily(String family) {
      String name = family.replaceFirst("\\(.*", "").strip();
      if (name.matches("[a-z-]+") && !families().contains(name)) {
        throw new IllegalArgumentException(
            "family: must be one of " + String.join(", ", families()) + " but was " + name);
      }
      Families.parse(family);
    }

    /** A column without categories. */
    public static Column of(String family) {
      return new Column(family, 0);
    }

    /** A column of categories, given as whole numbers from 0 on. */
    public static Column categorical(int categories) {
      return new Column(CATEGORICAL, categories);
    }
  }

  /** The names of all families that a column can have, without constants. */
  public static List<String> families() {
    return Stream.concat(Stream.of(CATEGORICAL, GAUSSIAN), Families.names().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Gaussian columns with full covariances beside others, default floors. */
  public static TableSpec of(List<Column> columns) {
    return new TableSpec(
        columns,
        CovarianceType.FULL,
        CovarianceFloor.DEFAULT_RELATIVE,
        ExponentialFamily.DEFAULT_FLOOR);
  }

  /** Whether all columns are Gaussian. */
  public boolean allGaussian() {
    return gaussianColumns().length == columns.size();
  }

  /** What the values of a column may be; empty where every number is welcome. */
  public Optional<ColumnDomain> domain(int j) {
    if (is(j, GAUSSIAN) || is(j, CATEGORICAL)) {
      return Optional.empty();
    }
    ExponentialFamily family = family(j);
    return Optional.of(family::problem);
  }

  /** The number of Gaussian columns. */
  public int gaussians() {
    return gaussianColumns().length;
  }

  /** Roughly how many numbers the other columns have as statistics of a component. */
  public long otherStatistics() {
    long sum = 0;
    for (Column column : columns) {
      sum += column.family.equals(GAUSSIAN) ? 0 : Math.max(3, column.categories);
    }
    return sum;
  }

  int[] gaussianColumns() {
    return IntStream.range(0, columns.size()).filter(j -> is(j, GAUSSIAN)).toArray();
  }

  int[] categoricalColumns() {
    return IntStream.range(0, columns.size()).filter(j -> is(j, CATEGORICAL)).toArray();
  }

  int[] familyColumns() {
    return IntStream.range(0, columns.size())
        .filter(j -> !is(j, GAUSSIAN) && !is(j, CATEGORICAL))
        .toArray();
  }

  private boolean is(int j, String family) {
    return columns.get(j).family().equals(family);
  }

  ExponentialFamily family(int j) {
    return Families.parse(columns.get(j).family());
  }

  int categories(int j) {
    return columns.get(j).categories();
  }
}
