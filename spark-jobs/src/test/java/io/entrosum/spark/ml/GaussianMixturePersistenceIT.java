package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.io.InvalidModelException;
import io.entrosum.io.Manifest;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GaussianMixturePersistenceIT {
  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toUri().toString();
  }

  private static GaussianMixture estimator() {
    return new GaussianMixture()
        .setFeaturesCols("eruptions", "waiting")
        .setLogDensityCol("logDensity");
  }

  @Test
  void anEstimatorKeepsItsParameters() throws IOException {
    GaussianMixture estimator =
        estimator().setK(3).setTol(1e-3).setSeed(9).setCovarianceType("tied").setNumInit(2);
    estimator.save(path("estimator"));
    GaussianMixture loaded = GaussianMixture.load(path("estimator"));
    assertThat(loaded.uid()).isEqualTo(estimator.uid());
    assertThat(loaded.getFeaturesCols()).containsExactly("eruptions", "waiting");
    assertThat(loaded.explainParams().replaceAll("\\[L[^ )]*", "[...]"))
        .isEqualTo(estimator.explainParams().replaceAll("\\[L[^ )]*", "[...]"));
    assertThatThrownBy(() -> estimator.save(path("estimator")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("already exists");
    estimator.write().overwrite().save(path("estimator"));
  }

  @Test
  void aModelKeepsEveryBit() throws IOException {
    Dataset<Row> data = MixtureData.faithful();
    for (String type : new String[] {"full", "tied", "diagonal", "spherical"}) {
      GaussianMixtureModel model = estimator().setCovarianceType(type).fit(data);
      model.write().overwrite().save(path("model"));
      GaussianMixtureModel loaded = GaussianMixtureModel.load(path("model"));
      MixtureData.assertSame(model, loaded);
      assertThat(loaded.uid()).isEqualTo(model.uid());
      assertThat(loaded.getCovarianceType()).isEqualTo(type);
      assertThat(loaded.featureNames()).containsExactly("eruptions", "waiting");
      assertThat(loaded.hasSummary()).isFalse();
      assertThat(loaded.transform(data).collectAsList())
          .isEqualTo(model.transform(data).collectAsList());
    }
  }

  @Test
  void pipelinesAreSavedAndLoaded() throws IOException {
    Dataset<Row> data = MixtureData.faithful();
    VectorAssembler assembler =
        new VectorAssembler()
            .setInputCols(new String[] {"eruptions", "waiting"})
            .setOutputCol("features");
    Pipeline pipeline =
        new Pipeline().setStages(new PipelineStage[] {assembler, new GaussianMixture().setSeed(4)});
    pipeline.save(path("pipeline"));
    PipelineModel model = pipeline.fit(data);
    model.save(path("fitted"));
    PipelineModel loaded = PipelineModel.load(path("fitted"));
    assertThat(loaded.transform(data).collectAsList())
        .isEqualTo(model.transform(data).collectAsList());
    assertThat(Pipeline.load(path("pipeline")).fit(data).transform(data).collectAsList())
        .isEqualTo(model.transform(data).collectAsList());
  }

  @Test
  void trainingStartsFromASavedModel() throws IOException {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel first = estimator().setTol(1e-12).fit(data);
    first.save(path("start"));
    GaussianMixture byPath = estimator().setInitialModel(path("start"));
    byPath.save(path("byPath"));
    GaussianMixture byObject = estimator().setInitialModel(first);
    byObject.save(path("byObject"));
    for (GaussianMixture warm :
        new GaussianMixture[] {
          byPath, GaussianMixture.load(path("byPath")), GaussianMixture.load(path("byObject"))
        }) {
      GaussianMixtureSummary summary = warm.fit(data).summary();
      assertThat(summary.iterations()).isLessThanOrEqualTo(2);
      assertThat(summary.logLikelihood()).isCloseTo(-1130.263960, within(1e-6));
    }
  }

  /** What the command train writes is a model too. */
  @Test
  void aModelFolder() throws IOException {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel model = estimator().setK(3).fit(data);
    Mixture mixture = model.mixture();
    Path trained = Files.createDirectory(folder.resolve("trained"));
    byte[] bytes = new ModelFile(mixture, model.featureNames(), Map.of()).toBytes();
    Files.write(trained.resolve(ModelFolder.MODEL), bytes);
    Files.write(
        trained.resolve(Manifest.NAME),
        Manifest.builder().add(ModelFolder.MODEL, bytes).build().toJson());
    GaussianMixtureModel loaded = GaussianMixtureModel.fromFolder(path("trained"));
    MixtureData.assertSame(model, loaded);
    assertThat(loaded.getK()).isEqualTo(3);
    assertThat(loaded.setFeaturesCols("eruptions", "waiting").transform(data).count())
        .isEqualTo(272);
    model.save(path("saved"));
    MixtureData.assertSame(model, GaussianMixtureModel.fromFolder(path("saved")));
    assertThat(ModelFolder.load(folder.resolve("saved/data")).columns())
        .containsExactly("eruptions", "waiting");
  }

  @Test
  void damageIsFound() throws IOException {
    estimator().fit(MixtureData.faithful()).save(path("model"));
    Path file = folder.resolve("model/data/model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    assertDamaged("must have the SHA-256");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
    assertDamaged("bytes by MANIFEST.json but has");
    Files.delete(folder.resolve("model/data/MANIFEST.json"));
    assertDamaged("has no MANIFEST.json");
    assertThatThrownBy(() -> GaussianMixtureModel.fromFolder(path("nothing")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has no MANIFEST.json");
  }

  private void assertDamaged(String message) {
    assertThatThrownBy(() -> GaussianMixtureModel.load(path("model")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
