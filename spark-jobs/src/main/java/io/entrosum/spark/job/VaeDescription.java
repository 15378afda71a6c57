package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.VaeModel;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Network;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Prior;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An autoencoder in words and numbers. */
record VaeDescription(VaeModel model, List<String> columns) implements ModelDescription {
  private static final Pattern LARGE = Pattern.compile("(encoder|decoder)\\..*|centre|scale");
  private static final int MOST_LATENTS = 30;

  /** Networks and distributions in a line. */
  static String text(Architecture architecture) {
    return Numbers.format(
        "vae with %s, %s columns, encoder %s, decoder %s",
        Numbers.count(architecture.latents(), "latent dimension"),
        architecture.observables().label(),
        text(architecture.encoder()),
        text(architecture.decoder()));
  }

  /** Hidden layers in words. */
  static String text(Network network) {
    return network.layers().isEmpty()
        ? "affine"
        : network.layers().stream().map(String::valueOf).collect(Collectors.joining("-"))
            + " "
            + network.activation().label()
            + (network.residual() ? " residual" : "");
  }

  @Override
  public String headline() {
    return Numbers.format(
        "%s, %s, %,d free parameters",
        text(model.architecture()),
        Numbers.count(model.dimensions(), "column"),
        model.parameters());
  }

  @Override
  public void put(ObjectNode node) {
    Architecture architecture = model.architecture();
    node.put("latentDimensions", architecture.latents());
    node.put("observables", architecture.observables().label());
    node.put("encoder", text(architecture.encoder()));
    node.put("decoder", text(architecture.decoder()));
    node.put("variances", model.vae().variances().label());
    node.put("samples", model.settings().samples());
    if (architecture.hasNoise()) {
      node.put("noiseDeviation", Math.sqrt(model.vae().noise()));
    }
  }

  @Override
  public Pattern large() {
    return LARGE;
  }

  @Override
  public void printFacts(PrintStream out) {
    Architecture architecture = model.architecture();
    if (architecture.hasNoise()) {
      double noise = model.vae().noise();
      out.println(
          Numbers.format("  noise      deviation %.6g, variance %.6g", Math.sqrt(noise), noise));
    } else if (architecture.observables() == Observables.GAUSSIAN) {
      out.println("  noise      variances of columns from the decoder");
    }
    out.println(
        Numbers.format(
            "  bound      %s",
            architecture.isExact()
                ? "expectations in closed form"
                : "means over " + Numbers.count(model.settings().samples(), "draw") + " a row"));
  }

  @Override
  public void printTable(PrintStream out) {
    if (model.architecture().prior() == Prior.STANDARD) {
      return;
    }
    double[] prior = model.vae().prior();
    out.println(
        model.architecture().prior() == Prior.LAPLACE
            ? "  latent   scale of the prior"
            : "  latent   variance of the prior");
    for (int i = 0; i < Math.min(prior.length, MOST_LATENTS); i++) {
      out.println(Numbers.format("  %6d   %8.4g", i, prior[i]));
    }
    if (prior.length > MOST_LATENTS) {
      out.println(Numbers.format("  and %,d more", prior.length - MOST_LATENTS));
    }
  }
}
