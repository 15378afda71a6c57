package io.entrosum.spark.job;

import io.entrosum.data.Block;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * The latents of a row, what the model thinks of the row, and the row that the latents stand for.
 *
 * @param kind of model
 * @param reconstruction whether that row is wanted
 */
record LatentScores(Kind kind, boolean reconstruction) implements RowScores {
  /** What a kind of model says of rows. */
  interface Kind extends Serializable {
    /** The number H of latents. */
    int latents();

    /** The number D of columns. */
    int columns();

    /** Whether posteriors have standard deviations that are told. */
    boolean deviations();

    /** The name of the column of log density or bound. */
    String fit();

    /** A scorer with its own scratch memory, for one thread. */
    Latents open();
  }

  /** Scores blocks; not thread-safe. */
  interface Latents {
    /**
     * Scores the rows of a block.
     *
     * @param latent Modified. Row-major [rows, H].
     * @param deviation Modified. Row-major [rows, H]; empty where there are none.
     * @param fit Modified. Nats, [rows].
     * @param filled Modified, where it is not null: the rows with their missing values filled in
     */
    void score(
        Block block, double[] latent, double[] deviation, double[] fit, double @Nullable [] filled);

    /**
     * The rows that latents stand for.
     *
     * @param latent row-major [n, H]. Not modified.
     * @return row-major [n, D]
     */
    double[] reconstruct(int n, double[] latent);

    /** How many rows since the last call were not scored to the last digit; then 0. */
    default long takeUnfinished() {
      return 0;
    }
  }

  @Override
  public List<StructField> columns() {
    DataType numbers = DataTypes.createArrayType(DataTypes.DoubleType, false);
    List<StructField> columns = new ArrayList<>();
    columns.add(DataTypes.createStructField("latent", numbers, false));
    if (kind.deviations()) {
      columns.add(DataTypes.createStructField("latent_deviation", numbers, false));
    }
    columns.add(DataTypes.createStructField(kind.fit(), DataTypes.DoubleType, false));
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
    private final Kind kind;
    private final boolean reconstruction;
    private final Latents latents;
    private double[] latent = {};
    private double[] deviation = {};
    private double[] fit = {};
    private double[] rows = {};

    Open(LatentScores wanted) {
      this.kind = wanted.kind;
      this.reconstruction = wanted.reconstruction;
      this.latents = kind.open();
    }

    @Override
    public void score(Block block, double @Nullable [] filled) {
      latent = new double[Math.multiplyExact(block.rows(), kind.latents())];
      deviation = new double[kind.deviations() ? latent.length : 0];
      fit = new double[block.rows()];
      latents.score(block, latent, deviation, fit, filled);
      if (reconstruction) {
        rows = latents.reconstruct(block.rows(), latent);
      }
    }

    @Override
    public long takeUnfinished() {
      return latents.takeUnfinished();
    }

    @Override
    public void put(int row, Object[] values, int at) {
      int next = at;
      values[next++] = part(latent, row, kind.latents());
      if (kind.deviations()) {
        values[next++] = part(deviation, row, kind.latents());
      }
      values[next++] = fit[row];
      if (reconstruction) {
        values[next] = part(rows, row, kind.columns());
      }
    }

    private static double[] part(double[] all, int row, int size) {
      return Arrays.copyOfRange(all, row * size, (row + 1) * size);
    }
  }
}
