package io.entrosum.data;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a categorical column by their names. In blocks and models a value is its code: its
 * place in the order, from 0 on. Immutable.
 */
public final class Categories implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] names;
  private final Map<String, Integer> codes;

  /**
   * Categories in their order.
   *
   * @param names at least one, all different. Not modified.
   * @throws IllegalArgumentException if there are none, or one is there twice
   */
  public Categories(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("categories: there must be at least one");
    }
    this.names = names.toArray(String[]::new);
    this.codes = new HashMap<>(2 * names.size());
    for (int code = 0; code < this.names.length; code++) {
      if (codes.put(this.names[code], code) != null) {
        throw new IllegalArgumentException("categories: " + this.names[code] + " is there twice");
      }
    }
  }

  /** The code of a name; -1 if it is none of these. */
  public int code(String name) {
    return codes.getOrDefault(name, -1);
  }

  /**
   * The name of a code.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public String name(int code) {
    return names[code];
  }

  /** The number of categories. */
  public int count() {
    return names.length;
  }

  /** All names in the order of their codes. */
  public List<String> names() {
    return List.of(names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Categories that && names().equals(that.names());
  }

  @Override
  public int hashCode() {
    return names().hashCode();
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
