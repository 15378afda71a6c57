package io.entrosum.spark.job;

import io.entrosum.data.Block;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * The latents of a row, what the model thinks of the row, and the row that the latents stand for.
 *
 * @param latents the number H of latents
 * @param dimensions the number D of columns
 * @param fit the name of the column of what the model thinks: a log density or a bound
 * @param deviations whether posteriors have standard deviations that are told
 * @param opener of scorers
 * @param reconstruction whether the row that the latents stand for is wanted
 */
record LatentScores(
    int latents,
    int dimensions,
    String fit,
    Deviations deviations,
    Opener opener,
    boolean reconstruction)
    implements RowScores {
  /** Whether posteriors have standard deviations that are told. */
  enum Deviations {
    TOLD,
    NONE
  }

  /** Makes scorers. */
  interface Opener extends Serializable {
    /** A scorer with its own scratch memory, for one thread. */
    Latents open();
  }

  /**
   * What a model says of blocks; not thread-safe.
   *
   * @param unfinished how many rows since the last call were not scored to the last digit; then 0
   */
  record Latents(Scores scores, Reconstruction reconstruction, LongSupplier unfinished) {
    /** Where all rows are scored to the last digit. */
    Latents(Scores scores, Reconstruction reconstruction) {
      this(scores, reconstruction, () -> 0);
    }
  }

  /** Scores the rows of a block. */
  interface Scores {
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
  }

  /** The rows that latents stand for. */
  interface Reconstruction {
    /**
     * The rows that latents stand for.
     *
     * @param latent row-major [n, H]. Not modified.
     * @return row-major [n, D]
     */
    double[] of(int n, double[] latent);
  }

  @Override
  public List<StructField> columns() {
    DataType numbers = DataTypes.createArrayType(DataTypes.DoubleType, false);
    List<StructField> columns = new ArrayList<>();
    columns.add(DataTypes.createStructField("latent", numbers, false));
    if (deviations == Deviations.TOLD) {
      columns.add(DataTypes.createStructField("latent_deviation", numbers, false));
    }
    columns.add(DataTypes.createStructField(fit, DataTypes.DoubleType, false));
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
    private final LatentScores wanted;
    private final Latents latents;
    private double[] latent = {};
    private double[] deviation = {};
    private double[] fit = {};
    private double[] rows = {};

    Open(LatentScores wanted) {
      this.wanted = wanted;
      this.latents = wanted.opener.open();
    }

    @Override
    public void score(Block block, double @Nullable [] filled) {
      latent = new double[Math.multiplyExact(block.rows(), wanted.latents)];
      deviation = new double[wanted.deviations == Deviations.TOLD ? latent.length : 0];
      fit = new double[block.rows()];
      latents.scores.score(block, latent, deviation, fit, filled);
      if (wanted.reconstruction) {
        rows = latents.reconstruction.of(block.rows(), latent);
      }
    }

    @Override
    public long takeUnfinished() {
      return latents.unfinished.getAsLong();
    }

    @Override
    public void put(int row, Object[] values, int at) {
      int next = at;
      values[next++] = part(latent, row, wanted.latents);
      if (wanted.deviations == Deviations.TOLD) {
        values[next++] = part(deviation, row, wanted.latents);
      }
      values[next++] = fit[row];
      if (wanted.reconstruction) {
        values[next] = part(rows, row, wanted.dimensions);
      }
    }

    private static double[] part(double[] all, int row, int size) {
      return Arrays.copyOfRange(all, row * size, (row + 1) * size);
    }
  }
}
