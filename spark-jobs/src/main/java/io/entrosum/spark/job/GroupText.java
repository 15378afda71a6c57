package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.init.TableSpec;
import io.entrosum.spark.GroupChoice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Groups of Gaussian columns in words and numbers. */
final class GroupText {
  private GroupText() {}

  /** The named groups of a table: {@code size (full: length, depth), body (diagonal: mass)}. */
  static String of(TableSpec table, List<String> names) {
    return table.groups().isEmpty()
        ? "none"
        : table.groups().stream()
            .map(
                group ->
                    of(
                        group.name(),
                        group.covariance().label(),
                        group.columns().stream().map(names::get).toList()))
            .collect(Collectors.joining(", "));
  }

  private static String of(String name, String covariance, List<String> columns) {
    return name + " (" + covariance + ": " + Numbers.names(columns, 8) + ")";
  }

  /** A group of a model. */
  static String of(GroupChoice group) {
    return of(group.name(), covariance(group), group.columns());
  }

  private static String covariance(GroupChoice group) {
    return Objects.requireNonNull(group.covariance()).label();
  }

  /** Adds the groups of a model as {@code groups}; nothing where there are none. */
  static void put(ObjectNode node, List<GroupChoice> groups) {
    if (groups.isEmpty()) {
      return;
    }
    ObjectNode all = node.putObject("groups");
    for (GroupChoice group : groups) {
      ObjectNode one = all.putObject(group.name());
      group.columns().forEach(one.putArray("columns")::add);
      one.put("covariance", covariance(group));
    }
  }
}
