package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.MixtureScorer;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pictures of a mixture: its components, and a sample of rows as it sees them. */
final class MixturePictures {
  private static final int MOST_POINTS = 2000;
  private static final int MOST_COMPONENTS = 100;

  private final SavedMixture saved;
  private final Block sample;
  private final double[] weights;
  private final double[] posterior;
  private final double[] logDensity;
  private final double[] rows;

  MixturePictures(SavedMixture saved, Block sample) {
    this.saved = saved;
    this.sample = sample;
    this.weights = saved.mixture().weights();
    this.posterior = new double[sample.rows() * weights.length];
    this.logDensity = new double[sample.rows()];
    MixtureScorer scorer = saved.mixture().scorer();
    if (saved.mixture().components().marginalises()) {
      rows = new double[sample.rows() * sample.columns()];
      scorer.fill(sample, posterior, logDensity, rows);
    } else {
      rows = sample.values();
      scorer.score(sample, posterior, logDensity);
    }
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(components());
    Section projection = projections();
    if (projection != null) {
      sections.add(projection);
    }
    if (sample.rows() > 0) {
      sections.add(new ColumnPictures(saved, sample).section());
      sections.add(rowPictures());
    }
    return sections;
  }

  private Section components() {
    List<Figure> figures = new ArrayList<>();
    int shown = Math.min(weights.length, MOST_COMPONENTS);
    List<String> names = IntStream.range(0, shown).mapToObj(String::valueOf).toList();
    figures.add(
        Figures.bars(
            "Mixing weights of the components, in their order.",
            "component",
            "weight",
            names,
            List.of(new Series("weight", Arrays.copyOf(weights, shown)))));
    figures.addAll(means(shown));
    return new Section("Components", "", figures, List.of());
  }

  private List<Figure> means(int shown) {
    List<Figure> figures = new ArrayList<>();
    for (ProductComponents.Part part : saved.parts()) {
      Marginals marginals = Marginals.of(part.components()).orElse(null);
      int d = part.columns().length;
      if (marginals == null || d < 3) {
        continue;
      }
      double[] means = marginals.means();
      List<String> names = IntStream.of(part.columns()).mapToObj(saved.columns()::get).toList();
      List<Series> rows = new ArrayList<>();
      for (int c = 0; c < shown; c++) {
        rows.add(
            new Series(
                Numbers.format("%d: %.3f", c, weights[c]),
                Arrays.copyOfRange(means, c * d, (c + 1) * d)));
      }
      PixelShape.of(names)
          .ifPresentOrElse(
              shape ->
                  figures.add(
                      Figures.images(
                          "The means as images, with their weights; all have one scale of grey.",
                          shape.side(),
                          shape.side(),
                          rows,
                          false)),
              () -> figures.add(heatmap(names, means, rows.size())));
    }
    return figures;
  }

  /** How far means are from that of the whole mixture, in standard deviations of these means. */
  private Figure heatmap(List<String> names, double[] means, int shown) {
    int d = names.size();
    int columns = Math.min(d, 100);
    List<Series> rows = new ArrayList<>();
    double[] mean = new double[d];
    double[] spread = new double[d];
    for (int j = 0; j < d; j++) {
      for (int c = 0; c < weights.length; c++) {
        mean[j] += weights[c] * means[c * d + j];
      }
      for (int c = 0; c < weights.length; c++) {
        spread[j] += weights[c] * Math.pow(means[c * d + j] - mean[j], 2);
      }
    }
    for (int c = 0; c < shown; c++) {
      double[] values = new double[columns];
      for (int j = 0; j < columns; j++) {
        values[j] = spread[j] > 0 ? (means[c * d + j] - mean[j]) / Math.sqrt(spread[j]) : 0;
      }
      rows.add(new Series(String.valueOf(c), values));
    }
    return Figures.heatmap(
        "How the means of the components differ: distance from the mean of all, in standard"
            + " deviations of the means of a column."
            + (columns < d ? Numbers.format(" The first %d columns.", columns) : ""),
        "column",
        "component",
        names.subList(0, columns),
        rows);
  }

