package io.entrosum.model;

import io.entrosum.family.NoiseType;

/** The same on rows with missing values. */
final class PpcaHolesTest extends FactorModelContract {
  @Override
  NoiseType noise() {
    return NoiseType.ISOTROPIC;
  }

  @Override
  protected double[][] rows() {
    return FactorHoles.in(super.rows());
  }
}
