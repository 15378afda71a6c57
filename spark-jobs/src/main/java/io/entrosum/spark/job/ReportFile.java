package io.entrosum.spark.job;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.Blas;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.report.Page;
import io.entrosum.spark.report.Section;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code report.html}: what a training gave, in pictures. */
record ReportFile(JobContext context, Trained trained, @Nullable Selection selection) {
  byte[] html() {
    TrainingPictures training = new TrainingPictures(trained.result().trace());
    List<Section> sections = new ArrayList<>();
    if (selection != null) {
      SelectionPictures candidates = new SelectionPictures(selection);
      sections.addAll(pictures(() -> List.of(candidates.section()), context::warn));
    }
    sections.add(training.course());
    sections.addAll(pictures(() -> trained.report().pictures(trained.sample()), context::warn));
    sections.add(
        new DataPictures(
                trained.columns(), NamedMixture.categories(trained.metadata()), trained.sample())
            .section(trained));
    sections.add(configuration());
    sections.add(training.speed(trained, Blas.description()));
    return new Page(
            trained.report().headline(),
            outcome(),
            context.warnings(),
            next(),
            sections,
            "Made by Entrosum " + Version.text())
        .html();
  }

  /** A training is not lost because a picture of it cannot be drawn. */
  static List<Section> pictures(Supplier<List<Section>> model, Consumer<String> warn) {
    try {
      return model.get();
    } catch (RuntimeException e) {
      String problem = "not all pictures could be drawn: " + e.getMessage();
      warn.accept("report.html: " + problem + " (the model itself is complete)");
      return List.of(Section.of("Not drawn", problem));
    }
  }

  private String outcome() {
    TrainingResult<?> result = trained.result();
    EntropyTerms bound = result.bound();
    String how =
        switch (result.stopReason()) {
          case CONVERGED -> "Converged after " + result.iterationsText();
          case CLOSED_FORM -> "Solved in closed form";
          default ->
              "Not converged: stopped with "
                  + result.stopReason()
                  + " after "
                  + result.iterationsText();
        };
    return Numbers.format(
        "%s: a bound of %.6f nats a row on %s; the sum of entropies %s. BIC %.1f.",
        how,
        bound.bound(),
        Numbers.count(result.rows(), "row"),
        bound.gap() == 0
            ? "is the same"
            : Numbers.format("is within %.0e of it", Math.abs(bound.gap())),
        result.criteria().bic());
  }

  private List<String> next() {
    String path = context.config().output().requirePath();
    return List.of(
        "entrosum inspect " + path + " shows the parameters.",
        "entrosum score --config FILE --model "
            + path
            + " --set output.path=SCORED adds what it"
            + " says of each row.",
        "entrosum evaluate --config FILE --model " + path + " tells how it does on other rows.",
        "entrosum publish " + path + " --to POINTER.json puts it into service.");
  }

  private Section configuration() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("setting", "value"));
    Checkpoints.settings(context)
        .forEach((key, value) -> rows.add(List.of(key, value.replaceAll("^\"([^\"]*)\"$", "$1"))));
    return Section.table("Configuration", "What decides what is trained.", rows);
  }
}