  private @Nullable Section projections() {
    List<Figure> figures = new ArrayList<>();
    for (ProductComponents.Part part : saved.parts()) {
      int d = part.columns().length;
      if (d >= 2 && d <= Plane.MOST_COLUMNS && sample.rows() > 0) {
        Marginals.of(part.components())
            .ifPresent(marginals -> figures.add(projection(part, marginals)));
      }
    }
    return figures.isEmpty()
        ? null
        : new Section(
            "Rows and components",
            "Each row has the colour of its most probable component; the ellipses are one and two"
                + " standard deviations from the means.",
            figures,
            List.of());
  }

  private Figure projection(ProductComponents.Part part, Marginals marginals) {
    int d = part.columns().length;
    Plane plane = Plane.of(weights, marginals.means(), marginals.variances());
    List<Figures.Cloud> clouds = new ArrayList<>();
    for (int c = 0; c < Math.min(weights.length, MOST_COMPONENTS); c++) {
      double[] mean = Arrays.copyOfRange(marginals.means(), c * d, (c + 1) * d);
      double[] covariance =
          part.components() instanceof GaussianComponents gaussian
              ? gaussian.covariance(c)
              : ((FactorComponents) part.components()).covariance(c);
      double[][] points = points(part, plane, c);
      clouds.add(
          new Figures.Cloud(
              "component " + c,
              points[0],
              points[1],
              List.of(plane.ellipse(mean, covariance, 1), plane.ellipse(mean, covariance, 2))));
    }
    boolean own = plane.isColumns();
    return Figures.scatter(
        own
            ? "Rows of the sample and the components."
            : Numbers.format(
                "%s, in the plane in which the means differ most.", Numbers.count(d, "column")),
        own ? saved.columns().get(part.columns()[0]) : "first direction",
        own ? saved.columns().get(part.columns()[1]) : "second direction",
        clouds);
  }

  /** The coordinates of the rows of a component. */
  private double[][] points(ProductComponents.Part part, Plane plane, int c) {
    int d = part.columns().length;
    double[] row = new double[d];
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < Math.min(sample.rows(), MOST_POINTS); i++) {
      if (MixtureScorer.best(posterior, i * weights.length, weights.length) == c) {
        for (int j = 0; j < d; j++) {
          row[j] = rows[i * sample.columns() + part.columns()[j]];
        }
        points.add(new double[] {plane.coordinate(0, row, 0), plane.coordinate(1, row, 0)});
      }
    }
    return new double[][] {
      points.stream().mapToDouble(point -> point[0]).toArray(),
      points.stream().mapToDouble(point -> point[1]).toArray()
    };
  }

  /** Who is uncertain, and who is strange. */
  private Section rowPictures() {
    int k = weights.length;
    double[] own = new double[sample.rows()];
    double[] entropy = new double[sample.rows()];
    for (int i = 0; i < own.length; i++) {
      own[i] = sample.weight(i);
      for (int c = 0; c < k; c++) {
        double r = posterior[i * k + c];
        entropy[i] -= r > 0 ? r * Math.log(r) : 0;
      }
    }
    List<Figure> figures = new ArrayList<>();
    if (k > 1) {
      Bins bins = Bins.between(0, Math.log(k), entropy, own);
      figures.add(
          Figures.logHistogram(
              Numbers.format(
                  "Entropies of the posteriors of rows, on an axis of logarithms: 0 where the"
                      + " component is certain, at most ln %d = %.2f nats.",
                  k, Math.log(k)),
              "posterior entropy, nats",
              bins.edges(),
              bins.heights()));
    }
    figures.add(
        Bins.of(logDensity, own)
            .figure(
                "Log densities of rows: those far on the left are strange to the model.",
                "log density, nats",
                List.of()));
    return new Section("Rows", "", figures, List.of());
  }
}
