package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhiteningModelIT {
  private static final int D = LatentData.D;

  private static Dataset<Row> data;

  @TempDir private Path folder;

  @BeforeAll
  static void read() {
    data = LatentData.dataset(400, 7);
  }

  private static ProbabilisticPcaModel fitted(int h) {
    return new ProbabilisticPca().setLatentDimensions(h).fit(data);
  }

  private String path(String name) {
    return folder.resolve(name).toUri().toString();
  }

  /** With H = D - 1 the model has the covariance of the data, and pca is exact for every H. */
  @Test
  void whitenedRowsAreWhite() {
    assertWhite(fitted(D - 1).whitening(), D);
    assertWhite(fitted(2).whitening().setMode("pca"), 2);
  }

  private static void assertWhite(WhiteningModel whitening, int width) {
    Dataset<Row> whitened = whitening.transform(data);
    assertThat(whitened.schema()).isEqualTo(whitening.transformSchema(data.schema()));
    assertThat(AttributeGroup.fromStructField(whitened.schema().apply("whitened")).size())
        .isEqualTo(width);
    double[][] covariance = LatentData.covariance(LatentData.collect(whitened, "whitened"));
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        // variances along axes are between .1 and 20: rounding times their ratio
        assertThat(covariance[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-11));
      }
    }
  }

  /** With fewer axes, what zca gives is what the class without Spark gives. */
  @Test
  void rowsAreThoseOfTheEngine() {
    WhiteningModel whitening = fitted(2).whitening();
    double[][] actual = LatentData.collect(whitening.transform(data), "whitened");
    double[] expected = whitening.whitening().apply(Block.ofRows(LatentData.rows(400, 7)));
    for (int i = 0; i < actual.length; i++) {
      for (int j = 0; j < D; j++) {
        assertThat(actual[i][j]).isCloseTo(expected[i * D + j], within(1e-10));
      }
    }
    assertThat(LatentData.collect(whitening.transform(MixtureData.sparse(data)), "whitened"))
        .isDeepEqualTo(actual);
  }

  @Test
  void itIsSavedAloneAndInAPipeline() throws IOException {
    WhiteningModel whitening = fitted(2).whitening().setMode("pca").setOutputCol("w");
    whitening.save(path("alone"));
    WhiteningModel loaded = WhiteningModel.load(path("alone"));
    assertThat(loaded.uid()).isEqualTo(whitening.uid());
    assertThat(loaded.getMode()).isEqualTo("pca");
    List<Row> expected = whitening.transform(data).collectAsList();
    assertThat(loaded.transform(data).collectAsList()).isEqualTo(expected);
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  whitening, new GaussianMixture().setFeaturesCol("w").setMaxIter(2)
                })
            .fit(data);
    pipeline.save(path("pipeline"));
    assertThat(PipelineModel.load(path("pipeline")).transform(data).collectAsList())
        .isEqualTo(pipeline.transform(data).collectAsList());
    WhiteningModel copy = whitening.copy(new ParamMap().put(whitening.outputCol().w("v")));
    assertThat(copy.getOutputCol()).isEqualTo("v");
    assertThat(LatentData.collect(copy.transform(data), "v"))
        .isDeepEqualTo(LatentData.collect(whitening.transform(data), "w"));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    WhiteningModel whitening = fitted(2).whitening();
    StructType schema = data.schema();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fitted(2).whitening().setInputCol("feature").transformSchema(schema))
        .withMessage("inputCol: no column feature, did you mean features? (columns: features)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fitted(2).whitening().setOutputCol("features").transform(data))
        .withMessage(
            "outputCol: there is a column features already; give the new one another name");
    assertThatThrownBy(() -> whitening.setMode("zsa"))
        .hasMessageContaining("mode given invalid value zsa");
    Dataset<Row> bad =
        MixtureData.vectors(
            List.of(Vectors.dense(1, 2, 3, 4, 5, 6), Vectors.dense(1, Double.NaN, 3, 4, 5, 6)));
    assertThatThrownBy(() -> whitening.transform(bad).collectAsList())
        .rootCause()
        .hasMessage("feature 1 of column features is NaN (set handleInvalid to skip)");
    assertThat(whitening.setHandleInvalid("skip").transform(bad).count()).isEqualTo(1);
    assertThatThrownBy(() -> new WhiteningModel().transformSchema(schema))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model: this one has no parameters; fit or load one");
  }
}
