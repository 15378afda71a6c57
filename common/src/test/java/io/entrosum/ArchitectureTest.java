package io.entrosum;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which: linalg, data, stats, entropy, family, coding, belief, then vae,
 * model, train, then init, io; image beside entropy.
 */
class ArchitectureTest {
  private static final String BASE = "io.entrosum.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.entrosum");

  @Test
  void packagesUseOnlyThoseBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("linalg")
        .definedBy(BASE + "linalg..")
        .layer("data")
        .definedBy(BASE + "data..")
        .layer("stats")
        .definedBy(BASE + "stats..")
        .layer("entropy")
        .definedBy(BASE + "entropy..")
        .layer("family")
        .definedBy(BASE + "family..")
        .layer("coding")
        .definedBy(BASE + "coding..")
        .layer("belief")
        .definedBy(BASE + "belief..")
        .layer("vae")
        .definedBy(BASE + "vae..")
        .layer("image")
        .definedBy(BASE + "image..")
        .layer("model")
        .definedBy(BASE + "model..")
        .layer("train")
        .definedBy(BASE + "train..")
        .layer("init")
        .definedBy(BASE + "init..")
        .layer("io")
        .definedBy(BASE + "io..")
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("linalg")
        .mayNotAccessAnyLayer()
        .whereLayer("data")
        .mayNotAccessAnyLayer()
        .whereLayer("stats")
        .mayOnlyAccessLayers("linalg", "data")
        .whereLayer("entropy")
        .mayOnlyAccessLayers("linalg", "data", "stats")
        .whereLayer("image")
        .mayOnlyAccessLayers("linalg", "data", "stats")
        .whereLayer("family")
        .mayOnlyAccessLayers("linalg", "data", "stats", "entropy")
        .whereLayer("coding")
        .mayOnlyAccessLayers("linalg", "data", "stats", "entropy")
        .whereLayer("belief")
        .mayOnlyAccessLayers("linalg", "data", "stats", "entropy")
        .whereLayer("vae")
        .mayOnlyAccessLayers("linalg", "data", "stats", "entropy", "coding")
        .whereLayer("model")
        .mayOnlyAccessLayers(
            "linalg", "data", "stats", "entropy", "family", "coding", "belief", "vae")
        .whereLayer("train")
        .mayOnlyAccessLayers(
            "linalg", "data", "stats", "entropy", "family", "coding", "belief", "vae", "model")
        .whereLayer("init")
        .mayOnlyAccessLayers(
            "linalg", "data", "stats", "entropy", "family", "coding", "belief", "vae", "model",
            "train")
        .whereLayer("io")
        .mayOnlyAccessLayers(
            "linalg", "data", "stats", "entropy", "family", "coding", "belief", "vae", "model",
            "train")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noEngineIsNeeded() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyLinalgKnowsNativeLibraries() {
    classes()
        .that()
        .resideOutsideOfPackage(BASE + "linalg..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("dev.ludovic.netlib..", "org.netlib..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageKnowsTheNetworkLibrary() {
    classes()
        .that()
        .resideOutsideOfPackage(BASE + "vae.pytorch..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void thereIsNoHelperDrawer() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..misc..", "..common..", "..helper..")
        .check(CLASSES);
  }

  /** The rules above look at what they are meant to look at. */
  @Test
  void theClassesAreThere() {
    assertThat(CLASSES.size()).isGreaterThan(50);
    assertThat(CLASSES.contain("io.entrosum.linalg.Blas")).isTrue();
    assertThat(CLASSES.contain("io.entrosum.ArchitectureTest")).isFalse();
    assertThat(
            CLASSES.get("io.entrosum.linalg.BlasBackend").getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getPackageName()))
        .contains("dev.ludovic.netlib.blas");
  }
}
