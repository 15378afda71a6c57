package io.entrosum.spark.faults;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.train.Annealing;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Trainings of a fixed number of iterations that are disturbed, and their data. */
enum FaultTraining {
  /** Six Gaussians with full covariances. */
  MIXTURE(40_000, 16, 25) {
    @Override
    TrainingResult<?> run(Pass pass) {
      return new GaussianMixtureTraining(GaussianMixtureSpec.of(6), rule(), 1, List.of()).run(pass);
    }
  },

  /** Factor analysis in passes. */
  FACTORS(40_000, 32, 30) {
    @Override
    TrainingResult<?> run(Pass pass) {
      FactorSpec spec = FactorSpec.factorAnalysis(8).with(FactorSpec.Method.PASSES);
      return FactorTraining.of(spec, rule(), List.of())
          .run(pass, FactorTraining.Holes.NONE)
          .result();
    }
  },

  /** Sparse coding whose posteriors are never sought to the end in a pass. */
  CODES(4_000, 12, 40) {
    @Override
    TrainingResult<?> run(Pass pass) {
      SparseCodingSpec spec =
          new SparseCodingSpec(
              LATENTS,
              PosteriorType.FULL,
              DictionaryMethod.QUASI_NEWTON,
              SparseCodingSpec.Start.RANDOM,
              Annealing.NONE,
              new SearchLimits(1, 4, 0),
              SparseCodingSpec.DEFAULT_NOISE_FLOOR,
              SparseCodingSpec.DeadLatents.KEEP,
              1,
              1);
      return SparseCodingTraining.of(spec, rule(), List.of()).run(pass).result();
    }

    @Override
    Blocks.Options options() {
      return super.options().withWarmStart(2 * LATENTS, 1);
    }
  };

  static final int PARTITIONS = 5;
  private static final int SOURCE_PARTITIONS = 3;
  private static final int LATENTS = 14;
  private static final String COLUMN = "x";

  private final long rows;
  private final int columns;
  private final int iterations;

  FaultTraining(long rows, int columns, int iterations) {
    this.rows = rows;
    this.columns = columns;
    this.iterations = iterations;
  }

  abstract TrainingResult<?> run(Pass pass);

  long rows() {
    return rows;
  }

  StoppingRule rule() {
    return new StoppingRule(iterations, 0);
  }

  /** Several blocks a partition, in other partitions than the source has: there is a shuffle. */
  Blocks.Options options() {
    return new Blocks.Options(InvalidPolicy.FAIL, 1 << 16, PARTITIONS, 2, false);
  }

  Blocks read(SparkSession session) {
    Dataset<Row> data = data(session);
    return Blocks.read(
        data, FeatureColumns.of(data.schema(), List.of(COLUMN), List.of(), "", ""), options());
  }

  /** Rows that depend on nothing but their number: what is lost can be read again. */
  private Dataset<Row> data(SparkSession session) {
    int d = columns;
    return session
        .range(0, rows, 1, SOURCE_PARTITIONS)
        .map(
            (MapFunction<Long, Row>) id -> RowFactory.create((Object) row(id, d)),
            Encoders.row(
                new StructType().add(COLUMN, DataTypes.createArrayType(DataTypes.DoubleType))));
  }

  /** A few sources of heavy tails, mixed, about one of six centres, and noise. */
  private static double[] row(long id, int d) {
    SplittableRandom random = new SplittableRandom(7919 * id + 17);
    double[] row = new double[d];
    Arrays.setAll(row, j -> .3 * random.nextGaussian());
    for (int h = 0; h < 6; h++) {
      double source = random.nextGaussian() * random.nextDouble();
      for (int j = 0; j < d; j++) {
        row[j] += source * Math.sin((h + 1) * (j + 1));
      }
    }
    double centre = random.nextInt(6) - 2.5;
    row[0] += centre;
    row[1] -= 2 * Math.abs(centre);
    return row;
  }
}
