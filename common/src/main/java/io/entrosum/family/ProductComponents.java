package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * K components of several parts, each over some of the D columns, independent given the component:
 * {@code ln p(x | c) = sum_parts ln p(x_part | c)}. What a mixed table is made of: groups of
 * Gaussian columns, each with its covariances, counts and durations, categories.
 *
 * <p>Everything is the sum over the parts; each part has its own slots in the statistics. Cost of a
 * pass: that of the parts, and a copy of the rows.
 */
public final class ProductComponents implements Components {
  private static final long serialVersionUID = 1L;

  private final List<Part> parts;
  private final int dimensions;

  /**
   * Components over some of the columns.
   *
   * @param columns which columns of the table, in the order of the components' own
   * @param name of a group of Gaussian columns, see {@link GroupNames}; else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Part(Components components, int[] columns, String name)
      implements java.io.Serializable {
    /** A part without a name. */
    public Part(Components components, int[] columns) {
      this(components, columns, "");
    }
  }

  /**
   * A product of parts.
   *
   * @throws IllegalArgumentException if parts differ in the number of components, or if they do not
   *     cover columns 0 to D - 1, each once
   */
  public ProductComponents(List<Part> parts) {
    this.parts = List.copyOf(parts);
    int[] all = parts.stream().flatMapToInt(part -> Arrays.stream(part.columns)).toArray();
    this.dimensions = all.length;
    Arrays.sort(all);
    for (int j = 0; j < all.length; j++) {
      if (all[j] != j) {
        throw new IllegalArgumentException(
            "model: parts must cover every column once but cover " + Arrays.toString(all));
      }
    }
    for (Part part : parts) {
      if (part.components.count() != count()
          || part.components.dimensions() != part.columns.length) {
        throw new IllegalArgumentException(
            "model: a part of "
                + part.components.count()
                + " components over "
                + part.components.dimensions()
                + " columns does not fit "
                + count()
                + " components over "
                + part.columns.length);
      }
    }
  }

  /** The parts. */
  public List<Part> parts() {
    return parts;
  }

  private static String name(int part) {
    return Integer.toString(part);
  }

  private Components part(int i) {
    return parts.get(i).components;
  }

  /** A product of the same columns. */
  private ProductComponents map(IntFunction<Components> change) {
    List<Part> changed = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      changed.add(new Part(change.apply(i), parts.get(i).columns, parts.get(i).name));
    }
    return new ProductComponents(changed);
  }

  private double sum(Statistics statistics, ToDoubleBiFunction<Components, Statistics> term) {
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += term.applyAsDouble(part(i), statistics.part(name(i)));
    }
    return sum;
  }

  @Override
  public String family() {
    return "mixed";
  }

  @Override
  public int count() {
    return part(0).count();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public long parameters() {
    return parts.stream().mapToLong(part -> part.components.parameters()).sum();
  }

  @Override
  public boolean marginalises() {
    return parts.stream().allMatch(part -> part.components.marginalises());
  }

  @Override
  public @Nullable String fillProblem(int column) {
    for (Part part : parts) {
      for (int j = 0; j < part.columns.length; j++) {
        if (part.columns[j] == column) {
          return part.components.fillProblem(j);
        }
      }
    }
    throw new IndexOutOfBoundsException("model: no column " + column);
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    for (int i = 0; i < parts.size(); i++) {
      part(i).addSlots(layout.part(name(i)));
    }
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    List<ModelEvent> events = new ArrayList<>();
    ProductComponents next =
        map(
            i -> {
              Fit fit = part(i).fit(statistics.part(name(i)), totals);
              events.addAll(fit.events());
              return fit.components();
            });
    return new Fit(next, events);
  }

  @Override
  public double expectedLogDensity(Statistics statistics, double[] totals, Components gatheredBy) {
    ProductComponents gatherer = (ProductComponents) gatheredBy;
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += part(i).expectedLogDensity(statistics.part(name(i)), totals, gatherer.part(i));
    }
    return sum;
  }

  @Override
  public double expectedEntropy(Statistics statistics, double[] totals) {
    return sum(statistics, (part, own) -> part.expectedEntropy(own, totals));
  }

  @Override
  public double logBase(Statistics statistics) {
    return sum(statistics, Components::logBase);
  }

  @Override
  public double latentEntropy(Statistics statistics) {
    return sum(statistics, Components::latentEntropy);
  }

  @Override
  public double latentPriorEntropy(Statistics statistics, double[] totals, Components gatheredBy) {
    ProductComponents gatherer = (ProductComponents) gatheredBy;
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += part(i).latentPriorEntropy(statistics.part(name(i)), totals, gatherer.part(i));
    }
    return sum;
  }

  @Override
  public Components canonical() {
    return map(i -> part(i).canonical());
  }

  @Override
  public Components select(int[] indices) {
    return map(i -> part(i).select(indices));
  }

  @Override
  public Components forKernel() {
    return map(i -> part(i).forKernel());
  }

  @Override
  public int compare(int first, int second) {
    return parts.stream()
        .mapToInt(part -> part.components.compare(first, second))
        .filter(order -> order != 0)
        .findFirst()
        .orElse(0);
  }

  @Override
  public Sampler sampler() {
    Sampler[] samplers =
        parts.stream().map(part -> part.components.sampler()).toArray(Sampler[]::new);
    return (c, random, row) -> {
      for (int i = 0; i < samplers.length; i++) {
        int[] columns = parts.get(i).columns;
        double[] own = new double[columns.length];
        samplers[i].draw(c, random, own);
        for (int j = 0; j < columns.length; j++) {
          row[columns[j]] = own[j];
        }
      }
    };
  }

  @Override
  public long bytes() {
    return parts.stream().mapToLong(part -> part.components.bytes()).sum();
  }

  @Override
  public Kernel kernel() {
    return new ProductKernel();
  }

  private final class ProductKernel implements Kernel {
    private final Kernel[] kernels =
        parts.stream().map(part -> part.components.kernel()).toArray(Kernel[]::new);
    private final int chunk = Arrays.stream(kernels).mapToInt(Kernel::chunkRows).min().orElse(1);
    private final Block[] blocks = new Block[kernels.length];
    private final double[] term = new double[chunk * count()];

    @Override
    public int chunkRows() {
      return chunk;
    }

    @Override
    public void logDensities(Block block, int first, int n, double[] out) {
      Arrays.fill(out, 0, n * count(), 0.0);
      for (int i = 0; i < kernels.length; i++) {
        blocks[i] = block.columns(parts.get(i).columns, first, n);
        kernels[i].logDensities(blocks[i], 0, n, term);
        for (int at = 0; at < n * count(); at++) {
          out[at] += term[at];
        }
      }
    }

    @Override
    public void accumulate(Block block, int first, int n, double[] r, Statistics into) {
      for (int i = 0; i < kernels.length; i++) {
        kernels[i].accumulate(blocks[i], 0, n, r, into.part(name(i)));
      }
    }

    @Override
    public void fill(Block block, int first, int n, double[] r, double[] out) {
      for (int p = 0; p < kernels.length; p++) {
        int[] columns = parts.get(p).columns;
        double[] own = new double[n * columns.length];
        kernels[p].fill(blocks[p], 0, n, r, own);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < columns.length; j++) {
            out[i * dimensions + columns[j]] = own[i * columns.length + j];
          }
        }
      }
    }
  }
}
