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

  /** A number with two or three digits: 853, 2.4k, 31M. */
  static String rounded(double number) {
    String[] units = {"", "k", "M", "G", "T"};
    int unit = 0;
    double value = number;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return format(value < 9.95 && unit > 0 ? "%.1f%s" : "%.0f%s", value, units[unit]);
  }

  /** Seconds in a unit that suits them: 40 s, 12 min, 3.5 h. */
  static String duration(double seconds) {
    if (seconds < 99.5) {
      return format("%.0f s", Math.ceil(seconds));
    }
    return seconds < 99.5 * 60
        ? format("%.0f min", Math.ceil(seconds / 60))
        : format("%.1f h", seconds / 3600);
  }

  /** A bar of a share of the longest one, for tables. */
  static String bar(double share, int longest) {
    int length = (int) Math.round(longest * Math.max(0, Math.min(1, share)));
    return "#".repeat(length) + " ".repeat(longest - length);
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
