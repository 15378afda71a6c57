package io.entrosum.spark.job;

import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelPointer;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a model into service. */
@Command(
    name = "publish",
    description = {
      "Puts a model into service: checks it, and lets a small file point to it, in one step.",
      "Every --model may be such a file. Needs no Spark session."
    })
final class PublishCommand extends JobCommand {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "the folder of a trained model")
  private String folder;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "the pointer, which ends in .json; one that is there is replaced")
  private String pointer;

  @Override
  String name() {
    return "publish";
  }

  @Override
  void run(JobContext context) {
    Configuration hadoop = context.hadoop();
    if (!pointer.endsWith(ModelPointer.SUFFIX)) {
      throw JobException.usage("--to: must end in " + ModelPointer.SUFFIX + " but was " + pointer);
    }
    if (!FileSystems.exists(folder, hadoop)) {
      throw JobException.usage("publish: no such folder: " + folder);
    }
    ModelPointer.publish(pointer, folder, hadoop);
    context.out().println(pointer + " points to " + folder);
  }
}
