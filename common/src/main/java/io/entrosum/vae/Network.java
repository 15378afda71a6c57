package io.entrosum.vae;

import java.io.Serializable;
import java.util.List;

/**
 * The hidden layers of an encoder or decoder; linear heads come after them.
 *
 * @param layers their widths, first the one after the input; empty: the heads see the input
 * @param activation of every hidden layer
 * @param residual whether a hidden layer as wide as the hidden layer before adds to it: {@code h +
 *     f(W h + b)} instead of {@code f(W h + b)}
 * @param input what is done to the input first; {@link Activation#NONE} but in experiments: any
 *     other before a decoder takes from the latents the scale that makes their mean square 1
 */
public record Network(
    List<Integer> layers, Activation activation, boolean residual, Activation input)
    implements Serializable {
  /** The widest layer. */
  private static final int WIDEST = 1 << 20;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a width is below 1 or above 2^20
   */
  public Network {
    layers = List.copyOf(layers);
    for (int width : layers) {
      if (width < 1 || width > WIDEST) {
        throw new IllegalArgumentException(
            "layers: widths must be >= 1 and <= " + WIDEST + " but one was " + width);
      }
    }
  }

  /** Hidden layers of some widths, without residual blocks. */
  public static Network of(Activation activation, Integer... layers) {
    return new Network(List.of(layers), activation, false, Activation.NONE);
  }

  /** No hidden layer: the heads are affine in the input. */
  public static Network linear() {
    return of(Activation.NONE);
  }

  /** The same after an activation of the input. */
  public Network after(Activation other) {
    return new Network(layers, activation, residual, other);
  }

  /** Whether the heads are affine in the input. */
  public boolean isLinear() {
    return (layers.isEmpty() || activation == Activation.NONE) && input == Activation.NONE;
  }

  /**
   * The number of inputs of a hidden layer, or of the heads where {@code layer} is their number.
   */
  int inputs(int layer, int first) {
    return layer == 0 ? first : layers.get(layer - 1);
  }

  /** Whether a hidden layer adds to the one before. */
  public boolean isResidual(int layer) {
    return residual && layer > 0 && layers.get(layer).equals(layers.get(layer - 1));
  }
}
