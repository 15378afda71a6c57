package io.entrosum.model;

import io.entrosum.family.NoiseType;

final class FactorMixtureHolesTest extends FactorMixtureContract {
  @Override
  NoiseType noise() {
    return NoiseType.DIAGONAL;
  }

  @Override
  protected double[][] rows() {
    return FactorHoles.in(super.rows());
  }
}
