package io.entrosum.vae;

/** Networks cannot be calculated: the optional library is not on the class path. One line. */
public final class MissingEngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String[] CLASSES = {
    "ai.djl.ndarray.NDArray", "ai.djl.pytorch.engine.PtEngine"
  };
  private static final String[] NATIVES = {
    "native/lib/pytorch.properties", "jnilib/pytorch.properties"
  };

  private MissingEngineException(String missing) {
    super(
        "networks need PyTorch, but "
            + missing
            + " is not on the class path: with spark-submit add --packages "
            + "ai.djl.pytorch:pytorch-engine:0.35.0,ai.djl.pytorch:pytorch-jni:2.7.1-0.35.0"
            + " and --jars pytorch-native-cpu-2.7.1-linux-x86_64.jar; with deploy/bin/entrosum set"
            + " ENTROSUM_PYTORCH=1");
  }

  /**
   * Looks for the library, without loading it. Where natives are missing the library would fetch
   * them from the network by itself: it never gets so far.
   *
   * @throws MissingEngineException if a part is missing
   */
  static void check() {
    ClassLoader loader = loader();
    for (String name : CLASSES) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException | NoClassDefFoundError e) {
        throw new MissingEngineException("the class " + name);
      }
    }
    boolean given =
        System.getenv("PYTORCH_LIBRARY_PATH") != null
            || System.getProperty("PYTORCH_LIBRARY_PATH") != null;
    for (String name : NATIVES) {
      if (!given && loader.getResource(name) == null) {
        throw new MissingEngineException(name);
      }
    }
  }

  /** Spark puts what is added with a job into the loader of the thread. */
  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : MissingEngineException.class.getClassLoader();
  }
}
