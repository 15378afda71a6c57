package io.entrosum.model;

/** More columns than a panel of the common factor has. */
class WideTiedGaussianHolesTest extends TiedGaussianHolesTest {
  @Override
  int columns() {
    return 70;
  }
}
