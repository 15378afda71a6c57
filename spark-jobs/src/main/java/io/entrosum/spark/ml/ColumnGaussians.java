package io.entrosum.spark.ml;

import io.entrosum.family.GaussianComponents;
import io.entrosum.family.ProductComponents;
import io.entrosum.spark.NamedMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;

/** All Gaussian columns of a mixture together, group after group. */
final class ColumnGaussians {
  private ColumnGaussians() {}

  private static List<ProductComponents.Part> parts(NamedMixture model) {
    return model.parts().stream()
        .filter(part -> part.components() instanceof GaussianComponents)
        .toList();
  }

  static List<String> columns(NamedMixture model) {
    List<String> names = new ArrayList<>();
    for (ProductComponents.Part part : parts(model)) {
      Arrays.stream(part.columns()).mapToObj(model.columns()::get).forEach(names::add);
    }
    return names;
  }

  /** A distribution a component; its covariance has the groups as blocks on the diagonal. */
  static MultivariateGaussian[] of(NamedMixture model) {
    int d = columns(model).size();
    List<MultivariateGaussian> gaussians = new ArrayList<>();
    for (int c = 0; d > 0 && c < model.mixture().count(); c++) {
      double[] mean = new double[d];
      double[] covariance = new double[d * d];
      int at = 0;
      for (ProductComponents.Part part : parts(model)) {
        GaussianComponents own = (GaussianComponents) part.components();
        int n = own.dimensions();
        System.arraycopy(own.means(), c * n, mean, at, n);
        double[] block = own.covariance(c);
        for (int i = 0; i < n; i++) {
          System.arraycopy(block, i * n, covariance, (at + i) * d + at, n);
        }
        at += n;
      }
      gaussians.add(
          new MultivariateGaussian(Vectors.dense(mean), new DenseMatrix(d, d, covariance)));
    }
    return gaussians.toArray(MultivariateGaussian[]::new);
  }
}
