package io.entrosum.spark.job;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.data.Block;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SigmoidBeliefScorer;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures of the weights of a sigmoid belief network, and of the latents of a sample of rows. */
record SigmoidBeliefPictures(SigmoidBeliefNetwork model, List<String> columns, Block sample) {
  private static final int MOST_FIELDS = 400;
  private static final int MOST_ROWS = 500;
  private static final int SHOWN = 12;

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    int rows = Math.min(sample.rows(), MOST_ROWS);
    if (rows == 0) {
      sections.add(weights(new double[0]));
      return sections;
    }
    int h = model.latentDimensions();
    Block some = sample.rows(IntStream.range(0, rows).toArray());
    double[] latent = new double[rows * h];
    double[] bound = new double[rows];
    SigmoidBeliefScorer scorer = model.scorer();
    scorer.score(some, latent, bound);
    double[] activity = new double[h];
    for (int at = 0; at < latent.length; at++) {
      activity[at % h] += latent[at] / rows;
    }
    sections.add(weights(activity));
    sections.add(rows(some, bound, activity, scorer.reconstruct(rows, latent)));
    return sections;
  }

  private Section weights(double[] activity) {
    BeliefLayer layer = model.layers().layers().get(0);
    int d = layer.outputs();
    List<Figure> figures = new ArrayList<>();
    List<Series> fields = new ArrayList<>();
    for (int i = 0; i < Math.min(layer.inputs(), MOST_FIELDS); i++) {
      String used = activity.length == 0 ? "" : Numbers.format(": on %.2f", activity[i]);
      double[] field = Arrays.copyOfRange(layer.weights(), i * d, (i + 1) * d);
      fields.add(new Series(i + used, field));
    }
    PixelShape.of(columns)
        .ifPresent(
            shape -> {
              figures.add(
                  Figures.images(
                      "The weights of the latents next to the data, the longest first, and how often"
                          + " each is on in the sample; grey is 0, each has its own range.",
                      shape.side(),
                      shape.side(),
                      fields,
                      true));
              figures.add(
                  Figures.images(
                      "The logits of the columns where no latent is on.",
                      shape.side(),
                      shape.side(),
                      List.of(new Series("biases", layer.biases())),
                      true));
            });
    if (figures.isEmpty() && d <= 100 && layer.inputs() <= 100) {
      figures.add(
          Figures.heatmap(
              "The weights of the latents next to the data.", "column", "latent", columns, fields));
    }
    return new Section("Weights", "", figures, List.of());
  }

  private Section rows(Block rows, double[] bound, double[] activity, double[] reconstruction) {
    double[] weights = IntStream.range(0, rows.rows()).mapToDouble(rows::weight).toArray();
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figures.bars(
            "How often each latent is on, layers from the data upwards.",
            "latent",
            "share",
            IntStream.range(0, activity.length).mapToObj(String::valueOf).toList(),
            List.of(new Series("on", activity))));
    int d = model.dimensions();
    PixelShape.of(columns)
        .ifPresent(
            shape -> {
              List<Series> pairs = new ArrayList<>();
              for (int n = 0; n < Math.min(SHOWN, rows.rows()); n++) {
                pairs.add(new Series("row", rows.row(n)));
                pairs.add(
                    new Series("model", Arrays.copyOfRange(reconstruction, n * d, (n + 1) * d)));
              }
              figures.add(
                  Figures.images(
                      "Rows, and how probable the model makes each column, given their latents.",
                      shape.side(),
                      shape.side(),
                      pairs,
                      false));
            });
    figures.add(
        Bins.of(bound, weights)
            .figure(
                "Bounds of rows: those far on the left are strange to the model.",
                "bound, nats",
                List.of()));
    return new Section(
        "Rows",
        Numbers.format("Of %s of the sample.", Numbers.count(rows.rows(), "row")),
        figures,
        List.of());
  }
}
