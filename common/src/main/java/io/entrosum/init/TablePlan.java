package io.entrosum.init;

import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.Components;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.train.DataProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Components of a mixed table: groups of Gaussian columns, each with its covariances, columns of
 * exponential families, categorical columns.
 */
record TablePlan(TableSpec spec) implements ComponentsPlan {
  @Override
  public Components around(List<double[]> centres, DataProfile profile, long seed) {
    List<ProductComponents.Part> parts = new ArrayList<>();
    for (TableSpec.Group group : spec.gaussianGroups()) {
      int[] columns = group.indices();
      List<double[]> own = centres.stream().map(centre -> chosen(centre, columns)).toList();
      Components around = plan(group).around(own, profile.columns(columns), seed);
      parts.add(new ProductComponents.Part(around, columns, group.name()));
    }
    int[] families = spec.familyColumns();
    if (families.length > 0) {
      List<ExponentialFamily> of = Arrays.stream(families).mapToObj(spec::family).toList();
      double[] means = chosen(profile.means(), families);
      parts.add(
          new ProductComponents.Part(
              IndependentColumns.around(centres.size(), of, means, spec.floor()), families));
    }
    int[] categorical = spec.categoricalColumns();
    if (categorical.length > 0) {
      int[] sizes = Arrays.stream(categorical).map(spec::categories).toArray();
      parts.add(
          new ProductComponents.Part(
              CategoricalColumns.uniform(centres.size(), sizes, spec.floor()), categorical));
    }
    return parts.size() == 1 && parts.get(0).name().isEmpty()
        ? parts.get(0).components()
        : new ProductComponents(parts);
  }

  private GaussianPlan plan(TableSpec.Group group) {
    return new GaussianPlan(group.covariance(), spec.covarianceFloor());
  }

  private static double[] chosen(double[] values, int[] columns) {
    return Arrays.stream(columns).mapToDouble(j -> values[j]).toArray();
  }

  @Override
  public boolean startsAtCentres() {
    return false;
  }

  @Override
  public boolean hasVariance(int column) {
    return spec.gaussian(column);
  }

  @Override
  public double[] scales(DataProfile profile) {
    double[] scales = profile.scales();
    for (int j : spec.categoricalColumns()) {
      scales[j] = Double.POSITIVE_INFINITY;
    }
    return scales;
  }

  @Override
  public Components resumed(Components initial, DataProfile profile) {
    if (initial instanceof ProductComponents product) {
      List<ProductComponents.Part> parts = new ArrayList<>();
      for (ProductComponents.Part part : product.parts()) {
        DataProfile own = profile.columns(part.columns());
        parts.add(new ProductComponents.Part(withFloor(part, own), part.columns(), part.name()));
      }
      return new ProductComponents(parts);
    }
    int[] all = IntStream.range(0, initial.dimensions()).toArray();
    return withFloor(new ProductComponents.Part(initial, all), profile);
  }

  private Components withFloor(ProductComponents.Part part, DataProfile profile) {
    if (part.components() instanceof IndependentColumns columns) {
      return columns.withFloor(spec.floor());
    }
    if (part.components() instanceof CategoricalColumns categorical) {
      return categorical.withFloor(spec.floor());
    }
    if (part.components() instanceof GaussianComponents gaussian) {
      return plan(group(part)).resumed(gaussian, profile);
    }
    throw new IllegalArgumentException("family: cannot go on from " + part.components().family());
  }

  /** The group of this table that a part of an initial model is. */
  private TableSpec.Group group(ProductComponents.Part part) {
    List<Integer> columns = Arrays.stream(part.columns()).sorted().boxed().toList();
    return spec.gaussianGroups().stream()
        .filter(group -> group.name().equals(part.name()) && group.columns().equals(columns))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "groups: must be those of the initial model, which has "
                        + (part.name().isEmpty() ? "a group without a name" : part.name())
                        + " of the columns "
                        + columns));
  }
}
