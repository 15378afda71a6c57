package io.entrosum.spark.job;

import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a saved model. */
@Command(name = "inspect", description = "Shows a saved model. Needs no Spark session.")
final class InspectCommand extends JobCommand {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "the folder of a trained model")
  private String folder;

  @Option(
      names = "--json",
      description = "everything but covariances, loadings, dictionaries, as JSON")
  private boolean json;

  @Option(names = "--full", description = "with --json: these, too")
  private boolean full;

  @Mixin private final FieldPicture picture = new FieldPicture();

  @Override
  String name() {
    return "inspect";
  }

  @Override
  void run(JobContext context) {
    Configuration hadoop = context.hadoop();
    SavedModel saved = SavedModel.load("inspect", folder, hadoop);
    picture.check(saved, hadoop);
    Inspection inspection = Inspection.of(saved, folder, hadoop);
    if (json) {
      context.out().println(Json.pretty(full ? inspection.fullJson() : inspection.json()));
    } else {
      inspection.print(context.out());
    }
    picture.draw(saved, hadoop, json ? context.err() : context.out());
  }
}
