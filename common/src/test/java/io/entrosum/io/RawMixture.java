package io.entrosum.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is in the file of a mixture, for tests to spoil: at first a valid one of two components with
 * full covariances over two columns.
 */
final class RawMixture {
  final Map<String, String> metadata = new LinkedHashMap<>();
  final Map<String, Tensor> tensors = new LinkedHashMap<>();

  RawMixture() {
    metadata.put("entrosum.format", "1");
    metadata.put("entrosum.model", "mixture");
    metadata.put("entrosum.family", "gaussian");
    metadata.put("entrosum.covariance", "full");
    metadata.put("entrosum.columns", "[\"x\",\"y\"]");
    tensors.put("weights", Tensor.of(new double[] {0.25, 0.75}, 2));
    tensors.put("means", Tensor.of(new double[] {1, 2, 3, 4}, 2, 2));
    tensors.put("covariances", Tensor.of(new double[] {2, 1, 1, 2, 4, 0, 0, 4}, 2, 2, 2));
  }

  /** The model that is read from the file "test". */
  ModelFile read() {
    TensorFile.Builder builder = TensorFile.builder();
    metadata.forEach(builder::metadata);
    tensors.forEach(builder::tensor);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      builder.build().write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ModelFile.read(out.toByteArray(), "test");
  }
}
