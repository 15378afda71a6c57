package io.entrosum.spark.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param title a few words
 * @param text what there is to know before looking, or empty
 * @param figures may be empty
 * @param table rows of cells, the first of them the headings; may be empty
 */
public record Section(String title, String text, List<Figure> figures, List<List<String>> table) {
  /** Keeps copies of the lists. */
  public Section {
    figures = List.copyOf(figures);
    table = List.copyOf(table);
  }

  /** A part with pictures only. */
  public static Section of(String title, String text, Figure... figures) {
    return new Section(title, text, List.of(figures), List.of());
  }

  /** A part with a table only. */
  public static Section table(String title, String text, List<List<String>> table) {
    return new Section(title, text, List.of(), table);
  }
}
