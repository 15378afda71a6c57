package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SigmoidBeliefScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * How probable each latent of a row is on, the bound, and how probable that makes each column.
 *
 * @param reconstruction whether that is wanted
 */
record SigmoidBeliefScores(SigmoidBeliefNetwork model, boolean reconstruction)
    implements RowScores {
  @Override
  public List<StructField> columns() {
    DataType numbers = DataTypes.createArrayType(DataTypes.DoubleType, false);
    List<StructField> columns = new ArrayList<>();
    columns.add(DataTypes.createStructField("latent", numbers, false));
    columns.add(DataTypes.createStructField("bound", DataTypes.DoubleType, false));
    if (reconstruction) {
      columns.add(DataTypes.createStructField("reconstruction", numbers, false));
    }
    return columns;
  }

  @Override
  public Scorer open() {
    return new Open(this);
  }

  private static final class Open implements Scorer {
    private final SigmoidBeliefScorer scorer;
    private final boolean reconstruction;
    private final int h;
    private final int d;
    private double[] latent = {};
    private double[] bound = {};
    private double[] rows = {};

    Open(SigmoidBeliefScores wanted) {
      this.scorer = wanted.model.scorer();
      this.reconstruction = wanted.reconstruction;
      this.h = wanted.model.latentDimensions();
      this.d = wanted.model.dimensions();
    }

    @Override
    public void score(Block block, double @Nullable [] filled) {
      latent = new double[Math.multiplyExact(block.rows(), h)];
      bound = new double[block.rows()];
      scorer.score(block, latent, bound);
      if (reconstruction) {
        rows = scorer.reconstruct(block.rows(), latent);
      }
    }

    @Override
    public void put(int row, Object[] values, int at) {
      values[at] = Arrays.copyOfRange(latent, row * h, (row + 1) * h);
      values[at + 1] = bound[row];
      if (reconstruction) {
        values[at + 2] = Arrays.copyOfRange(rows, row * d, (row + 1) * d);
      }
    }
  }
}
