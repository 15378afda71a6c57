package io.entrosum.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters of codes: how many latents, and what is written of them. */
public interface CodeParams extends VectorParams {
  /** The value of {@code codes} for posterior means. */
  String MEAN = "mean";

  /** The value of {@code codes} for the most probable codes, most of which are exactly 0. */
  String MAP = "map";

  /** Makes the parameters of a new stage and sets the defaults. */
  static void init(CodeParams stage) {
    VectorParams.init(stage);
    CommonParams.init(stage);
    ParamStore store = stage.store();
    store.add(
        new IntParam(
            stage,
            "latentDimensions",
            "Number of latents (>= 1), which may be more than that of features.",
            ParamValidators.gtEq(1)));
    store.add(
        new Param<String>(
            stage,
            "codes",
            "What latentCol gets: mean (of posteriors) or map (the most probable codes, most of"
                + " which are 0).",
            ParamValidators.inArray(List.of(MEAN, MAP))));
    stage.setDefault(stage.codes(), MEAN);
    addColumn(
        stage, "latentCol", "Column name for the codes of a row; not written if empty.", "latent");
    addColumn(
        stage,
        "deviationCol",
        "Column name for the standard deviations of posteriors; not written if empty.",
        "");
    addColumn(
        stage,
        "boundCol",
        "Column name for the lower bound of the log density of a row, nats; not written if empty.",
        "bound");
    addColumn(
        stage,
        "reconstructionCol",
        "Column name for the rows that the codes stand for; not written if empty.",
        "");
  }

  private static void addColumn(CodeParams stage, String name, String doc, String value) {
    Param<String> param = new Param<>(stage, name, doc);
    stage.store().add(param);
    stage.setDefault(param, value);
  }

  /** Number of latents. */
  default IntParam latentDimensions() {
    return store().integer("latentDimensions");
  }

  /** What the column of codes gets. */
  default Param<String> codes() {
    return store().text("codes");
  }

  /** Column of the codes. */
  default Param<String> latentCol() {
    return store().text("latentCol");
  }

  /** Column of the standard deviations of posteriors. */
  default Param<String> deviationCol() {
    return store().text("deviationCol");
  }

  /** Column of the bound of a row. */
  default Param<String> boundCol() {
    return store().text("boundCol");
  }

  /** Column of the rows that the codes stand for. */
  default Param<String> reconstructionCol() {
    return store().text("reconstructionCol");
  }

  /**
   * The value of {@link #latentDimensions()}.
   *
   * @throws IllegalArgumentException if it is not set: it has no default
   */
  default int getLatentDimensions() {
    if (!isDefined(latentDimensions())) {
      throw new IllegalArgumentException(
          "latentDimensions: must be set, there is no default; it is the number of latents");
    }
    return (Integer) getOrDefault(latentDimensions());
  }

  /** The value of {@link #codes()}. */
  default String getCodes() {
    return getOrDefault(codes());
  }

  /** The value of {@link #latentCol()}. */
  default String getLatentCol() {
    return getOrDefault(latentCol());
  }

  /** The value of {@link #deviationCol()}. */
  default String getDeviationCol() {
    return getOrDefault(deviationCol());
  }

  /** The value of {@link #boundCol()}. */
  default String getBoundCol() {
    return getOrDefault(boundCol());
  }

  /** The value of {@link #reconstructionCol()}. */
  default String getReconstructionCol() {
    return getOrDefault(reconstructionCol());
  }
}
