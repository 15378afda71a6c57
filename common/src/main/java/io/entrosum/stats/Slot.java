package io.entrosum.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A named run of numbers inside {@link Statistics}.
 *
 * @param name unique within its layout
 * @param offset where it starts in the flat array
 * @param shape its dimensions, row-major; an empty shape is one number
 */
public record Slot(String name, int offset, List<Integer> shape) implements Serializable {
  /** The number of elements. */
  public int size() {
    return sizeOf(shape.stream().mapToInt(Integer::intValue).toArray());
  }

  static int sizeOf(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
