package io.entrosum.spark.benchmark;

import java.util.Arrays;

/** Arguments of the form {@code name=value}. */
final class Options {
  private Options() {}

  static String text(String[] args, String name, String usual) {
    return Arrays.stream(args)
        .filter(arg -> arg.startsWith(name + "="))
        .map(arg -> arg.substring(name.length() + 1))
        .findFirst()
        .orElse(usual);
  }

  static int number(String[] args, String name, int usual) {
    return Integer.parseInt(text(args, name, Integer.toString(usual)));
  }
}
