package io.entrosum.spark.benchmark;

import io.entrosum.spark.BlobFit;
import io.entrosum.spark.SeparatedBlobs;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Right or wrong: three well separated unit Gaussians of 1,000 rows each at several dimensions,
 * scales and offsets, ours and MLlib's on the same rows, as a table in Markdown.
 */
public final class SeparatedBlobsBenchmark {
  private SeparatedBlobsBenchmark() {}

  /** Prints the table. */
  public static void main(String[] args) {
    SparkSession session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    System.out.println(
        "| data | log-likelihood of the truth | Entrosum: weights; rows in their blob |"
            + " MLlib: weights; rows in their blob |");
    System.out.println("|---|---|---|---|");
    for (SeparatedBlobs blobs : cases()) {
      Dataset<Row> data = BlobFit.data(session, blobs);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %s | %s |%n",
          name(blobs),
          blobs.trueLogLikelihood(),
          BlobFit.ours(data),
          BlobFit.mllib(data));
      data.unpersist();
    }
    session.stop();
  }

  private static List<SeparatedBlobs> cases() {
    return List.of(
        new SeparatedBlobs(2, 1, 0),
        new SeparatedBlobs(10, 1, 0),
        new SeparatedBlobs(20, 1, 0),
        new SeparatedBlobs(25, 1, 0),
        new SeparatedBlobs(50, 1, 0),
        new SeparatedBlobs(100, 1, 0),
        new SeparatedBlobs(400, 1, 0),
        new SeparatedBlobs(10, 100, 0),
        new SeparatedBlobs(10, 1e-6, 0),
        new SeparatedBlobs(10, 1, 1e8));
  }

  private static String name(SeparatedBlobs blobs) {
    return "D = "
        + blobs.columns()
        + (blobs.scale() == 1 ? "" : ", times " + blobs.scale())
        + (blobs.offset() == 0 ? "" : ", plus " + blobs.offset());
  }
}
