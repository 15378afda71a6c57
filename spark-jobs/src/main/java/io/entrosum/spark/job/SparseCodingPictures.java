package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.SparseCoding;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of a dictionary, and of the codes of a sample of rows. */
record SparseCodingPictures(SparseCoding<?> model, List<String> columns, Block sample) {
  private static final int MOST_FIELDS = 400;
  private static final int MOST_ROWS = 1000;

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    int rows = Math.min(sample.rows(), MOST_ROWS);
    if (rows == 0) {
      sections.add(dictionary(new double[0]));
      return sections;
    }
    int h = model.latentDimensions();
    Block some = sample.rows(IntStream.range(0, rows).toArray());
    double[] latent = new double[rows * h];
    double[] bound = new double[rows];
    model.scorer().score(some, latent, new double[rows * h], bound);
    sections.add(dictionary(usage(latent)));
    sections.add(codes(some, latent, bound));
    return sections;
  }

  /** The mean absolute code of each latent, in units of its scale. */
  private double[] usage(double[] latent) {
    int h = model.latentDimensions();
    double[] scales = model.scales();
    double[] usage = new double[h];
    for (int at = 0; at < latent.length; at++) {
      usage[at % h] += Math.abs(latent[at]) * h / latent.length;
    }
    for (int i = 0; i < h; i++) {
      usage[i] = scales[i] > 0 ? usage[i] / scales[i] : 0;
    }
    return usage;
  }

  private Section dictionary(double[] usage) {
    int h = model.latentDimensions();
    int d = model.dimensions();
    double[] scales = model.scales();
    double[] dictionary = model.dictionary();
    List<Figure> figures = new ArrayList<>();
    List<Series> fields = new ArrayList<>();
    for (int i = 0; i < Math.min(h, MOST_FIELDS); i++) {
      double[] field = new double[d];
      for (int j = 0; j < d; j++) {
        field[j] = dictionary[j * h + i];
      }
      String used = usage.length == 0 ? "" : Numbers.format(", used %.2f", usage[i]);
      fields.add(new Series(Numbers.format("%d: %.3g%s", i, scales[i], used), field));
    }
    PixelShape.of(columns)
        .ifPresent(
            shape ->
                figures.add(
                    Figures.images(
                        "The dictionary by falling scale: number, scale, and the mean absolute"
                            + " code in scales; grey is 0, each field has its own range."
                            + (h > MOST_FIELDS
                                ? Numbers.format(" The first %d of %d.", MOST_FIELDS, h)
                                : ""),
                        shape.side(),
                        shape.side(),
                        fields,
                        true)));
    if (figures.isEmpty() && d <= 100 && h <= 100) {
      figures.add(Figures.heatmap("The dictionary.", "column", "latent", columns, fields));
    }
    figures.add(
        Figures.lines(
            "The scales of the latents.",
            new Figures.Axis("latent", true),
            "scale",
            IntStream.range(0, h).asDoubleStream().toArray(),
            List.of(new Series("scale", scales)),
            null));
    return new Section("Dictionary", "", figures, List.of());
  }

  private static Section codes(Block rows, double[] latent, double[] bound) {
    double[] weights = IntStream.range(0, rows.rows()).mapToDouble(rows::weight).toArray();
    double[] ones = new double[latent.length];
    Arrays.fill(ones, 1);
    return Section.of(
        "Rows",
        Numbers.format("Of %s of the sample.", Numbers.count(rows.rows(), "row")),
        Bins.of(latent, ones).figure("Posterior means of all latents together.", "code", List.of()),
        Bins.of(bound, weights)
            .figure(
                "Bounds of rows: those far on the left are strange to the model.",
                "bound, nats",
                List.of()));
  }
}
