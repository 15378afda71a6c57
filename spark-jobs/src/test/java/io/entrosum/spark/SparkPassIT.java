package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.model.ReferenceMixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distributed pass: the reference problem, the same as locally, the same bits twice. */
class SparkPassIT {
  private static final double PRINTED = 6e-13; // twelve decimals are printed

  @ParameterizedTest
  @CsvSource({
    "FULL, -3.651453632752, -3.573264326304, -3.502186913608, -3.313492165526",
    "TIED, -3.755852634025, -3.678064064737, -3.600847049034, -3.484204606102"
  })
  void boundsAreTheOnesOfTheReference(
      CovarianceType type, double first, double second, double third, double limit) {
    try (Blocks blocks = read(data(ReferenceMixture.rows(), 2))) {
      Pass pass = blocks.pass();
      Mixture model = ReferenceMixture.start(type);
      Statistics statistics = pass.eStep(model, "test");
      assertThat(model.bound(statistics).bound()).isCloseTo(-4.135778490311, within(PRINTED));
      LatentModel.Update<Mixture> update = model.mStep(statistics);
      assertThat(update.bound().entropySum()).isCloseTo(first, within(PRINTED));
      statistics = pass.eStep(update.model(), "test");
      assertThat(update.model().bound(statistics).bound()).isCloseTo(second, within(PRINTED));
      update = update.model().mStep(statistics);
      assertThat(update.bound().entropySum()).isCloseTo(third, within(PRINTED));
      for (int i = 0; i < 150; i++) {
        update = update.model().mStep(pass.eStep(update.model(), "test"));
      }
      EntropyTerms end = update.model().bound(pass.eStep(update.model(), "test"));
      assertThat(end.bound()).isCloseTo(limit, within(PRINTED));
      assertThat(end.entropySum()).isCloseTo(limit, within(PRINTED));
    }
  }

  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void trainingIsTheSameForAnyNumberOfPartitions(CovarianceType type) {
    double[][] rows = ReferenceMixture.rows();
    TrainingResult<Mixture> local = training(type).run(new LocalPass(List.of(Block.ofRows(rows))));
    for (int partitions : new int[] {1, 2, 7, 32}) {
      try (Blocks blocks = read(data(rows, partitions))) {
        assertThat(blocks.pass().partitions()).isGreaterThanOrEqualTo(partitions);
        assertSame(training(type).run(blocks.pass()), local);
      }
    }
  }

  @Test
  void emptyPartitionsDoNoHarm() {
    double[][] rows = Arrays.copyOf(ReferenceMixture.rows(), 20);
    try (Blocks blocks = read(data(rows, 64))) {
      assertSame(
          training(CovarianceType.DIAGONAL).run(blocks.pass()),
          training(CovarianceType.DIAGONAL).run(new LocalPass(List.of(Block.ofRows(rows)))));
    }
  }

  private static void assertSame(TrainingResult<Mixture> actual, TrainingResult<Mixture> expected) {
    double relative = 1e-9;
    assertThat(actual.bound().bound())
        .isCloseTo(expected.bound().bound(), within(relative * Math.abs(expected.bound().bound())));
    assertThat(actual.model().weights()).containsExactly(expected.model().weights(), within(1e-9));
    GaussianComponents found = (GaussianComponents) actual.model().components();
    GaussianComponents wanted = (GaussianComponents) expected.model().components();
    assertThat(found.means()).containsExactly(wanted.means(), within(1e-9 * 4));
    assertThat(found.covariances()).containsExactly(wanted.covariances(), within(1e-9 * 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 33})
  void twoRunsGiveTheSameBits(int partitions) {
    double[][] rows = ReferenceMixture.rows();
    double[][] found = new double[2][];
    for (int run = 0; run < 2; run++) {
      try (Blocks blocks = read(data(rows, partitions))) {
        Mixture model = training(CovarianceType.FULL).run(blocks.pass()).model();
        found[run] = ((GaussianComponents) model.components()).covariances();
      }
    }
    assertThat(found[1]).containsExactly(found[0]);
  }

  @Test
  void mergingOnExecutorsGivesTheSameBitsAsOnTheDriver() {
    Dataset<Row> data = data(ReferenceMixture.rows(), 37);
    Mixture model = ReferenceMixture.start(CovarianceType.FULL);
    double[][] found = new double[2][];
    for (int depth = 1; depth <= 2; depth++) {
      Blocks.Options options = new Blocks.Options(InvalidPolicy.FAIL, 1 << 20, 0, depth, false);
      try (Blocks blocks = Blocks.read(data, features(data), options)) {
        found[depth - 1] = blocks.pass().eStep(model, "test").values();
      }
    }
    assertThat(found[1]).containsExactly(found[0]);
  }

  @Test
  void nothingIsLeftBehind() {
    int before = SharedSpark.session().sparkContext().getPersistentRDDs().size();
    try (Blocks blocks = read(data(ReferenceMixture.rows(), 2))) {
      training(CovarianceType.FULL).run(blocks.pass());
      assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size())
          .isEqualTo(before + 1);
    }
    assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    assertThat(SharedSpark.session().sparkContext().getLocalProperty("spark.job.description"))
        .isNull();
  }

  /** What Spark's user interface shows of each job. */
  @Test
  void jobsAreDescribedByIterationAndBound() throws Exception {
    List<String> descriptions = new CopyOnWriteArrayList<>();
    SparkContext context = SharedSpark.session().sparkContext();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            descriptions.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    List<String> expected = new ArrayList<>();
    context.addSparkListener(listener);
    try (Blocks blocks = read(data(ReferenceMixture.rows(), 2))) {
      TrainingResult<Mixture> result = training(CovarianceType.FULL).run(blocks.pass());
      expected.add("mixture: iteration 1");
      for (Iteration iteration : result.trace().subList(0, result.iterations() - 1)) {
        expected.add(
            String.format(
                Locale.ROOT,
                "mixture: iteration %d, bound %.6f",
                iteration.number() + 1,
                iteration.bound().bound()));
      }
      expected.add("mixture: bound of the trained model");
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(listener);
    }
    assertThat(expected).hasSizeGreaterThan(10);
    assertThat(descriptions.subList(descriptions.size() - expected.size(), descriptions.size()))
        .isEqualTo(expected);
  }

  private static GaussianMixtureTraining training(CovarianceType type) {
    return new GaussianMixtureTraining(GaussianMixtureSpec.of(3).withCovariance(type));
  }

  private static Blocks read(Dataset<Row> data) {
    return Blocks.read(data, features(data), Blocks.Options.defaults());
  }

  private static FeatureColumns features(Dataset<Row> data) {
    return FeatureColumns.of(data.schema(), List.of("*"), List.of(), "", "");
  }

  private static Dataset<Row> data(double[][] rows, int partitions) {
    StructType schema =
        new StructType().add("x", DataTypes.DoubleType).add("y", DataTypes.DoubleType);
    List<Row> list = Arrays.stream(rows).map(row -> RowFactory.create(row[0], row[1])).toList();
    return SharedSpark.session().createDataFrame(list, schema).repartition(partitions);
  }
}
