package io.entrosum.train;

import io.entrosum.model.LatentModel;
import java.util.List;

/**
 * Where trainings that share passes begin.
 *
 * @param <M> the model
 */
public interface Starts<M extends LatentModel<M>> {
  /** How many trainings there are. */
  int size();

  /** Makes the models that they begin with; may take passes over the data. */
  List<M> models();

  /**
   * A model of a training that was interrupted, as it was: only its parameters were kept, not what
   * training wants of it (floors, limits).
   *
   * @param training from 0
   */
  M restored(int training, M kept);

  /** Models that are there, and need nothing but their parameters. */
  static <M extends LatentModel<M>> Starts<M> of(List<M> models) {
    return new Starts<>() {
      @Override
      public int size() {
        return models.size();
      }

      @Override
      public List<M> models() {
        return models;
      }

      @Override
      public M restored(int training, M kept) {
        return kept;
      }
    };
  }
}
