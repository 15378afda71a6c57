package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three separated blobs at every dimension and scale are found. MLlib's result on the same rows is
 * logged beside ours; nothing is asserted of it.
 */
class SeparatedBlobsIT {
  private static final Logger LOG = LoggerFactory.getLogger(SeparatedBlobsIT.class);

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0",
    "10, 1, 0",
    "25, 1, 0",
    "50, 1, 0",
    "100, 1, 0",
    "400, 1, 0",
    "10, 100, 0",
    "10, 1e-6, 0",
    "10, 1, 1e8"
  })
  void areFound(int columns, double scale, double offset) {
    SeparatedBlobs blobs = new SeparatedBlobs(columns, scale, offset);
    Dataset<Row> data = BlobFit.data(SharedSpark.session(), blobs);
    BlobFit ours = BlobFit.ours(data);
    LOG.info("D = {}, times {}, plus {}: ours  {}", columns, scale, offset, ours);
    LOG.info("D = {}, times {}, plus {}: MLlib {}", columns, scale, offset, BlobFit.mllib(data));
    data.unpersist();
    double third = 1 / 3.0;
    assertThat(ours.weights()).containsExactly(new double[] {third, third, third}, within(.02));
    assertThat(ours.agreement()).isGreaterThan(.999);
    assertThat(ours.logLikelihood()).isGreaterThan(blobs.trueLogLikelihood());
  }
}
