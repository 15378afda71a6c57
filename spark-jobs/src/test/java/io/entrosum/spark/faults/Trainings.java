package io.entrosum.spark.faults;

import io.entrosum.io.ModelFile;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.faults.DisturbedPass.Fault;
import io.entrosum.train.TrainingResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** Trains in a driver, and prints what came of it: lines {@code MIXTURE.undisturbed=<digest>}. */
final class Trainings {
  private final SparkSession session;
  private final TaskWatch watch = new TaskWatch();

  Trainings(SparkSession session) {
    this.session = session;
    session.sparkContext().addSparkListener(watch);
  }

  /** What has become of tasks so far. */
  TaskWatch watch() {
    return watch;
  }

  /** Reads and trains; prints a digest, the number of rows, and what was left in caches. */
  void train(FaultTraining training, Fault fault, String what) {
    try (Blocks blocks = training.read(session)) {
      DisturbedPass pass = new DisturbedPass(blocks.pass(), fault);
      TrainingResult<?> result = training.run(pass);
      print(training, what, digest(result));
      print(training, what + ".rows", result.rows());
      print(training, what + ".repeated", pass.repeated());
    }
    print(training, what + ".left", session.sparkContext().getPersistentRDDs().size());
  }

  static void print(FaultTraining training, String key, Object value) {
    print(training + "." + key, value);
  }

  static void print(String key, Object value) {
    System.out.println(key + "=" + value);
  }

  /** Of all parameters to the bit, and of the bound. */
  private static String digest(TrainingResult<?> result) {
    List<String> columns =
        IntStream.range(0, result.model().dimensions()).mapToObj(j -> "x" + j).toList();
    byte[] bytes = new ModelFile(result.model(), columns, Map.of()).toBytes();
    String bound = Double.toHexString(result.bound().bound());
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes);
      return HexFormat.of().formatHex(sha.digest(bound.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
