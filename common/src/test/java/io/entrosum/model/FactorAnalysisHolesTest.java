package io.entrosum.model;

import io.entrosum.family.NoiseType;

/** The same on rows with missing values. */
final class FactorAnalysisHolesTest extends FactorModelContract {
  @Override
  NoiseType noise() {
    return NoiseType.DIAGONAL;
  }

  @Override
  protected double[][] rows() {
    return FactorHoles.in(super.rows());
  }
}
