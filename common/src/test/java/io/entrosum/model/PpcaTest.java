package io.entrosum.model;

import io.entrosum.family.NoiseType;
import org.junit.jupiter.api.Test;

final class PpcaTest extends FactorModelContract {
  @Override
  NoiseType noise() {
    return NoiseType.ISOTROPIC;
  }

  @Test
  void momentsSuffice() {
    assertSameFromMoments(start(rows()), rows());
  }
}
