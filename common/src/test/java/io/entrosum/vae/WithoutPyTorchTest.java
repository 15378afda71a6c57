package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.VaeTraining;
import io.entrosum.io.ModelFile;
import io.entrosum.model.VaeModel;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  private static String probe(URLClassLoader loader) throws ReflectiveOperationException {
    byte[] autoencoder = autoencoder();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Object probe = loader.loadClass(Probe.class.getName()).getDeclaredConstructor().newInstance();
      return ((Function<byte[], String>) probe).apply(autoencoder);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void mixturesAreTrainedAndAutoencodersReadWithoutTheLibrary() throws Exception {
    try (URLClassLoader loader = without("ai/djl/", "ai\\djl\\")) {
      assertThatThrownBy(() -> loader.loadClass("ai.djl.ndarray.NDArray"))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(probe(loader))
          .startsWith("2 networks need PyTorch, but the class ai.djl.ndarray.NDArray")
          .contains("ENTROSUM_PYTORCH=1", "--packages ai.djl.pytorch:pytorch-engine:0.35.0")
          .doesNotContain("\n");
    }
  }

  /** Else the library would fetch them from the network. */
  @Test
  void missingNativesAreNamed() throws Exception {
    try (URLClassLoader loader = without("pytorch-native-cpu")) {
      assertThat(probe(loader))
          .contains("but native/lib/pytorch.properties is not on the class path");
    }
  }
}
