package io.entrosum.vae.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays of PyTorch over copies of Java's, which begin at a multiple of 64 bytes as its own do: the
 * order of sums in its kernels may hang on that, and the same numbers shall give the same bits.
 */
final class Arrays64 {
  private static final int ALIGNMENT = 64;

  private Arrays64() {}

  /** The numbers in an array of some shape. */
  static NDArray of(NDManager manager, float[] values, long... shape) {
    return of(manager, values, 0, values.length, new Shape(shape));
  }

  private static NDArray of(NDManager manager, float[] values, int from, int size, Shape shape) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES) + 2 * ALIGNMENT)
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values, from, size);
    buffer.limit(size * Float.BYTES);
    return manager.create(buffer, shape, DataType.FLOAT32);
  }

  /** An array a slot. */
  static Map<String, NDArray> slots(NDManager manager, StatisticsLayout layout, float[] flat) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    for (Slot slot : layout.slots().values()) {
      long[] shape = slot.shape().stream().mapToLong(Integer::longValue).toArray();
      all.put(slot.name(), of(manager, flat, slot.offset(), slot.size(), new Shape(shape)));
    }
    return all;
  }
}
