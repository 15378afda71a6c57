package io.entrosum.family;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The families of columns, and where the statistics and parameters of each stand. */
final class ColumnFamilies implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number S of statistics of a row. */
  final int statistics;

  /** The number P of parameters of a component. */
  final int parameters;

  private final ExponentialFamily[] families;
  private final int[] statisticsAt;
  private final int[] parametersAt;

  ColumnFamilies(List<? extends ExponentialFamily> families) {
    if (families.isEmpty()) {
      throw new IllegalArgumentException("model: there must be a column but there is none");
    }
    this.families = families.toArray(ExponentialFamily[]::new);
    this.statisticsAt = new int[this.families.length];
    this.parametersAt = new int[this.families.length];
    int s = 0;
    int p = 0;
    for (int j = 0; j < this.families.length; j++) {
      statisticsAt[j] = s;
      parametersAt[j] = p;
      s += this.families[j].statistics();
      p += this.families[j].parameters().size();
    }
    this.statistics = s;
    this.parameters = p;
  }

  int count() {
    return families.length;
  }

  List<ExponentialFamily> families() {
    return List.of(families);
  }

  ExponentialFamily family(int j) {
    return families[j];
  }

  /** A distribution of a column, e.g. {@code pareto(minimum=1) with shape 0.8}. */
  String describe(int j, double[] theta, int at) {
    List<String> names = families[j].parameters();
    return families[j].name()
        + IntStream.range(0, names.size())
            .mapToObj(i -> names.get(i) + " " + theta[at + i])
            .collect(Collectors.joining(" and ", " with ", ""));
  }

  int statisticsAt(int j) {
    return statisticsAt[j];
  }

  int parametersAt(int j) {
    return parametersAt[j];
  }
}
