package io.entrosum.spark.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FileSystemsTest {
  @Test
  void aFileSystemWhoseJarIsMissingIsNamed() {
    Configuration configuration = new Configuration();
    configuration.set("fs.bucket.impl", "org.example.BucketFileSystem");
    assertThatThrownBy(() -> FileSystems.exists("bucket://rows/today", configuration))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "a path in bucket://: Class org.example.BucketFileSystem not found (add the jar of that"
                + " file system; for s3a: spark-submit --packages"
                + " org.apache.hadoop:hadoop-aws:VERSION, of Spark's Hadoop version)");
  }
}
