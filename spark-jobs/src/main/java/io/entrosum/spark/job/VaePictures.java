package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.VaeModel;
import io.entrosum.model.VaeScorer;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures of an autoencoder, and of a sample of rows.
 *
 * @param entropies of the posterior of each latent, mean over rows, nats
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record VaePictures(VaeModel model, List<String> columns, Block sample, double[] entropies) {
  private static final int MOST_ROWS = 2000;
  private static final int MOST_IMAGES = 40;

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(latents());
    int rows = Math.min(sample.rows(), MOST_ROWS);
    if (rows > 0) {
      sections.add(rows(sample.rows(IntStream.range(0, rows).toArray())));
    }
    return sections;
  }

  private Section latents() {
    int h = entropies.length;
    Integer[] order = IntStream.range(0, h).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(entropies[a], entropies[b]));
    double[] sorted = Arrays.stream(order).mapToDouble(i -> entropies[i]).toArray();
    return Section.of(
        "Latents",
        "",
        Figures.bars(
            "The mean entropy of the posterior of each latent, the most telling first. 1.4189 nats"
                + " is that of the prior, in whose units they are; a latent above 1 nat counts as"
                + " collapsed.",
            "latent",
            "nats",
            Arrays.stream(order).map(String::valueOf).toList(),
            List.of(new Series("entropy", sorted))));
  }

  private Section rows(Block rows) {
    int n = rows.rows();
    int h = model.latentDimensions();
    double[] latent = new double[n * h];
    double[] bound = new double[n];
    VaeScorer scorer = model.scorer();
    scorer.score(rows, latent, new double[n * h], bound);
    List<Figure> figures = new ArrayList<>();
    if (h > 1) {
      Integer[] order = IntStream.range(0, h).boxed().toArray(Integer[]::new);
      Arrays.sort(order, (a, b) -> Double.compare(entropies[a], entropies[b]));
      figures.add(
          Figures.scatter(
              "Posterior means of the two most telling latents.",
              "latent " + order[0],
              "latent " + order[1],
              List.of(
                  new Figures.Cloud(
                      "rows",
                      column(latent, h, order[0]),
                      column(latent, h, order[1]),
                      List.of()))));
    }
    PixelShape.of(columns).ifPresent(shape -> figures.add(images(rows, latent, scorer, shape)));
    double[] weights = IntStream.range(0, n).mapToDouble(rows::weight).toArray();
    figures.add(
        Bins.of(bound, weights)
            .figure(
                "Bounds of rows: those far on the left are strange to the model.",
                "bound, nats",
                List.of()));
    return new Section(
        "Rows",
        Numbers.format("Of %s of the sample.", Numbers.count(n, "row")),
        figures,
        List.of());
  }

  private static double[] column(double[] latent, int h, int which) {
    return IntStream.range(0, latent.length / h).mapToDouble(i -> latent[i * h + which]).toArray();
  }

  private Figure images(Block rows, double[] latent, VaeScorer scorer, PixelShape shape) {
    int d = columns.size();
    int h = model.latentDimensions();
    int shown = Math.min(rows.rows(), MOST_IMAGES);
    double[] made = scorer.reconstruct(shown, Arrays.copyOf(latent, shown * h));
    List<Series> images = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      images.add(new Series("row " + i, rows.row(i)));
      images.add(new Series("again", Arrays.copyOfRange(made, i * d, (i + 1) * d)));
    }
    return Figures.images(
        "Rows, each followed by what the decoder makes of its posterior mean.",
        shape.side(),
        shape.side(),
        images,
        false);
  }
}
