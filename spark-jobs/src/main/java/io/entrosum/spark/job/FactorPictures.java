package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.init.FactorTraining;
import io.entrosum.model.FactorModel;
import io.entrosum.model.PrincipalComponents;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of principal components or factors, and a sample of rows as they see them. */
record FactorPictures(FactorTraining.Outcome outcome, List<String> columns, Block sample) {
  private static final int MOST_FACTORS = 64;
  private static final int MOST_COLUMNS = 100;
  private static final int MOST_POINTS = 2000;
  private static final int MOST_EIGENVALUES = 200;

  private FactorModel model() {
    return outcome.result().model();
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(variances());
    sections.add(loadings());
    if (sample.rows() > 0) {
      sections.add(rows());
    }
    return sections;
  }

  private Section variances() {
    double[] explained = new FactorDescription(model(), columns).explained();
    List<Figure> figures = new ArrayList<>();
    PrincipalComponents spectrum = outcome.spectrum().orElse(null);
    if (spectrum != null) {
      double[] values = spectrum.eigenvalues();
      double[] shown = Arrays.copyOf(values, Math.min(values.length, MOST_EIGENVALUES));
      double[] noise = model().noise();
      figures.add(
          Figures.lines(
              "Scree plot: eigenvalues of the covariance of the columns"
                  + (noise.length == 1
                      ? "; the model keeps those of its latent dimensions, and takes the rest for"
                          + " noise of the variance that is marked."
                      : "."),
              new Figures.Axis("number", true),
              "variance",
              IntStream.rangeClosed(1, shown.length).asDoubleStream().toArray(),
              List.of(new Series("eigenvalue", shown)),
              noise.length == 1
                  ? new Figures.Mark(Numbers.format("noise %.4g", noise[0]), noise[0], true)
                  : new Figures.Mark(
                      "latent dimensions", model().latentDimensions() + 0.5, false)));
    }
    figures.add(
        Figures.bars(
            "The variance along each factor.",
            "factor",
            "variance",
            IntStream.range(0, explained.length).mapToObj(String::valueOf).toList(),
            List.of(new Series("variance", explained))));
    if (model().noise().length > 1 && columns.size() <= MOST_COLUMNS) {
      figures.add(
          Figures.bars(
              "The noise variance of each column: what the factors do not explain.",
              "column",
              "variance",
              columns,
              List.of(new Series("noise variance", model().noise()))));
    }
    return new Section("Variances", "", figures, List.of());
  }

  private Section loadings() {
    int h = model().latentDimensions();
    int d = model().dimensions();
    int shown = Math.min(h, MOST_FACTORS);
    double[] loadings = model().loadings();
    List<Series> factors = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      double[] own = new double[d];
      for (int j = 0; j < d; j++) {
        own[j] = loadings[j * h + i];
      }
      factors.add(new Series("factor " + i, own));
    }
    Figure figure =
        PixelShape.of(columns)
            .map(
                shape ->
                    Figures.images(
                        "The loadings of each factor as an image; grey is 0, each has its own"
                            + " scale.",
                        shape.side(),
                        shape.side(),
                        factors,
                        true))
            .orElseGet(() -> heatmap(factors));
    return Section.of("Loadings", "", figure);
  }

  private Figure heatmap(List<Series> factors) {
    int shown = Math.min(columns.size(), MOST_COLUMNS);
    return Figures.heatmap(
        "The loadings of the columns."
            + (shown < columns.size() ? Numbers.format(" The first %d columns.", shown) : ""),
        "column",
        "factor",
        columns.subList(0, shown),
        factors.stream()
            .map(one -> new Series(one.name(), Arrays.copyOf(one.values(), shown)))
            .toList());
  }

  private Section rows() {
    int h = model().latentDimensions();
    int n = sample.rows();
    double[] latent = new double[n * h];
    double[] logDensity = new double[n];
    model().scorer().score(sample, latent, logDensity);
    List<Figure> figures = new ArrayList<>();
    if (h >= 2) {
      int points = Math.min(n, MOST_POINTS);
      double[] x = IntStream.range(0, points).mapToDouble(i -> latent[i * h]).toArray();
      double[] y = IntStream.range(0, points).mapToDouble(i -> latent[i * h + 1]).toArray();
      figures.add(
          Figures.scatter(
              "Posterior means of the first two factors.",
              "factor 0",
              "factor 1",
              List.of(new Figures.Cloud("rows", x, y, List.of()))));
    }
    double[] weights = IntStream.range(0, n).mapToDouble(sample::weight).toArray();
    figures.add(
        Bins.of(logDensity, weights)
            .figure(
                "Log densities of rows: those far on the left are strange to the model.",
                "log density, nats",
                List.of()));
    return new Section("Rows", "", figures, List.of());
  }
}
