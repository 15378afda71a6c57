package io.entrosum.stats;

import java.io.Serializable;

/**
 * Something that happened while a model was fitted to statistics, and that nobody should have to
 * guess: it is recorded, counted and reported.
 *
 * @param kind which rule applied
 * @param component the component concerned, in the order of that iteration; -1 if none
 * @param count how many parameters (directions, columns, components) it concerned
 * @param message one line for a person
 */
public record ModelEvent(Kind kind, int component, int count, String message)
    implements Serializable {
  /** The rules. */
  public enum Kind {
    /** Variances were raised to the covariance floor. */
    COVARIANCE_FLOOR,
    /** Noise variances of a linear Gaussian model were raised to their floor. */
    NOISE_FLOOR,
    /** Scales of sparse latents were raised to their floor. */
    SCALE_FLOOR,
    /** Latents that no row uses. */
    DEAD_LATENT,
    /** Steps that would have lowered the bound were shortened. */
    STEP_SHORTENED,
    /** Posteriors were sought from nothing again, which lowered the bound. */
    SOUGHT_ANEW,
    /** Parameters without a maximum-likelihood value were held at their bound. */
    PARAMETER_BOUND,
    /** A component that had lost all its rows was removed. */
    EMPTY_COMPONENT
  }
}
