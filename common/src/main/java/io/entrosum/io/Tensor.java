package io.entrosum.io;

import java.util.Arrays;
import java.util.List;

/** Numbers with a shape, row-major: a parameter of a model in a file. Immutable by agreement. */
public final class Tensor {
  private final List<Integer> shape;
  private final double[] values;

  private Tensor(List<Integer> shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor over an existing array.
   *
   * @param values row-major; kept, not copied
   * @param shape its dimensions, none for a single number
   * @throws IllegalArgumentException if a dimension is negative, or their product is not the number
   *     of values
   */
  public static Tensor of(double[] values, int... shape) {
    List<Integer> dimensions = Arrays.stream(shape).boxed().toList();
    if (count(dimensions) != values.length) {
      throw new IllegalArgumentException(
          "tensor: the shape "
              + dimensions
              + " is one of "
              + count(dimensions)
              + " values but there are "
              + values.length);
    }
    return new Tensor(dimensions, values);
  }

  /**
   * The number of elements of a shape.
   *
   * @throws IllegalArgumentException if a dimension is negative, or the number more than 2^63 - 1
   */
  static long count(List<Integer> shape) {
    long count = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor: dimensions must be >= 0 but the shape is " + shape);
      }
      if (dimension != 0 && count > Long.MAX_VALUE / dimension) {
        throw new IllegalArgumentException("tensor: too many elements in the shape " + shape);
      }
      count *= dimension;
    }
    return count;
  }

  /** The dimensions; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** The values, row-major; the array itself, not to be modified. */
  public double[] values() {
    return values;
  }

  /** The indices of an element, given its place in {@link #values()}. */
  List<Integer> indices(int at) {
    Integer[] indices = new Integer[shape.size()];
    int rest = at;
    for (int i = indices.length - 1; i >= 0; i--) {
      indices[i] = rest % shape.get(i);
      rest /= shape.get(i);
    }
    return List.of(indices);
  }

  @Override
  public String toString() {
    return "tensor " + shape;
  }
}
