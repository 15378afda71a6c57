package io.entrosum.spark.ml;

import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * A trained mixture: {@link #transform} adds the most probable component, the posterior
 * probabilities of all components and the log density of a row.
 *
 * @param <M> itself
 * @param <S> its summary
 */
abstract class ComponentModel<M extends ComponentModel<M, S>, S extends MixtureSummary>
    extends FittedModel<M, Mixture, S> implements ComponentParams {
  private static final long serialVersionUID = 1L;

  ComponentModel(String uid, @Nullable Mixture mixture, List<String> featureNames) {
    super(uid, mixture, featureNames);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public M setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public M setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public M setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** The model itself, which scores rows without Spark too. */
  public Mixture mixture() {
    return fitted();
  }

  /** The mixing weights of the components, largest first. */
  public double[] weights() {
    return fitted().weights();
  }

  /** The likelihood and the entropies of this model on a data set; one pass. */
  public MixtureEvaluation evaluate(Dataset<?> dataset) {
    DataFit fit = measure(dataset);
    return new MixtureEvaluation(transform(dataset), this, fitted().count(), 0, fit);
  }

  @Override
  Map<String, StructField> outputs() {
    return OutputColumns.of(this, fitted().count());
  }

  @Override
  Recipe<Mixture> recipe() {
    return new Scores(List.copyOf(outputs().keySet()));
  }

  @Override
  String size() {
    return "k=" + fitted().count();
  }

  /**
   * The scores of rows.
   *
   * @param wanted the parameters that name the columns
   */
  private record Scores(List<String> wanted) implements Recipe<Mixture> {
    @Override
    public Function<Row, Object[]> scorer(Mixture mixture, RowInput input) {
      MixtureScorer scorer = mixture.scorer();
      return row -> {
        MixtureScorer.Score score = scorer.score(input.of(row));
        return wanted.stream().map(param -> value(param, score)).toArray();
      };
    }

    private static Object value(String param, MixtureScorer.Score score) {
      return switch (param) {
        case "predictionCol" -> score.component();
        case "probabilityCol" -> Vectors.dense(score.posterior());
        default -> score.logDensity();
      };
    }
  }
}
