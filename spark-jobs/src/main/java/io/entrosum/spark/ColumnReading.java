package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.init.TableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the values of the single columns may be, and how names become numbers.
 *
 * @param categories of each single column; null where it holds numbers
 * @param domains of each single column; null where every finite number is welcome
 */
public record ColumnReading(
    List<@Nullable Categories> categories, List<@Nullable ColumnDomain> domains)
    implements Serializable {
  /** Copies the lists, which may have nulls and need the same length. */
  public ColumnReading {
    if (categories.size() != domains.size()) {
      throw new IllegalArgumentException(
          "reading: categories of " + categories.size() + " columns, domains of " + domains.size());
    }
    categories = Collections.unmodifiableList(new ArrayList<>(categories));
    domains = Collections.unmodifiableList(new ArrayList<>(domains));
  }

  /** Plain numbers in every one of some columns. */
  public static ColumnReading none(int columns) {
    return new ColumnReading(
        Collections.<@Nullable Categories>nCopies(columns, null),
        Collections.<@Nullable ColumnDomain>nCopies(columns, null));
  }

  /**
   * That of named columns.
   *
   * @param labels names of the single columns
   * @param categories of the columns that have some, by name
   * @param domains of the columns that have one, by name
   */
  public static ColumnReading of(
      List<String> labels, Map<String, Categories> categories, Map<String, ColumnDomain> domains) {
    List<@Nullable Categories> ofColumns = new ArrayList<>();
    List<@Nullable ColumnDomain> domainsOfColumns = new ArrayList<>();
    for (String label : labels) {
      ofColumns.add(categories.get(label));
      domainsOfColumns.add(domains.get(label));
    }
    return new ColumnReading(ofColumns, domainsOfColumns);
  }

  /**
   * That of a table.
   *
   * @param labels names of the single columns
   * @param categories of the columns that have some, by name
   */
  public static ColumnReading of(
      List<String> labels, Map<String, Categories> categories, TableSpec table) {
    List<@Nullable Categories> ofColumns = new ArrayList<>();
    List<@Nullable ColumnDomain> domains = new ArrayList<>();
    for (int j = 0; j < labels.size(); j++) {
      ofColumns.add(categories.get(labels.get(j)));
      domains.add(table.domain(j).orElse(null));
    }
    return new ColumnReading(ofColumns, domains);
  }

  /** The number of single columns. */
  public int count() {
    return categories.size();
  }

  /**
   * The names of the columns that have categories.
   *
   * @param labels names of all single columns
   */
  public Set<String> categorical(List<String> labels) {
    Set<String> names = new LinkedHashSet<>();
    for (int j = 0; j < labels.size(); j++) {
      if (categories.get(j) != null) {
        names.add(labels.get(j));
      }
    }
    return names;
  }

  /** Refuses a reading that is not one of these columns. */
  void check(FeatureColumns features, int[] widths) {
    int at = 0;
    for (int i = 0; i < widths.length; i++) {
      FeatureColumns.Column column = features.columns().get(i);
      boolean wanted = column.kind() == FeatureColumns.Kind.CATEGORY;
      for (int j = 0; j < widths[i]; j++, at++) {
        if (at < count() && (categories.get(at) != null) != wanted) {
          throw new IllegalArgumentException(
              "column "
                  + column.name()
                  + (wanted ? " is categorical but has no categories" : " is not categorical"));
        }
      }
    }
    if (at != count()) {
      throw new IllegalArgumentException(
          "reading: is of " + count() + " columns, the features are " + at);
    }
  }
}
