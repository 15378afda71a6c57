package io.entrosum.spark.benchmark;

import io.entrosum.data.Block;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Images of a file in the IDX format of MNIST, or of that compressed by gzip, from 0 to 1. */
final class IdxImages {
  private static final int BLOCK = 2000;

  private IdxImages() {}

  /** The images in equal partitions, cached; they are read where they are used. */
  static JavaRDD<Block> cached(SparkSession spark, String file, int partitions) {
    JavaRDD<Block> images =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
            .flatMap(part -> blocks(file, part, partitions).iterator())
            .persist(StorageLevel.MEMORY_ONLY());
    images.count();
    return images;
  }

  private static List<Block> blocks(String file, int part, int partitions) throws IOException {
    try (InputStream raw = Files.newInputStream(Path.of(file));
        DataInputStream in =
            new DataInputStream(file.endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
      int magic = in.readInt();
      int n = in.readInt();
      int d = in.readInt() * in.readInt();
      if (magic != 0x803) {
        throw new IOException(file + ": is no file of images in the IDX format");
      }
      byte[] pixels = in.readNBytes(Math.multiplyExact(n, d));
      int each = n / partitions;
      List<Block> blocks = new ArrayList<>();
      for (int from = each * part; from < each * (part + 1); from += BLOCK) {
        double[] values = new double[Math.min(BLOCK, each * (part + 1) - from) * d];
        int at = from * d;
        Arrays.setAll(values, i -> (pixels[at + i] & 255) / 255.);
        blocks.add(new Block(d, values, null));
      }
      return blocks;
    }
  }
}
