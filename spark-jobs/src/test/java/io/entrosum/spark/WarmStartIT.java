package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.CodeSums;
import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingSettings;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Annealing;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;

/** What trainings leave beside cached blocks is there in the next pass, and is never truth. */
class WarmStartIT {
  private static final int H = 4;
  private static final int D = 6;
  private static final int ROWS = 600;

  @Test
  void theSecondPassStartsWarmAndTheFirstOneCold() {
    SparseCodingModel model = start();
    try (Blocks blocks = read(options().withWarmStart(2 * H, 2))) {
      Pass pass = blocks.pass();
      List<Statistics> first = step(pass, model, 1, List.of());
      List<Statistics> second = step(pass, model, 2, List.of(model));
      for (int training = 0; training < 2; training++) {
        assertThat(first.get(training).get(CodeSums.COLD)).isEqualTo(ROWS);
        assertThat(second.get(training).get(CodeSums.COLD)).isZero();
        assertThat(second.get(training).get(CodeSums.REPEATED)).isZero();
      }
    }
    try (Blocks blocks = read(options())) {
      step(blocks.pass(), model, 1, List.of());
      Statistics second = step(blocks.pass(), model, 2, List.of(model)).get(0);
      assertThat(second.get(CodeSums.COLD)).isZero();
      assertThat(second.get(CodeSums.REPEATED)).isEqualTo(ROWS);
    }
  }

  /** The same step of two trainings. */
  private static List<Statistics> step(
      Pass pass, SparseCodingModel model, long number, List<SparseCodingModel> since) {
    return pass.steps(
        List.of(
            new Pass.Step(model, new StepCourse(0, number, since)),
            new Pass.Step(model, new StepCourse(1, number, since))),
        "test");
  }

  @Test
  void sparkMeasuresTheRoom() {
    RowReader.Batch batch = new RowReader.Batch(Block.ofRows(rows()), 0, 0, null);
    long without = SizeEstimator.estimate(WarmRoom.NONE.beside(batch));
    long with = SizeEstimator.estimate(new WarmRoom(2 * H, 3).beside(batch));
    long room = 3L * 2 * H * ROWS * 8;
    assertThat(with - without).isBetween(room, room + 1000);
  }

  @Test
  void blocksAreSmallerWhereTheRoomWouldBeLarge() {
    assertThat(new WarmRoom(2 * H, 1).blockBytes(1 << 20, D)).isEqualTo(1 << 20);
    assertThat(new WarmRoom(1 << 20, 1).blockBytes(1 << 20, D)).isEqualTo(8 * 8 * D);
    assertThat(new WarmRoom(1 << 30, 1).blockBytes(1 << 20, D)).isEqualTo(8 * D);
  }

  @Test
  void blocksThatLoseTheirStateComeToTheSameBits() {
    try (Pass kept = blocks(block -> block);
        Pass lost = blocks(WarmStartIT::copied)) {
      assertThat(fit(lost)).containsExactly(fit(kept));
    }
  }

  /** The dictionary after a training whose posteriors are never sought to the end in a pass. */
  private static double[] fit(Pass pass) {
    SparseCodingSpec spec =
        new SparseCodingSpec(
            H,
            PosteriorType.FULL,
            DictionaryMethod.QUASI_NEWTON,
            SparseCodingSpec.Start.RANDOM,
            Annealing.NONE,
            new SearchLimits(1, 4, 0),
            SparseCodingSpec.DEFAULT_NOISE_FLOOR,
            SparseCodingSpec.DeadLatents.KEEP,
            1,
            1);
    return SparseCodingTraining.of(spec, new StoppingRule(80, 0), List.of())
        .run(pass)
        .result()
        .model()
        .dictionary();
  }

  /** Cached blocks of which every pass sees what something makes of them. */
  private static Pass blocks(Function<Block, Block> of) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
    List<Block> blocks = new ArrayList<>();
    double[][] rows = rows();
    for (int first = 0; first < ROWS; first += 100) {
      Block block = Block.ofRows(Arrays.copyOfRange(rows, first, first + 100));
      blocks.add(block.withWarmStart(new WarmStart(2 * H * 100, 1)));
    }
    JavaRDD<Block> cached = context.parallelize(blocks, 2).persist(StorageLevel.MEMORY_ONLY());
    return new SparkPass(cached.map(of), D, 2, () -> cached.unpersist(false));
  }

  private static Block copied(Block block) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Block) in.readObject();
    }
  }

  private static SparseCodingModel start() {
    SplittableRandom random = new SplittableRandom(5);
    double[] dictionary = new double[D * H];
    Arrays.setAll(dictionary, i -> random.nextGaussian());
    double[] scales = new double[H];
    Arrays.fill(scales, 1);
    return new SparseCodingModel(
        CodeParameters.normalised(D, dictionary, scales, .5),
        PosteriorType.FULL,
        SparseCodingSettings.NONE);
  }

  /** Rows of a sparse coding model. */
  private static double[][] rows() {
    SplittableRandom random = new SplittableRandom(7);
    SparseCodingModel model = start();
    double[][] rows = new double[ROWS][D];
    for (double[] row : rows) {
      model.sample(random, row);
    }
    return rows;
  }

  private static Blocks.Options options() {
    return new Blocks.Options(InvalidPolicy.FAIL, 8 * D * 100, 2, 2, false);
  }

  private static Blocks read(Blocks.Options options) {
    StructType schema = new StructType();
    for (int j = 0; j < D; j++) {
      schema = schema.add("x" + j, DataTypes.DoubleType);
    }
    List<Row> list =
        Arrays.stream(rows())
            .map(row -> RowFactory.create(Arrays.stream(row).boxed().toArray()))
            .toList();
    Dataset<Row> data = SharedSpark.session().createDataFrame(list, schema);
    FeatureColumns features = FeatureColumns.of(data.schema(), List.of("*"), List.of(), "", "");
    return Blocks.read(data, features, options);
  }
}
