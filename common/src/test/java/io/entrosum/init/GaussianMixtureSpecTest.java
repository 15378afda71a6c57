package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import org.junit.jupiter.api.Test;

class GaussianMixtureSpecTest {
  private static final Mixture TWO =
      new Mixture(
          new double[] {0.5, 0.5},
          GaussianComponents.of(
              CovarianceType.SPHERICAL,
              2,
              1,
              new double[] {1, 2},
              new double[] {1, 1},
              CovarianceFloor.none(1)));

  @Test
  void defaults() {
    assertThat(GaussianMixtureSpec.of(3))
        .isEqualTo(
            new GaussianMixtureSpec(3, CovarianceType.FULL, 1e-6, InitMode.K_MEANS, null, 1));
  }

  @Test
  void changesOneThingAtATime() {
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(2, CovarianceType.TIED, 1e-3, InitMode.RANDOM, null, 5);
    assertThat(spec.withCovariance(CovarianceType.DIAGONAL))
        .isEqualTo(
            new GaussianMixtureSpec(2, CovarianceType.DIAGONAL, 1e-3, InitMode.RANDOM, null, 5));
    assertThat(spec.withSeed(6))
        .isEqualTo(new GaussianMixtureSpec(2, CovarianceType.TIED, 1e-3, InitMode.RANDOM, null, 6));
    GaussianMixtureSpec from = spec.from(TWO);
    assertThat(from)
        .isEqualTo(new GaussianMixtureSpec(2, CovarianceType.TIED, 1e-3, InitMode.MODEL, TWO, 5));
    assertThat(from.withSeed(6).withCovariance(CovarianceType.FULL).initialModel()).isSameAs(TWO);
  }

  @Test
  void valuesThatDoNotGoTogetherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GaussianMixtureSpec.of(0))
        .withMessage("components: must be >= 1 but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GaussianMixtureSpec.of(3).from(TWO))
        .withMessage("components: must be the 2 of the initial model but was 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new GaussianMixtureSpec(2, CovarianceType.FULL, 0, InitMode.MODEL, null, 1))
        .withMessage("init: an initial model and init = model go together, but init was model");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new GaussianMixtureSpec(2, CovarianceType.FULL, 0, InitMode.K_MEANS, TWO, 1))
        .withMessage("init: an initial model and init = model go together, but init was k-means++");
  }

  @Test
  void namesOfInitModes() {
    assertThat(InitMode.labels()).isEqualTo("k-means++, random, model");
    for (InitMode mode : InitMode.values()) {
      assertThat(InitMode.of(mode.label())).isSameAs(mode);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InitMode.of("kmeans"))
        .withMessage("init: must be one of k-means++, random, model but was kmeans");
  }
}
