package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.Storage;
import io.entrosum.train.DataProfile;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a {@link MixtureOfFactorAnalyzers} is trained. */
final class FactorMixtureFitting {
  private FactorMixtureFitting() {}

  /** Trains; the blocks are released whatever happens. */
  static MixtureOfFactorAnalyzersModel fit(MixtureOfFactorAnalyzers estimator, Dataset<?> dataset) {
    FitCheckpoints checkpoints = FitCheckpoints.of(estimator, dataset);
    Dataset<Row> rows = dataset.toDF();
    FeatureColumns features = VectorSchema.weightedFeatures(estimator, rows.schema());
    FactorFitting.checkFewer(
        estimator.getLatentDimensions(), IntStream.of(Blocks.widths(rows, features)).sum());
    try (Blocks blocks = Fitting.read(estimator, rows, features, null, Storage.DENSE)) {
      DataProfile profile = DataProfile.of(blocks.pass(), estimator.getK());
      TrainingResult<Mixture> result =
          checkpoints.keep(
              blocks,
              Map.of(),
              course -> training(estimator).in(course).run(blocks.pass(), profile));
      MixtureOfFactorAnalyzersModel model =
          estimator.copyValues(
              new MixtureOfFactorAnalyzersModel(estimator.uid(), result.model(), blocks.columns()),
              ParamMap.empty());
      model.set(model.k(), result.model().count());
      return Fitting.finish(
          estimator,
          model,
          new MixtureSummary(
              model.transform(rows),
              model,
              DataFit.of(result, blocks),
              TrainingCourse.of(result, warnings(estimator, blocks, profile))));
    }
  }

  private static NoiseType noise(MixtureOfFactorAnalyzers estimator) {
    return estimator.getNoise().equals(NoiseType.ISOTROPIC.label())
        ? NoiseType.ISOTROPIC
        : NoiseType.DIAGONAL;
  }

  private static MixtureTraining training(MixtureOfFactorAnalyzers estimator) {
    return MixtureTraining.of(
        new FactorMixtureSpec(
            estimator.getK(),
            estimator.getLatentDimensions(),
            noise(estimator),
            estimator.getNoiseFloor(),
            InitMode.of(estimator.getInitMode()),
            null,
            estimator.getSeed()),
        new StoppingRule(estimator.getMaxIter(), estimator.getTol()),
        estimator.getNumInit(),
        Fitting.watchers(estimator.log()));
  }

  private static List<String> warnings(
      MixtureOfFactorAnalyzers estimator, Blocks blocks, DataProfile profile) {
    return Fitting.constantColumns(
        profile.constantColumns(),
        blocks.columns(),
        noise(estimator) == NoiseType.ISOTROPIC
            ? "they lower the noise variance of the others"
            : "their variance is the noise floor");
  }
}
