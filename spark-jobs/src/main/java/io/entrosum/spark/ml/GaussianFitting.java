package io.entrosum.spark.ml;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.io.Checksum;
import io.entrosum.io.ModelFile;
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

/** How a {@link GaussianMixture} is trained. */
final class GaussianFitting {
  private GaussianFitting() {}

  /** Trains; the blocks are released whatever happens. */
  static GaussianMixtureModel fit(GaussianMixture estimator, Dataset<?> dataset) {
    FitCheckpoints checkpoints = FitCheckpoints.of(estimator, dataset);
    GaussianMixtureSpec spec = spec(estimator);
    StoppingRule rule = new StoppingRule(estimator.getMaxIter(), estimator.getTol());
    int starts = spec.initialModel() == null ? estimator.getNumInit() : 1;
    Dataset<Row> rows = dataset.toDF();
    FeatureColumns features = VectorSchema.weightedFeatures(estimator, rows.schema());
    try (Blocks blocks = Fitting.read(estimator, rows, features, null, Storage.DENSE)) {
      DataProfile profile = DataProfile.of(blocks.pass(), spec.components());
      MixtureTraining training =
          MixtureTraining.of(spec, rule, starts, Fitting.watchers(estimator.log()));
      TrainingResult<Mixture> result =
          checkpoints.keep(
              blocks, startOf(spec), course -> training.in(course).run(blocks.pass(), profile));
      GaussianMixtureModel model =
          estimator.copyValues(
              new GaussianMixtureModel(estimator.uid(), result.model(), blocks.columns()),
              ParamMap.empty());
      model.set(model.k(), result.model().count());
      List<TableSpec.Group> groups = List.of(all(blocks.columns().size(), spec.covariance()));
      return Fitting.finish(
          estimator,
          model,
          new GaussianMixtureSummary(
              model.transform(rows),
              model,
              DataFit.of(result, blocks),
              TrainingCourse.of(result, Fitting.warnings(blocks, profile, groups))));
    }
  }

  private static TableSpec.Group all(int columns, CovarianceType covariance) {
    return new TableSpec.Group("", IntStream.range(0, columns).boxed().toList(), covariance);
  }

  private static GaussianMixtureSpec spec(GaussianMixture estimator) {
    InitMode mode = InitMode.of(estimator.getInitMode());
    CovarianceType covariance = CovarianceType.of(estimator.getCovarianceType());
    Mixture start = mode == InitMode.MODEL ? start(estimator, covariance) : null;
    return new GaussianMixtureSpec(
        estimator.getK(),
        covariance,
        estimator.getCovarianceFloor(),
        mode,
        start,
        estimator.getSeed());
  }

  /** The model that training starts from is no parameter, or one that only says where it is. */
  private static Map<String, String> startOf(GaussianMixtureSpec spec) {
    Mixture start = spec.initialModel();
    if (start == null) {
      return Map.of();
    }
    List<String> names = IntStream.range(0, start.dimensions()).mapToObj(j -> "x" + j).toList();
    byte[] bytes = new ModelFile(start, names, Map.of()).toBytes();
    return Map.of("initialModel", Checksum.of(bytes).sha256());
  }

  private static Mixture start(GaussianMixture estimator, CovarianceType covariance) {
    GaussianMixtureModel model = estimator.getInitialModel();
    if (model == null) {
      throw new IllegalArgumentException(
          "initialModel: must be set where initMode is model; give a model or its path");
    }
    Mixture mixture = model.mixture();
    if (mixture.count() != estimator.getK()) {
      throw new IllegalArgumentException(
          String.format(
              "k: must be the %d of initialModel but was %d", mixture.count(), estimator.getK()));
    }
    CovarianceType given = ((GaussianComponents) mixture.components()).covarianceType();
    if (given != covariance) {
      throw new IllegalArgumentException(
          String.format(
              "covarianceType: must be the %s of initialModel but was %s",
              given.label(), covariance.label()));
    }
    return mixture;
  }
}
