package io.entrosum.io;

/**
 * A file is not a model: damaged, incomplete, of a newer format, or with parameters that no model
 * can have. The message is one line: the file, what is wrong with it, and what to do.
 */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** More of a file's own text than this is cut off. */
  private static final int LONGEST = 400;

  private final boolean ofNewerFormat;

  /**
   * A file that is not a model.
   *
   * @param where the file or folder
   * @param what the rule and the value that breaks it
   * @param remedy what to do about it
   */
  public InvalidModelException(String where, String what, String remedy) {
    this(where, what, remedy, false);
  }

  private InvalidModelException(String where, String what, String remedy, boolean ofNewerFormat) {
    super(oneLine(where) + ": " + cut(oneLine(what)) + " (" + remedy + ")");
    this.ofNewerFormat = ofNewerFormat;
  }

  /** A file whose content something else has refused; the message of the cause is kept. */
  InvalidModelException(String where, RuntimeException cause) {
    super(oneLine(where) + ": " + cut(oneLine(String.valueOf(cause.getMessage()))), cause);
    this.ofNewerFormat = false;
  }

  /** Whether the file, as far as it can be read, is one that newer software wrote. */
  public boolean isOfNewerFormat() {
    return ofNewerFormat;
  }

  /** A file of a format that only newer software knows. */
  static InvalidModelException newerFormat(String where, String what, long format, int newest) {
    return new InvalidModelException(
        where,
        what
            + " is of format "
            + format
            + " but this is Entrosum "
            + ModelFile.softwareVersion()
            + ", which reads formats up to "
            + newest,
        "use a newer Entrosum",
        true);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** Names come from files: what would break or garble the line is escaped. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    line.append("\\u{").append(Integer.toHexString(c)).append('}');
                default -> line.appendCodePoint(c);
              }
            });
    return line.toString();
  }
}
