package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.Mixture;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.GroupChoice;
import io.entrosum.spark.NamedMixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained mixture with the names of its columns.
 *
 * @param metadata free text of the model file
 */
record SavedMixture(Mixture mixture, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The mixture of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static SavedMixture of(SavedModel saved, String key) {
    return saved.as(SavedMixture.class, key, Mixture.TYPE);
  }

  @Override
  public Mixture model() {
    return mixture;
  }

  private NamedMixture named(Map<String, Categories> categories) {
    return new NamedMixture(mixture, columns, categories);
  }

  /** The parts of the components, each over some of the columns. */
  List<ProductComponents.Part> parts() {
    return named(Map.of()).parts();
  }

  /** The Gaussian components over the columns that are in no named group, if there are any. */
  Optional<GaussianComponents> gaussian() {
    return named(Map.of()).gaussian();
  }

  /** The named groups of Gaussian columns. */
  List<GroupChoice> groups() {
    return named(Map.of()).groups();
  }

  /** The family of each column, by name. */
  Map<String, String> families() {
    return named(Map.of()).families();
  }

  /** The categories of each categorical column. */
  Map<String, Categories> categories() {
    return NamedMixture.categories(metadata);
  }

  /** How the columns are read: with the categories and the domains that the model has. */
  @Override
  public ColumnReading reading() {
    return named(categories()).reading();
  }

  @Override
  public boolean marginalises() {
    return mixture.components().marginalises();
  }

  @Override
  public @Nullable String fillProblem(int column) {
    return mixture.components().fillProblem(column);
  }

  @Override
  public RowScores scores(ScoreConfig config) {
    config.refuseCodes(mixture.type());
    if (config.reconstruction()) {
      throw JobException.usage("score.reconstruction: a mixture has none (set it to false)");
    }
    return new MixtureScores(mixture);
  }

  @Override
  public ModelDescription description() {
    return new MixtureDescription(this);
  }

  @Override
  public RowSource samples(long seed) {
    if (columns.contains(MixtureSamples.COMPONENT)) {
      throw JobException.usage("--model: has a column component already, which generate adds");
    }
    return new MixtureSamples(this, seed);
  }
}
