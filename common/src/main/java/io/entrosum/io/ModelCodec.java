package io.entrosum.io;

import io.entrosum.family.NoiseType;
import io.entrosum.model.LatentModel;
import java.util.List;

/** How the models of one type are stored as tensors. A new one needs a line in the registry. */
interface ModelCodec {
  /** The models that can be stored, by {@link LatentModel#type}. */
  CodecRegistry<ModelCodec> REGISTRY =
      CodecRegistry.of(
          "model",
          ModelCodec::type,
          List.of(
              new MixtureCodec(),
              new FactorCodec(NoiseType.ISOTROPIC),
              new FactorCodec(NoiseType.DIAGONAL),
              new SparseCodingCodec(),
              new SigmoidBeliefCodec(),
              new VaeCodec()));

  /** The type of the models, as in {@link LatentModel#type}. */
  String type();

  /**
   * Adds the parameters of a model.
   *
   * @param model of this type
   * @param columns the names of its columns
   * @param into Modified.
   */
  void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into);

  /**
   * The model that was stored. Every parameter is checked, each rule with a message of its own.
   *
   * @param columns the names of its columns
   * @throws InvalidModelException if a parameter is missing, or is none of such a model
   */
  LatentModel<?> decode(List<String> columns, ParameterReader from);
}
