package io.entrosum.spark.job;

/** Forty rows of two columns, in two groups. */
final class TwoGroups {
  private TwoGroups() {}

  /** As CSV with a header. */
  static String csv() {
    StringBuilder csv = new StringBuilder("a,b\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 2 * 10 + i * .01).append(',').append(i * i % 7).append('\n');
    }
    return csv.toString();
  }
}
