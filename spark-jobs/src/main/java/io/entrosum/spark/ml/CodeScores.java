package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingScorer;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;

/**
 * The scores of rows under sparse coding. Only what is wanted is computed: posteriors cost more
 * than most probable codes.
 *
 * @param wanted the parameters that name the columns
 * @param codes what the codes are, see {@link CodeParams#codes()}
 */
record CodeScores(List<String> wanted, String codes) implements Recipe<SparseCodingModel> {
  @Override
  public Function<Row, Object[]> scorer(SparseCodingModel model, RowInput input) {
    SparseCodingScorer scorer = model.scorer();
    return row -> {
      Score score = of(scorer, model.latentDimensions(), Block.ofRow(input.of(row)));
      return wanted.stream().map(param -> value(param, scorer, score)).toArray();
    };
  }

  private static Object value(String param, SparseCodingScorer scorer, Score score) {
    return switch (param) {
      case "latentCol" -> score.latent();
      case "deviationCol" -> score.deviation();
      case "boundCol" -> score.bound();
      default -> Vectors.dense(scorer.reconstruct(1, score.latent().toArray()));
    };
  }

  /**
   * The scores of a row.
   *
   * @param latent the codes
   * @param deviation of the posterior; zeros where that is not wanted
   * @param bound of the log density, nats; 0 where it is not wanted
   */
  record Score(Vector latent, Vector deviation, double bound) {}

  /**
   * The scores of a block of one row.
   *
   * @param latents their number
   */
  Score of(SparseCodingScorer scorer, int latents, Block row) {
    boolean map = codes.equals(CodeParams.MAP);
    double[] latent = new double[latents];
    double[] deviation = new double[latent.length];
    double[] bound = new double[1];
    if (!map || wanted.contains("deviationCol") || wanted.contains("boundCol")) {
      scorer.score(row, latent, deviation, bound);
    }
    if (map) {
      scorer.mostProbable(row, latent);
    }
    Vector vector = Vectors.dense(latent);
    return new Score(map ? vector.compressed() : vector, Vectors.dense(deviation), bound[0]);
  }
}
