package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** The most probable component of a row, the posterior of all, the log density. */
record MixtureScores(Mixture mixture) implements RowScores {
  @Override
  public List<StructField> columns() {
    return List.of(
        DataTypes.createStructField("component", DataTypes.IntegerType, false),
        DataTypes.createStructField(
            "posterior", DataTypes.createArrayType(DataTypes.DoubleType, false), false),
        DataTypes.createStructField("log_density", DataTypes.DoubleType, false));
  }

  @Override
  public Scorer open() {
    return new Open(mixture.scorer(), mixture.count());
  }

  private static final class Open implements Scorer {
    private final MixtureScorer scorer;
    private final int components;
    private double[] posterior = {};
    private double[] logDensity = {};

    Open(MixtureScorer scorer, int components) {
      this.scorer = scorer;
      this.components = components;
    }

    @Override
    public void score(Block block, double @Nullable [] filled) {
      posterior = new double[block.rows() * components];
      logDensity = new double[block.rows()];
      if (filled == null) {
        scorer.score(block, posterior, logDensity);
      } else {
        scorer.fill(block, posterior, logDensity, filled);
      }
    }

    @Override
    public void put(int row, Object[] values, int at) {
      int from = row * components;
      values[at] = MixtureScorer.best(posterior, from, components);
      values[at + 1] = Arrays.copyOfRange(posterior, from, from + components);
      values[at + 2] = logDensity[row];
    }
  }
}
