package io.entrosum.model;

import io.entrosum.family.NoiseType;
import org.junit.jupiter.api.Test;

final class FactorAnalysisTest extends FactorModelContract {
  @Override
  NoiseType noise() {
    return NoiseType.DIAGONAL;
  }

  @Test
  void momentsSuffice() {
    assertSameFromMoments(start(rows()), rows());
  }
}
