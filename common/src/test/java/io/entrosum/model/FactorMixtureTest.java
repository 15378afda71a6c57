package io.entrosum.model;

import io.entrosum.family.NoiseType;

final class FactorMixtureTest extends FactorMixtureContract {
  @Override
  NoiseType noise() {
    return NoiseType.DIAGONAL;
  }
}
