package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.model.Mixture;
import io.entrosum.spark.report.Section;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about a trained mixture. */
record MixtureReport(TrainingResult<Mixture> result, MixtureConfig model, SavedMixture saved)
    implements ModelReport {
  private static final int MOST_COMPONENTS = 30;

  @Override
  public String headline() {
    return MixtureDescription.headline(saved);
  }

  @Override
  public void summarise(ObjectNode node) {
    FactorShape factors = model.factors();
    if (factors == null) {
      ObjectNode floor = node.putObject("covarianceFloor");
      floor.put("relative", model.covarianceFloor());
      floor.put("raised", TrainingWarnings.raised(result));
      saved.families().forEach(node.putObject("families")::put);
      GroupText.put(node, saved.groups());
      ObjectNode bounds = node.putObject("parameterFloor");
      bounds.put("relative", model.parameterFloor());
      bounds.put("bounded", TrainingWarnings.bounded(result));
    } else {
      node.put("latentDimensions", factors.latentDimensions());
      node.put("noise", factors.noise().label());
      ObjectNode floor = node.putObject("noiseFloor");
      floor.put("relative", factors.noiseFloor());
      floor.put("raised", TrainingWarnings.noiseRaised(result));
    }
    node.put("componentsRemoved", TrainingWarnings.removed(model, result));
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new MixturePictures(saved, sample).sections();
  }

  @Override
  public void print(PrintStream out) {
    double[] weights = result.model().weights();
    out.println("  component     weight   total weight of its rows");
    for (int c = 0; c < Math.min(weights.length, MOST_COMPONENTS); c++) {
      out.println(
          Numbers.format("  %9d   %.6f   %,.2f", c, weights[c], weights[c] * result.weight()));
    }
    if (weights.length > MOST_COMPONENTS) {
      out.println(Numbers.format("  and %,d more", weights.length - MOST_COMPONENTS));
    }
  }
}
