package io.entrosum.family;

import java.util.regex.Pattern;

/** What a group of Gaussian columns can be called: its name becomes that of tensors in a file. */
public final class GroupNames {
  /** The rule in words. */
  public static final String RULE = "must be letters, digits, _ and -, a letter first,";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private GroupNames() {}

  /** Whether a name keeps the rule. */
  public static boolean valid(String name) {
    return NAME.matcher(name).matches();
  }
}
