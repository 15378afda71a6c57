package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.coding.PosteriorType;
import io.entrosum.data.Block;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.VaeTraining;
import io.entrosum.io.ModelFile;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.VaeModel;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** All but autoencoders works without the library of networks on the class path. */
class WithoutPyTorchTest {
  private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e");

  /** Runs where the library is not. */
  public static final class Probe implements Function<byte[], String> {
    @Override
    public String apply(byte[] autoencoder) {
      double[][] rows = VaeCases.VAE1.rows(60);
      GaussianMixtureSpec spec =
          new GaussianMixtureSpec(2, CovarianceType.FULL, 1e-6, InitMode.K_MEANS, null, 1);
      ModelFile mixture =
          new ModelFile(
              MixtureTraining.of(spec, new StoppingRule(5, 0), 1, List.of())
                  .run(new LocalPass(List.of(Block.ofRows(rows))))
                  .model(),
              COLUMNS,
              Map.of());
      ModelFile.read(mixture.toBytes(), "test");
      VaeModel read = (VaeModel) ModelFile.read(autoencoder, "test").model();
      try {
        VaeTraining.of(VaeCases.VAE1.spec(), new StoppingRule(1, 0), List.of());
        return "no error";
      } catch (MissingEngineException e) {
        return read.latentDimensions() + " " + e.getMessage();
      }
    }
  }

  /** What amortised sparse coding can do where the library is not: all but train and encode. */
  public static final class CodingProbe implements Function<byte[], String> {
    @Override
    public String apply(byte[] file) {
      AmortisedCodingModel read = (AmortisedCodingModel) ModelFile.read(file, "test").model();
      Block rows = Block.ofRows(AmortisedCases.rows(10));
      double[] codes = new double[10 * read.latentDimensions()];
      read.scorer().mostProbable(rows, codes);
      read.sampler().sample(new SplittableRandom(1), new double[5]);
      read.searched(PosteriorType.DIAGONAL)
          .scorer()
          .score(rows, codes, codes.clone(), new double[10]);
      List<String> errors = new ArrayList<>();
      errors.add(failure(() -> read.scorer().score(rows, codes, codes.clone(), new double[10])));
      errors.add(
          failure(
              () ->
                  AmortisedCodingTraining.of(
                      AmortisedCases.DIAGONAL.spec(), new StoppingRule(1, 0), List.of())));
      return String.join("\n", errors);
    }

    private static String failure(Runnable what) {
      try {
        what.run();
        return "no error";
      } catch (MissingEngineException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  private static URLClassLoader without(String... parts) {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Arrays.stream(parts).noneMatch(entry::contains))
            .map(
                entry -> {
                  try {
                    return Path.of(entry).toUri().toURL();
                  } catch (MalformedURLException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static byte[] autoencoder() {
    VaeModel model =
        VaeTraining.of(VaeCases.VAE1.spec(), new StoppingRule(1, 0), List.of())
            .run(new LocalPass(List.of(Block.ofRows(VaeCases.VAE1.rows(60)))))
            .result()
            .model();
    return new ModelFile(model, COLUMNS, Map.of()).toBytes();
  }

  @SuppressWarnings("unchecked") // the same interface in every loader
  private static String probe(URLClassLoader loader, Class<?> kind, byte[] model)
      throws ReflectiveOperationException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Object probe = loader.loadClass(kind.getName()).getDeclaredConstructor().newInstance();
      return ((Function<byte[], String>) probe).apply(model);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void mixturesAreTrainedAndAutoencodersReadWithoutTheLibrary() throws Exception {
    try (URLClassLoader loader = without("ai/djl/", "ai\\djl\\")) {
      assertThatThrownBy(() -> loader.loadClass("ai.djl.ndarray.NDArray"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(probe(loader, Probe.class, autoencoder()))
          .startsWith("2 networks need PyTorch, but the class ai.djl.ndarray.NDArray")
          .contains("ENTROSUM_PYTORCH=1", "--packages ai.djl.pytorch:pytorch-engine:0.35.0")
          .doesNotContain("\n");
    }
  }

  @Test
  void amortisedSparseCodingIsReadWithoutTheLibrary() throws Exception {
    AmortisedCodingModel model =
        AmortisedCodingTraining.of(
                AmortisedCases.DIAGONAL.spec(), new StoppingRule(1, 0), List.of())
            .run(new LocalPass(List.of(Block.ofRows(AmortisedCases.rows(60)))))
            .result()
            .model();
    byte[] file = new ModelFile(model, COLUMNS, Map.of()).toBytes();
    try (URLClassLoader loader = without("ai/djl/", "ai\\djl\\")) {
      assertThat(probe(loader, CodingProbe.class, file).lines())
          .hasSize(2)
          .allMatch(
              line ->
                  line.startsWith("networks need PyTorch, but the class ai.djl.ndarray.NDArray"));
    }
  }

  /** Else the library would fetch them from the network. */
  @Test
  void missingNativesAreNamed() throws Exception {
    try (URLClassLoader loader = without("pytorch-native-cpu")) {
      assertThat(probe(loader, Probe.class, autoencoder()))
          .contains("but native/lib/pytorch.properties is not on the class path");
    }
  }
}
