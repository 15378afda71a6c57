package io.entrosum.model;

/** Full covariances over more columns than quadratic features serve, the last panel a short one. */
class WideFullGaussianMixtureTest extends FullGaussianMixtureTest {
  @Override
  int columns() {
    return 37;
  }
}
