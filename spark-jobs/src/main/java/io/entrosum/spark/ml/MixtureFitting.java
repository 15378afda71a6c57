package io.entrosum.spark.ml;

import io.entrosum.data.Categories;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.CategoryFinder;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FamilyChoice;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.Storage;
import io.entrosum.train.DataProfile;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a {@link Mixture} is trained. */
final class MixtureFitting {
  private MixtureFitting() {}

  /** Trains; the blocks are released whatever happens. */
  static MixtureModel fit(Mixture estimator, Dataset<?> dataset) {
    FitCheckpoints checkpoints = FitCheckpoints.of(estimator, dataset);
    Dataset<Row> rows = dataset.toDF();
    FamilyChoice choice = MixtureSchema.families(estimator);
    FeatureColumns features = MixtureSchema.features(estimator, rows.schema());
    List<String> names = features.expand(Blocks.widths(rows, features));
    MixtureSchema.checkElements(choice, names);
    Map<String, Categories> categories = CategoryFinder.find(rows, features);
    TableSpec table =
        choice.table(
            names,
            categories,
            CovarianceType.of(estimator.getCovarianceType()),
            estimator.getCovarianceFloor(),
            estimator.getParameterFloor());
    ColumnReading reading = ColumnReading.of(names, categories, table);
    try (Blocks blocks = Fitting.read(estimator, rows, features, reading, Storage.DENSE)) {
      DataProfile profile = DataProfile.of(blocks.pass(), estimator.getK());
      TrainingResult<io.entrosum.model.Mixture> result =
          checkpoints.keep(
              blocks,
              Map.of(),
              course -> training(estimator, table).in(course).run(blocks.pass(), profile));
      NamedMixture named = new NamedMixture(result.model(), names, categories);
      MixtureModel model =
          estimator.copyValues(new MixtureModel(estimator.uid(), named), ParamMap.empty());
      model.set(model.k(), result.model().count());
      return Fitting.finish(
          estimator,
          model,
          new MixtureSummary(
              model.transform(rows),
              model,
              DataFit.of(result, blocks),
              TrainingCourse.of(
                  result, Fitting.warnings(blocks, profile, table.gaussianGroups()))));
    }
  }

  private static MixtureTraining training(Mixture estimator, TableSpec table) {
    GaussianMixtureSpec start =
        new GaussianMixtureSpec(
            estimator.getK(),
            table.covariance(),
            table.covarianceFloor(),
            InitMode.of(estimator.getInitMode()),
            null,
            estimator.getSeed());
    return MixtureTraining.of(
        table,
        start,
        new StoppingRule(estimator.getMaxIter(), estimator.getTol()),
        estimator.getNumInit(),
        Fitting.watchers(estimator.log()));
  }
}
