package io.entrosum.linalg;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import dev.ludovic.netlib.lapack.NativeLAPACK;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Chooses the BLAS and LAPACK of this JVM, once: the system's optimised BLAS where there is one,
 * else the OpenBLAS that the class path bundles, else Java.
 *
 * <p>The system property {@code entrosum.blas} overrides the choice: {@code auto} (default), {@code
 * system}, {@code bundled} or {@code java}. The reference BLAS of a distribution is an order of
 * magnitude slower than OpenBLAS, so {@code auto} passes over a {@code libblas.so.3} whose real
 * file is that one. A path that the user has set in {@code dev.ludovic.netlib.blas.nativeLibPath}
 * is always respected.
 *
 * <p>netlib decides once a JVM, at its first use. If something else (MLlib, say) used it before and
 * found no native library, this class says so and uses Java. An interrupt must not decide it, so it
 * is made in a thread of its own ({@link Uninterrupted}).
 */
final class BlasBackend {
  static final String CHOICE = "entrosum.blas";
  private static final String BLAS_PATH = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final String LAPACK_PATH = "dev.ludovic.netlib.lapack.nativeLibPath";
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(BlasBackend.class);

  /** Strong references: java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder"),
          Logger.getLogger("dev.ludovic.netlib.lapack.InstanceBuilder"));

  final BLAS blas;
  final LAPACK lapack;
  final String description;
  final boolean isNative;

  /**
   * Whether small matrices are multiplied where they are: OpenBLAS does so with its kernels for
   * AVX-512. Decides between ways of equal results up to rounding, and only by what the processor
   * is, so that two runs on one machine give the same bits.
   */
  final boolean smallProductsInPlace;

  private BlasBackend(BLAS blas, LAPACK lapack, String description) {
    this.isNative = blas instanceof NativeBLAS;
    this.smallProductsInPlace =
        isNative
            && description.toLowerCase(Locale.ROOT).contains("openblas")
            && hasAvx512(System.getenv("OPENBLAS_CORETYPE"), Path.of("/proc/cpuinfo"));
    this.blas = blas;
    this.lapack = lapack;
    this.description = description;
  }

  /**
   * Whether OpenBLAS takes its kernels for AVX-512.
   *
   * @param coreType the kernels that the environment asks for, or null
   * @param processor what Linux says of the processor
   */
  static boolean hasAvx512(@Nullable String coreType, Path processor) {
    if (coreType != null) {
      return List.of("skylakex", "cooperlake", "sapphirerapids")
          .contains(coreType.toLowerCase(Locale.ROOT));
    }
    try (Stream<String> lines = Files.lines(processor, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .anyMatch(flags -> flags.matches(".*\\bavx512f\\b.*\\bavx512vl\\b.*"));
    } catch (NoSuchFileException e) {
      return false; // no Linux
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("BLAS: cannot read {}, taking the processor for one without AVX-512", processor, e);
      return false;
    }
  }

  static BlasBackend select() {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    String choice = System.getProperty(CHOICE, "auto").toLowerCase(Locale.ROOT);
    BlasBackend backend =
        switch (choice) {
          case "java" -> javaOnly("chosen by -D" + CHOICE);
          case "system" -> nativeOrJava("system BLAS", null);
          case "bundled" -> bundled();
          case "auto" -> automatic();
          default ->
              throw new IllegalArgumentException(
                  CHOICE + ": must be one of auto, system, bundled, java but was " + choice);
        };
    LOG.info("BLAS: {}", backend.description);
    return backend;
  }

  private static BlasBackend automatic() {
    String configured = System.getProperty(BLAS_PATH);
    if (configured != null) {
      return nativeOrJava("configured " + configured, null);
    }
    Path system = optimisedSystemBlas();
    return system == null ? bundled() : nativeOrJava("system " + system, null);
  }

  /** The real file of the system's {@code libblas.so.3}, unless absent or the reference BLAS. */
  private static @Nullable Path optimisedSystemBlas() {
    for (String folder : libraryFolders()) {
      Path library = Path.of(folder, "libblas.so.3");
      if (Files.exists(library)) {
        try {
          Path real = library.toRealPath();
          String name = real.toString().toLowerCase(Locale.ROOT);
          boolean optimised =
              name.contains("openblas")
                  || name.contains("mkl")
                  || name.contains("blis")
                  || name.contains("flexiblas")
                  || name.contains("armpl");
          if (optimised) {
            return real;
          }
          LOG.debug("BLAS: passing over the reference implementation {}", real);
        } catch (IOException e) {
          LOG.debug("BLAS: cannot resolve {}", library, e);
        }
        return null;
      }
    }
    return null;
  }

  private static List<String> libraryFolders() {
    List<String> folders = new ArrayList<>();
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path != null) {
      folders.addAll(List.of(path.split(File.pathSeparator)));
    }
    String arch = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
    folders.addAll(
        List.of(
            "/usr/local/lib",
            "/usr/lib/" + arch + "-linux-gnu",
            "/lib/" + arch + "-linux-gnu",
            "/usr/lib64",
            "/lib64",
            "/usr/lib"));
    folders.removeIf(String::isEmpty);
    return folders;
  }

