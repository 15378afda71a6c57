package io.entrosum.model;

/** More columns than quadratic features serve, and three panels of factors. */
class WideFullGaussianHolesTest extends FullGaussianHolesTest {
  @Override
  int columns() {
    return 40;
  }
}
