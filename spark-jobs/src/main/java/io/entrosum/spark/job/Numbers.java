package io.entrosum.spark.job;

import java.util.List;
import java.util.Locale;

/** Numbers and names as people read them. */
final class Numbers {
  private Numbers() {}

  /** Like {@link String#format}, the same in every country. */
  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** Bytes in a unit that suits them. */
  static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return format(unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** The first of some names, and how many there are. */
  static String names(List<String> names, int most) {
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + ", ... (" + names.size() + " in all)";
  }

  /** {@code 1 row}, {@code 2 rows}. */
  static String count(long number, String what) {
    return format("%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
