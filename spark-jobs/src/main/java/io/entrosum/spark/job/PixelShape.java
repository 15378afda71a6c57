package io.entrosum.spark.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that are the pixels of a square image, as far as one can tell: a square number of them,
 * 25 to 4,096, with one name and running numbers.
 */
record PixelShape(int side) {
  private static final int LEAST_SIDE = 5;
  private static final int MOST_SIDE = 64;
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)(\\D?)");

  static Optional<PixelShape> of(List<String> columns) {
    int side = (int) Math.round(Math.sqrt(columns.size()));
    if (side < LEAST_SIDE || side > MOST_SIDE || side * side != columns.size()) {
      return Optional.empty();
    }
    String name = "";
    long first = 0;
    for (int j = 0; j < columns.size(); j++) {
      Matcher matcher = NUMBERED.matcher(columns.get(j));
      if (!matcher.matches() || matcher.group(2).length() > 9) {
        return Optional.empty();
      }
      long number = Long.parseLong(matcher.group(2));
      if (j == 0) {
        name = matcher.group(1);
        first = number;
      } else if (!matcher.group(1).equals(name) || number != first + j) {
        return Optional.empty();
      }
    }
    return Optional.of(new PixelShape(side));
  }
}
