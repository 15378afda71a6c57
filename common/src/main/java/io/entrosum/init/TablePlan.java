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

/**
 * Components of a mixed table: the Gaussian columns as one group with its covariances, columns of
 * exponential families, categorical columns.
 */
record TablePlan(TableSpec spec) implements ComponentsPlan {
  @Override
  public Components around(List<double[]> centres, DataProfile profile) {
    List<ProductComponents.Part> parts = new ArrayList<>();
    int[] gaussian = spec.gaussianColumns();
    if (gaussian.length > 0) {
      List<double[]> own = centres.stream().map(centre -> chosen(centre, gaussian)).toList();
      GaussianPlan plan = new GaussianPlan(spec.covariance(), spec.covarianceFloor());
      parts.add(new ProductComponents.Part(plan.around(own, profile.columns(gaussian)), gaussian));
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
    return parts.size() == 1 ? parts.get(0).components() : new ProductComponents(parts);
  }

  private static double[] chosen(double[] values, int[] columns) {
    return Arrays.stream(columns).mapToDouble(j -> values[j]).toArray();
  }

  @Override
  public boolean startsAtCentres() {
    return false;
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
        parts.add(new ProductComponents.Part(withFloor(part.components(), own), part.columns()));
      }
      return new ProductComponents(parts);
    }
    return withFloor(initial, profile);
  }

  private Components withFloor(Components part, DataProfile profile) {
    if (part instanceof IndependentColumns columns) {
      return columns.withFloor(spec.floor());
    }
    if (part instanceof CategoricalColumns categorical) {
      return categorical.withFloor(spec.floor());
    }
    if (part instanceof GaussianComponents) {
      return new GaussianPlan(spec.covariance(), spec.covarianceFloor()).resumed(part, profile);
    }
    throw new IllegalArgumentException("family: cannot go on from " + part.family());
  }
}
