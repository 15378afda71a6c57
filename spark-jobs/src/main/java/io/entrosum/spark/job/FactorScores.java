package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.FactorModel;
import io.entrosum.model.FactorScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * The posterior means of the factors of a row, the log density, and the row that the factors stand
 * for.
 *
 * @param reconstruction whether that row is wanted
 */
record FactorScores(FactorModel model, boolean reconstruction) implements RowScores {
  @Override
  public List<StructField> columns() {
    DataType numbers = DataTypes.createArrayType(DataTypes.DoubleType, false);
    List<StructField> columns = new ArrayList<>();
    columns.add(DataTypes.createStructField("latent", numbers, false));
    columns.add(DataTypes.createStructField("log_density", DataTypes.DoubleType, false));
    if (reconstruction) {
      columns.add(DataTypes.createStructField("reconstruction", numbers, false));
    }
    return columns;
  }

  @Override
  public Scorer open() {
    return new Open(model, reconstruction);
  }

  private static final class Open implements Scorer {
    private final FactorScorer scorer;
    private final int h;
    private final int d;
    private final boolean reconstruction;
    private double[] latent = {};
    private double[] logDensity = {};
    private double[] rows = {};

    Open(FactorModel model, boolean reconstruction) {
      this.scorer = model.scorer();
      this.h = model.latentDimensions();
      this.d = model.dimensions();
      this.reconstruction = reconstruction;
    }

    @Override
    public void score(Block block, double @Nullable [] filled) {
      latent = new double[block.rows() * h];
      logDensity = new double[block.rows()];
      if (filled == null) {
        scorer.score(block, latent, logDensity);
      } else {
        scorer.fill(block, latent, logDensity, filled);
      }
      if (reconstruction) {
        rows = scorer.reconstruct(block.rows(), latent);
      }
    }

    @Override
    public void put(int row, Object[] values, int at) {
      values[at] = Arrays.copyOfRange(latent, row * h, (row + 1) * h);
      values[at + 1] = logDensity[row];
      if (reconstruction) {
        values[at + 2] = Arrays.copyOfRange(rows, row * d, (row + 1) * d);
      }
    }
  }
}
