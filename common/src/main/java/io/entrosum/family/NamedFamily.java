package io.entrosum.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all families share: a name that says everything about them, and checks of parameters. */
abstract class NamedFamily implements ExponentialFamily {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<Parameter> parameters;

  NamedFamily(String name, Parameter... parameters) {
    this.name = name;
    this.parameters = List.of(parameters);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<String> parameters() {
    return parameters.stream().map(Parameter::name).toList();
  }

  @Override
  public final @Nullable String parameterProblem(double[] theta, int at) {
    for (int i = 0; i < parameters.size(); i++) {
      String problem = parameters.get(i).problem(theta[at + i]);
      if (problem != null) {
        return parameters.get(i).name() + " " + problem;
      }
    }
    double[] eta = new double[statistics()];
    natural(theta, at, eta, 0);
    boolean finite = Double.isFinite(logPartition(theta, at));
    for (double number : eta) {
      finite &= Double.isFinite(number);
    }
    return finite ? null : String.join(", ", parameters()) + " must not be so extreme";
  }

  /** Families are equal if their names are, which include the known constants. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof NamedFamily family && name.equals(family.name);
  }

  @Override
  public final int hashCode() {
    return name.hashCode();
  }

  @Override
  public final String toString() {
    return name;
  }
}
