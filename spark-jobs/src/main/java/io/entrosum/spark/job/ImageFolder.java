package io.entrosum.spark.job;

import io.entrosum.image.OneOverFFilter;
import io.entrosum.image.PatchImage;
import io.entrosum.image.PatchSize;
import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.InvalidPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder, decoded and filtered on executors, then gathered on the driver.
 *
 * <p>They are gathered because patch number i may be of any image, and rows are to come in the
 * order of i: so every task needs all images, and gets them by a broadcast. What they need in
 * memory is known, and refused where it is too much, before they are gathered.
 *
 * @param images in the order of their paths, named by what their paths do not have in common
 * @param squares the sum of the squares of all pixels
 * @param pixels their number
 * @param refused the files that were left out, each with the reason
 */
record ImageFolder(List<PatchImage> images, double squares, long pixels, List<String> refused) {
  /** What the images may take of the heap: they are there in several copies for a while. */
  private static final int SHARE = 8;

  /**
   * Reads all files.
   *
   * @param filter null where there is none
   * @throws UnusableDataException if there is no image, one is unusable and that is not to be
   *     skipped, or they do not fit into memory
   */
  static ImageFolder read(
      SparkSession spark,
      InputConfig input,
      PatchSize size,
      int border,
      @Nullable OneOverFFilter filter) {
    String path = Objects.requireNonNull(input.path());
    Dataset<Row> files =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", true)
            .load(path)
            .select("path", "content");
    JavaRDD<ReadImage> read =
        files
            .javaRDD()
            .map(row -> ReadImage.of(row.getString(0), (byte[]) row.get(1), size, border, filter))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<ReadImage.Summary> summaries = new ArrayList<>(read.map(ReadImage::summary).collect());
      summaries.sort(Comparator.comparing(ReadImage.Summary::path));
      int common = commonFolder(summaries.stream().map(ReadImage.Summary::path).toList());
      List<String> refused = refused(path, summaries, common, input.invalid());
      checkBytes(path, summaries, limit(spark));
      List<PatchImage> images =
          read.filter(file -> file.image() != null).map(ReadImage::image).collect().stream()
              .sorted(Comparator.comparing(PatchImage::name))
              .map(i -> new PatchImage(i.name().substring(common), i.image(), i.constant()))
              .toList();
      double squares = summaries.stream().mapToDouble(ReadImage.Summary::squares).sum();
      long pixels = summaries.stream().mapToLong(ReadImage.Summary::pixels).sum();
      return new ImageFolder(images, squares, pixels, refused);
    } finally {
      read.unpersist(false);
    }
  }

  private static List<String> refused(
      String path, List<ReadImage.Summary> summaries, int common, InvalidPolicy invalid) {
    if (summaries.isEmpty()) {
      throw new UnusableDataException("input.path: no images in " + path);
    }
    List<String> refused =
        summaries.stream()
            .filter(file -> file.problem() != null)
            .map(file -> file.path().substring(common) + ": " + file.problem())
            .toList();
    if (!refused.isEmpty() && invalid != InvalidPolicy.SKIP) {
      throw new UnusableDataException(
          "image " + refused.get(0) + " (set input.invalid to skip to leave such images out)");
    }
    if (refused.size() == summaries.size()) {
      throw new UnusableDataException(
          "input.path: no usable images in " + path + " (the first: " + refused.get(0) + ")");
    }
    return refused;
  }

  /** The length of what all paths begin with, up to the end of a folder. */
  static int commonFolder(List<String> paths) {
    if (paths.isEmpty()) {
      return 0;
    }
    String first = paths.get(0);
    int common = first.lastIndexOf('/') + 1;
    for (String path : paths) {
      while (!path.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return common;
  }

  /** How many bytes of images the driver gathers: what Spark allows, and a share of the heap. */
  private static long limit(SparkSession spark) {
    long spared = Runtime.getRuntime().maxMemory() / SHARE;
    long result = spark.sparkContext().getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    return result > 0 ? Math.min(spared, result) : spared;
  }

  /** Refuses images that do not fit. */
  static void checkBytes(String path, List<ReadImage.Summary> summaries, long limit) {
    long bytes = summaries.stream().mapToLong(ReadImage.Summary::bytes).sum();
    if (bytes > limit) {
      throw new UnusableDataException(
          Numbers.format(
              "input.path: the images of %s need %,d bytes in memory, and the limit is %,d, the"
                  + " less of an eighth of the driver's heap and spark.driver.maxResultSize (give"
                  + " the driver more, e.g. ENTROSUM_MEMORY=16g, or take fewer images)",
              path, bytes, limit));
    }
  }
}
