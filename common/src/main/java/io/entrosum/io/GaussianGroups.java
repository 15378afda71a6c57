package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.GroupNames;
import io.entrosum.family.ProductComponents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The Gaussian columns of a table. Those that are in no named group are stored as by {@link
 * GaussianCodec}; those of a group as {@code means.<group>} [K, D] and {@code covariances.<group>}.
 * {@code entrosum.groups}, an object in JSON, has the names of the columns and the shape of the
 * covariances of each group; it is left out where there is no group.
 */
final class GaussianGroups {
  static final String GROUPS = "entrosum.groups";
  private static final String COLUMNS = "columns";
  private static final String COVARIANCE = "covariance";

  private GaussianGroups() {}

  /** A group of a file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(String name, int[] columns, CovarianceType covariance) {}

  /** Adds what {@code entrosum.groups} says of some parts. */
  static void encode(
      List<ProductComponents.Part> parts, List<String> columns, TensorFile.Builder into) {
    ObjectNode groups = StrictJson.object();
    for (ProductComponents.Part part : parts) {
      if (part.components() instanceof GaussianComponents gaussian && !part.name().isEmpty()) {
        ObjectNode group = groups.putObject(part.name());
        ArrayNode names = group.putArray(COLUMNS);
        IntStream.of(part.columns()).mapToObj(columns::get).forEach(names::add);
        group.put(COVARIANCE, gaussian.covarianceType().label());
      }
    }
    if (!groups.isEmpty()) {
      into.metadata(GROUPS, StrictJson.line(groups));
    }
  }

  /** Adds the tensors of a part. */
  static void encode(
      GaussianComponents components, String group, List<String> own, TensorFile.Builder into) {
    if (group.isEmpty()) {
      new GaussianCodec().encode(components, own, into);
    } else {
      GaussianCodec.encode(components, "." + group, into);
    }
  }

  /**
   * The Gaussian parts of a table, checked.
   *
   * @param gaussian which columns are Gaussian
   * @param columns the names of all columns
   */
  static List<ProductComponents.Part> decode(
      int count, int[] gaussian, List<String> columns, ParameterReader from) {
    Set<Integer> rest = new TreeSet<>();
    IntStream.of(gaussian).forEach(rest::add);
    List<Group> groups = from.hasMetadata(GROUPS) ? groups(rest, columns, from) : List.of();
    List<ProductComponents.Part> parts = new ArrayList<>();
    if (!rest.isEmpty()) {
      parts.add(unnamed(count, rest, columns, from));
    }
    for (Group group : groups) {
      int[] own = group.columns;
      GaussianComponents components =
          GaussianCodec.decode(group.covariance, count, own.length, "." + group.name, from);
      parts.add(new ProductComponents.Part(components, own, group.name));
    }
    return parts;
  }

  private static ProductComponents.Part unnamed(
      int count, Set<Integer> chosen, List<String> columns, ParameterReader from) {
    List<String> own = chosen.stream().map(columns::get).toList();
    GaussianComponents components = new GaussianCodec().decode(count, own, from);
    if (components.dimensions() != own.size()) {
      throw from.invalid(
          "tensor means must have " + own.size() + " columns but has " + components.dimensions());
    }
    int[] indices = chosen.stream().mapToInt(Integer::intValue).toArray();
    return new ProductComponents.Part(components, indices);
  }

  /**
   * What {@code entrosum.groups} says.
   *
   * @param free the Gaussian columns. Modified: those of the groups are removed.
   */
  private static List<Group> groups(Set<Integer> free, List<String> columns, ParameterReader from) {
    JsonNode json = from.json(GROUPS);
    if (!json.isObject() || json.isEmpty()) {
      throw from.invalid(GROUPS + " must be an object with a group or more but is " + json);
    }
    Map<String, Integer> places = new HashMap<>();
    for (int j = 0; j < columns.size(); j++) {
      places.put(columns.get(j), j);
    }
    List<Group> groups = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      String name = entry.getKey();
      if (!GroupNames.valid(name)) {
        throw from.invalid(
            GROUPS + ": a name " + GroupNames.RULE + " but is " + StrictJson.line(name));
      }
      JsonNode group = entry.getValue();
      if (!group.isObject()
          || group.size() != 2
          || !group.path(COLUMNS).isArray()
          || group.path(COLUMNS).isEmpty()
          || !group.has(COVARIANCE)) {
        throw from.invalid(
            where(name) + "must be a list of columns and a covariance but is " + group);
      }
      int[] own = columns(name, group.path(COLUMNS), places, free, from);
      groups.add(new Group(name, own, covariance(name, group.path(COVARIANCE), from)));
    }
    return groups;
  }

  private static String where(String group) {
    return GROUPS + ": group " + group + " ";
  }

  private static int[] columns(
      String group,
      JsonNode names,
      Map<String, Integer> places,
      Set<Integer> free,
      ParameterReader from) {
    int[] columns = new int[names.size()];
    for (int i = 0; i < columns.length; i++) {
      JsonNode name = names.get(i);
      @Nullable Integer place = name.isTextual() ? places.get(name.textValue()) : null;
      if (place == null || !free.remove(place)) {
        throw from.invalid(
            where(group) + "must have gaussian columns that no other has but has " + name);
      }
      columns[i] = place;
    }
    return columns;
  }

  private static CovarianceType covariance(String group, JsonNode label, ParameterReader from) {
    @Nullable CovarianceType type =
        label.isTextual() ? GaussianCodec.TYPES.get(label.textValue()) : null;
    if (type == null) {
      throw from.invalid(
          where(group)
              + "must have a covariance of "
              + new TreeSet<>(GaussianCodec.TYPES.keySet())
              + " but has "
              + label);
    }
    return type;
  }
}
