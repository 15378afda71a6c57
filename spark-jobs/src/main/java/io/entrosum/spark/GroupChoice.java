package io.entrosum.spark;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.GroupNames;
import io.entrosum.init.TableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gaussian columns that are to be a group of their own.
 *
 * @param key where it is from, which begins every message
 * @param columns their names; a vector or array column stands for its elements
 * @param covariance null: that of the columns that are in no group
 */
public record GroupChoice(
    String key, String name, List<String> columns, @Nullable CovarianceType covariance)
    implements Serializable {
  /** The most features that a message lists. */
  private static final int FEATURES = 12;

  /** Copies the names. */
  public GroupChoice {
    columns = List.copyOf(columns);
  }

  /**
   * Makes all checks that need no data.
   *
   * @throws IllegalArgumentException if a name breaks the rule, a group has no column, or a column
   *     is named twice
   */
  public static void check(List<GroupChoice> groups) {
    Map<String, GroupChoice> owners = new HashMap<>();
    for (GroupChoice group : groups) {
      if (!GroupNames.valid(group.name)) {
        throw group.invalid(
            "the name of a group " + GroupNames.RULE + " but was " + group.name + " (rename it)");
      }
      if (group.columns.isEmpty()) {
        throw group.invalid(
            "must have at least one column but has none (name some, or leave the group out)");
      }
      for (String column : group.columns) {
        claim(owners, column, group);
      }
    }
  }

  private static void claim(Map<String, GroupChoice> owners, String column, GroupChoice group) {
    GroupChoice owner = owners.putIfAbsent(column, group);
    if (owner != null) {
      throw group.invalid(
          owner.name.equals(group.name)
              ? "column " + column + " is there twice (name it once)"
              : "column " + column + " is in group " + owner.name + " already (name it in one)");
    }
  }

  private IllegalArgumentException invalid(String message) {
    return new IllegalArgumentException(key + ": " + message);
  }

  /**
   * The groups of a table.
   *
   * @param names of the single columns
   * @param families of the single columns
   * @param otherwise the covariance of groups that name none
   * @throws IllegalArgumentException if a column is no feature, not Gaussian, or in another group
   */
  static List<TableSpec.Group> table(
      List<GroupChoice> groups,
      List<String> names,
      List<TableSpec.Column> families,
      CovarianceType otherwise) {
    Map<String, GroupChoice> owners = new HashMap<>();
    List<TableSpec.Group> table = new ArrayList<>();
    for (GroupChoice group : groups) {
      List<Integer> own = new ArrayList<>();
      for (String column : group.columns) {
        for (int j : group.find(column, names)) {
          group.checkGaussian(names.get(j), families.get(j).family());
          claim(owners, names.get(j), group);
          own.add(j);
        }
      }
      CovarianceType covariance = group.covariance;
      table.add(new TableSpec.Group(group.name, own, covariance == null ? otherwise : covariance));
    }
    return table;
  }

  private int[] find(String wanted, List<String> names) {
    int[] found =
        IntStream.range(0, names.size())
            .filter(j -> FamilyChoice.isOf(names.get(j), wanted))
            .toArray();
    if (found.length == 0) {
      throw invalid(
          "no feature "
              + wanted
              + NearestName.hint(wanted, names)
              + " (features: "
              + names.stream().limit(FEATURES).collect(Collectors.joining(", "))
              + (names.size() > FEATURES ? ", ... (" + names.size() + " in all))" : ")"));
    }
    return found;
  }

  private void checkGaussian(String column, String family) {
    if (!family.equals(TableSpec.GAUSSIAN)) {
      throw invalid(
          column
              + " must be gaussian but is "
              + family
              + " (leave it out of the group, or make it gaussian)");
    }
  }
}
