package io.entrosum.io;

import io.entrosum.family.Components;
import java.util.List;

/** How the components of one mixture family are stored. A new one needs a line in the registry. */
interface ComponentsCodec {
  /** The families that can be stored, by {@link Components#family}. */
  CodecRegistry<ComponentsCodec> REGISTRY =
      CodecRegistry.of(
          "family",
          ComponentsCodec::family,
          List.of(
              new GaussianCodec(),
              new FactorComponentsCodec(),
              new TableCodec("columns"),
              new TableCodec("categorical"),
              new TableCodec("mixed")));

  /** The name of the family, as in {@link Components#family}. */
  String family();

  /**
   * Adds the parameters of components.
   *
   * @param components of this family
   * @param columns the names of their columns
   * @param into Modified.
   */
  void encode(Components components, List<String> columns, TensorFile.Builder into);

  /**
   * The components that were stored, checked.
   *
   * @param count the number K of components
   * @param columns the names of their columns
   * @throws InvalidModelException if a parameter is missing, or is none of such components
   */
  Components decode(int count, List<String> columns, ParameterReader from);
}
