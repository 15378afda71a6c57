package io.entrosum.init;

import io.entrosum.data.ColumnDomain;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.Families;
import io.entrosum.family.GroupNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a mixed table: what family each is of, and which Gaussian ones belong together.
 *
 * @param columns one a column
 * @param groups groups of Gaussian columns that are independent of each other given the component;
 *     those that are in none are one group more
 * @param covariance of the Gaussian columns that are in no group
 * @param covarianceFloor see {@link CovarianceFloor}
 * @param floor the bound of the parameters of other families, see {@link ExponentialFamily#fit}
 */
public record TableSpec(
    List<Column> columns,
    List<Group> groups,
    CovarianceType covariance,
    double covarianceFloor,
    double floor) {
  /** The name of the family of categories. */
  public static final String CATEGORICAL = "categorical";

  /** The name of the family of the Gaussian group. */
  public static final String GAUSSIAN = "gaussian";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is out of range, or if a group has no name of its
   *     own, or a column that is not Gaussian or in another group
   */
  public TableSpec {
    columns = List.copyOf(columns);
    groups = List.copyOf(groups);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("columns: there must be one but there is none");
    }
    if (!(floor >= 0 && floor < .5)) {
      throw new IllegalArgumentException("floor: must be >= 0 and < 0.5 but was " + floor);
    }
    checkGroups(columns, groups);
  }

  /** A table whose Gaussian columns are one group. */
  public TableSpec(
      List<Column> columns, CovarianceType covariance, double covarianceFloor, double floor) {
    this(columns, List.of(), covariance, covarianceFloor, floor);
  }

  private static void checkGroups(List<Column> columns, List<Group> groups) {
    Set<String> names = new HashSet<>();
    Set<Integer> grouped = new HashSet<>();
    for (Group group : groups) {
      if (group.name.isEmpty() || !names.add(group.name)) {
        throw new IllegalArgumentException(
            "groups: names must be different and not empty but \"" + group.name + "\" is not");
      }
      for (int j : group.columns) {
        if (j < 0 || j >= columns.size() || !columns.get(j).family().equals(GAUSSIAN)) {
          throw new IllegalArgumentException(
              "groups: column " + j + " of " + group.name + " must be a gaussian one of the table");
        }
        if (!grouped.add(j)) {
          throw new IllegalArgumentException(
              "groups: column " + j + " of " + group.name + " is in a group already");
        }
      }
    }
  }

  /**
   * Gaussian columns with covariances of their own.
   *
   * @param name see {@link GroupNames}; empty for the columns that no group names
   * @param columns which columns of the table
   */
  public record Group(String name, List<Integer> columns, CovarianceType covariance) {
    /**
     * Checks the name, and that there are columns.
     *
     * @throws IllegalArgumentException if the name breaks the rule, or there is no column
     */
    public Group {
      columns = columns.stream().sorted().toList();
      if (!name.isEmpty() && !GroupNames.valid(name)) {
        throw new IllegalArgumentException(
            "groups: a name " + GroupNames.RULE + " but was " + name);
      }
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("groups: " + name + " has no column");
      }
    }

    /** The columns, ascending. */
    public int[] indices() {
      return columns.stream().mapToInt(Integer::intValue).toArray();
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

  /** All groups of Gaussian columns: first those that no group names, if there are any. */
  public List<Group> gaussianGroups() {
    Set<Integer> rest = new TreeSet<>();
    IntStream.range(0, columns.size()).filter(j -> is(j, GAUSSIAN)).forEach(rest::add);
    groups.stream().map(Group::columns).forEach(rest::removeAll);
    List<Group> all = new ArrayList<>();
    if (!rest.isEmpty()) {
      all.add(new Group("", List.copyOf(rest), covariance));
    }
    all.addAll(groups);
    return all;
  }

  /** Whether all columns are Gaussian. */
  public boolean allGaussian() {
    return gaussians() == columns.size();
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
    return (int) IntStream.range(0, columns.size()).filter(j -> is(j, GAUSSIAN)).count();
  }

  /** Roughly how many numbers the other columns have as statistics of a component. */
  public long otherStatistics() {
    long sum = 0;
    for (Column column : columns) {
      sum += column.family.equals(GAUSSIAN) ? 0 : Math.max(3, column.categories);
    }
    return sum;
  }

  int[] categoricalColumns() {
    return IntStream.range(0, columns.size()).filter(j -> is(j, CATEGORICAL)).toArray();
  }

  int[] familyColumns() {
    return IntStream.range(0, columns.size())
        .filter(j -> !is(j, GAUSSIAN) && !is(j, CATEGORICAL))
        .toArray();
  }

  boolean gaussian(int j) {
    return is(j, GAUSSIAN);
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
