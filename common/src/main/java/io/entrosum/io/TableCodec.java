package io.entrosum.io;

import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.Components;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.Families;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Components of a table whose columns are of families of their own.
 *
 * <p>{@code entrosum.families} names the family of each column. The Gaussian columns are stored as
 * by {@link GaussianGroups}, a categorical column as {@code probability.<column>} [K, V], every
 * parameter of another column as {@code <parameter>.<column>} [K]; where all columns are of one
 * such family, as {@code <parameter>} [K, D].
 *
 * @param family the name of the components
 */
record TableCodec(String family) implements ComponentsCodec {
  static final String FAMILIES = "entrosum.families";
  private static final String GAUSSIAN = "gaussian";
  private static final String CATEGORICAL = "categorical";
  private static final String PROBABILITY = "probability.";

  @Override
  public void encode(Components components, List<String> columns, TensorFile.Builder into) {
    String[] families = new String[columns.size()];
    for (ProductComponents.Part part : parts(components)) {
      encode(part, columns, families, into);
    }
    GaussianGroups.encode(parts(components), columns, into);
    into.metadata(FAMILIES, StrictJson.line(List.of(families)));
  }

  private static List<ProductComponents.Part> parts(Components components) {
    int[] all = IntStream.range(0, components.dimensions()).toArray();
    return components instanceof ProductComponents product
        ? product.parts()
        : List.of(new ProductComponents.Part(components, all));
  }

  private static void encode(
      ProductComponents.Part part,
      List<String> columns,
      String[] families,
      TensorFile.Builder into) {
    List<String> own = IntStream.of(part.columns()).mapToObj(columns::get).toList();
    if (part.components() instanceof GaussianComponents gaussian) {
      set(families, part.columns(), GAUSSIAN);
      GaussianGroups.encode(gaussian, part.name(), own, into);
    } else if (part.components() instanceof CategoricalColumns categorical) {
      set(families, part.columns(), CATEGORICAL);
      for (int j = 0; j < own.size(); j++) {
        into.tensor(
            PROBABILITY + own.get(j),
            Tensor.of(
                categorical.probabilities(j), categorical.count(), categorical.categories(j)));
      }
    } else if (part.components() instanceof IndependentColumns independent) {
      for (int j = 0; j < own.size(); j++) {
        families[part.columns()[j]] = independent.families().get(j).name();
      }
      encode(independent, own, own.size() == columns.size(), into);
    } else {
      throw new IllegalArgumentException(
          "family: no file format for a part of " + part.components().family());
    }
  }

  private static void set(String[] families, int[] columns, String family) {
    for (int j : columns) {
      families[j] = family;
    }
  }

  private static boolean sameFamily(List<ExponentialFamily> families) {
    return families.stream().distinct().count() == 1;
  }

  private static void encode(
      IndependentColumns components, List<String> columns, boolean alone, TensorFile.Builder into) {
    Parameters parameters = new Parameters(components.families(), components.count());
    if (alone && sameFamily(components.families())) {
      List<String> names = components.families().get(0).parameters();
      for (int i = 0; i < names.size(); i++) {
        double[] values = new double[components.count() * columns.size()];
        for (int at = 0; at < values.length; at++) {
          int j = at % columns.size();
          values[at] = components.parameterValues()[parameters.place(at / columns.size(), j, i)];
        }
        into.tensor(names.get(i), Tensor.of(values, components.count(), columns.size()));
      }
      return;
    }
    for (int j = 0; j < columns.size(); j++) {
      List<String> names = components.families().get(j).parameters();
      for (int i = 0; i < names.size(); i++) {
        double[] values = new double[components.count()];
        for (int c = 0; c < values.length; c++) {
          values[c] = components.parameterValues()[parameters.place(c, j, i)];
        }
        into.tensor(names.get(i) + "." + columns.get(j), Tensor.of(values, values.length));
      }
    }
  }

  /** Where parameters stand: [K, P], those of each column in turn. */
  private record Parameters(List<ExponentialFamily> families, int count) {
    private int before(int column) {
      return families.subList(0, column).stream()
          .mapToInt(family -> family.parameters().size())
          .sum();
    }

    int place(int c, int column, int parameter) {
      return c * before(families.size()) + before(column) + parameter;
    }

    int size() {
      return count * before(families.size());
    }
  }

  @Override
  public Components decode(int count, List<String> columns, ParameterReader from) {
    List<String> names = from.names(FAMILIES);
    if (names.size() != columns.size()) {
      throw from.invalid(
          FAMILIES
              + " must be "
              + columns.size()
              + " names, one a column, but are "
              + names.size());
    }
    List<ProductComponents.Part> parts =
        GaussianGroups.decode(count, columnsOf(names, GAUSSIAN), columns, from);
    int[] others =
        IntStream.range(0, names.size())
            .filter(j -> !names.get(j).equals(GAUSSIAN) && !names.get(j).equals(CATEGORICAL))
            .toArray();
    if (others.length > 0) {
      parts.add(
          new ProductComponents.Part(independent(count, names, columns, others, from), others));
    }
    int[] categorical = columnsOf(names, CATEGORICAL);
    if (categorical.length > 0) {
      parts.add(
          new ProductComponents.Part(categorical(count, columns, categorical, from), categorical));
    }
    return parts.size() == 1 && parts.get(0).name().isEmpty()
        ? parts.get(0).components()
        : new ProductComponents(parts);
  }

  private static int[] columnsOf(List<String> names, String family) {
    return IntStream.range(0, names.size()).filter(j -> names.get(j).equals(family)).toArray();
  }

  private static CategoricalColumns categorical(
      int count, List<String> columns, int[] chosen, ParameterReader from) {
    List<Tensor> tensors = new ArrayList<>();
    int total = 0;
    for (int j : chosen) {
      Tensor tensor = from.tensor(PROBABILITY + columns.get(j), count, ParameterReader.ANY);
      tensors.add(tensor);
      total += tensor.values().length;
    }
    double[] probabilities = new double[total];
    int at = 0;
    for (Tensor tensor : tensors) {
      System.arraycopy(tensor.values(), 0, probabilities, at, tensor.values().length);
      at += tensor.values().length;
    }
    int[] sizes = tensors.stream().mapToInt(tensor -> tensor.shape().get(1)).toArray();
    return new CategoricalColumns(count, sizes, probabilities, ExponentialFamily.DEFAULT_FLOOR);
  }

  private static IndependentColumns independent(
      int count, List<String> names, List<String> columns, int[] chosen, ParameterReader from) {
    List<ExponentialFamily> families =
        IntStream.of(chosen).mapToObj(j -> Families.parse(names.get(j))).toList();
    Parameters parameters = new Parameters(families, count);
    double[] theta = new double[parameters.size()];
    boolean together = chosen.length == columns.size() && sameFamily(families);
    for (int j = 0; j < chosen.length; j++) {
      List<String> own = families.get(j).parameters();
      for (int i = 0; i < own.size(); i++) {
        Tensor tensor =
            together
                ? from.tensor(own.get(i), count, chosen.length)
                : from.tensor(own.get(i) + "." + columns.get(chosen[j]), count);
        for (int c = 0; c < count; c++) {
          theta[parameters.place(c, j, i)] = tensor.values()[together ? c * chosen.length + j : c];
        }
      }
    }
    return new IndependentColumns(count, families, theta, ExponentialFamily.DEFAULT_FLOOR);
  }
}