  private static BlasBackend bundled() {
    try {
      String loaded = Loader.load(org.bytedeco.openblas.global.openblas.class);
      Path folder = Path.of(loaded).toAbsolutePath().getParent();
      Path library = folder == null ? null : bundledLibrary(folder);
      if (library == null) {
        return java("the bundled OpenBLAS has no libopenblas.so.0 on this platform");
      }
      System.setProperty(BLAS_PATH, library.toString());
      System.setProperty(LAPACK_PATH, library.toString());
      org.bytedeco.openblas.global.openblas.blas_set_num_threads(1);
      return nativeOrJava("bundled OpenBLAS " + bundledVersion(), library);
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("BLAS: the bundled OpenBLAS cannot be loaded", e);
      return java("no system BLAS, and the bundled OpenBLAS cannot be loaded: " + e.getMessage());
    }
  }

  /**
   * OpenBLAS is bundled twice, and both are loaded. Only of the one named here does {@code
   * blas_set_num_threads} set the number of threads; it has LAPACK in spite of its name.
   */
  private static @Nullable Path bundledLibrary(Path folder) {
    return Stream.of("libopenblas_nolapack.so.0", "libopenblas.so.0")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
  }

  /** Of Maven's description, which a shaded jar keeps, other than the jar's own version. */
  private static String bundledVersion() {
    Properties description = new Properties();
    try (InputStream file =
        org.bytedeco.openblas.presets.openblas.class.getResourceAsStream(
            "/META-INF/maven/org.bytedeco/openblas/pom.properties")) {
      if (file != null) {
        description.load(file);
      }
    } catch (IOException e) {
      LOG.debug("BLAS: the version of the bundled OpenBLAS cannot be read", e);
    }
    return description.getProperty("version", "of an unknown version");
  }

  private static BlasBackend nativeOrJava(String description, @Nullable Path library) {
    try {
      return new BlasBackend(NativeBLAS.getInstance(), lapack(), description);
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("BLAS: native implementation not loaded (library {})", library, e);
      return java(description + " could not be loaded");
    }
  }

  private static LAPACK lapack() {
    try {
      return NativeLAPACK.getInstance();
    } catch (LinkageError | RuntimeException e) {
      return javaLapack();
    }
  }

  private static BlasBackend java(String reason) {
    LOG.warn(
        "BLAS: no native library, training is several times slower ({})."
            + " Install OpenBLAS (libopenblas0) or put org.bytedeco:openblas with its platform jar"
            + " on the class path",
        reason);
    return javaOnly(reason);
  }

  private static BlasBackend javaOnly(String reason) {
    BLAS blas = JavaBLAS.getInstance();
    boolean vector = blas.getClass().getSimpleName().startsWith("Vector");
    String kind = vector ? "Java (Vector API)" : "Java";
    return new BlasBackend(blas, javaLapack(), kind + ": " + reason);
  }

  /**
   * The Java LAPACK initialises itself lazily and hangs now and then when two threads come first at
   * the same time; one call under the class initialisation lock avoids it.
   */
  private static LAPACK javaLapack() {
    LAPACK lapack = JavaLAPACK.getInstance();
    lapack.dlamch("E");
    return lapack;
  }
}
