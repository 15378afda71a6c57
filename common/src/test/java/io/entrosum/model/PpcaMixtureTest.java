package io.entrosum.model;

import io.entrosum.family.NoiseType;

final class PpcaMixtureTest extends FactorMixtureContract {
  @Override
  NoiseType noise() {
    return NoiseType.ISOTROPIC;
  }
}
