package io.entrosum.coding;

import org.jspecify.annotations.Nullable;

/**
 * Seeks the Gaussian posteriors of the codes of rows: one concave problem a row,
 *
 * <pre>
 *   max over (nu, T)   ln|T| / 2 - sum_h rate_h E|z_h| + y' nu - nu' P nu / 2 - tr(P T) / 2
 * </pre>
 *
 * <p>with {@code z ~ N(nu, T)}, {@code P = W'W / s2} the precision that data gives, {@code y = W'x
 * / s2} the row as the latents see it, {@code rate_h = 1 / lambda_h} that of the prior; annealed,
 * {@code P} and {@code y} are those times likelihood over posterior weight, the rates times prior
 * over posterior weight. A kernel has scratch memory of its own, for one thread.
 *
 * <p>Derivation: notes on sparse coding, section on the E-step.
 */
public abstract class CodeKernel {
  /** The least {@code free} number of a posterior, relative to a scale of its own. */
  static final double TINY = 1e-290;

  final int latents;
  final double[] precision;
  final double[] rates;
  final int chunkRows;

  /** {@code sqrt T_hh}, row-major [chunkRows, H]. */
  final double[] deviations;

  /** {@code E|z_h|}, row-major [chunkRows, H]. */
  final double[] absolutes;

  /** {@code ln |T|}, [chunkRows]. */
  final double[] logDeterminants;

  /** {@code tr(P T)}, [chunkRows]. */
  final double[] traces;

  /** The curvature of the prior term, {@code rate 2 phi(a) / s}, row-major [chunkRows, H]. */
  final double[] curvatures;

  private long steps;
  private long unfinished;
  private long products;

  CodeKernel(int latents, double[] precision, double[] rates, int chunkRows) {
    this.latents = latents;
    this.precision = precision;
    this.rates = rates;
    this.chunkRows = chunkRows;
    this.deviations = new double[chunkRows * latents];
    this.absolutes = new double[chunkRows * latents];
    this.curvatures = new double[chunkRows * latents];
    this.logDeterminants = new double[chunkRows];
    this.traces = new double[chunkRows];
  }

  /**
   * The kernel of a family.
   *
   * @param precision P, symmetric, row-major [H, H]; kept, not copied
   * @param rates [H]; kept, not copied
   */
  public static CodeKernel of(PosteriorType type, int latents, double[] precision, double[] rates) {
    return type == PosteriorType.FULL
        ? new FullCodeKernel(latents, precision, rates)
        : new DiagonalCodeKernel(latents, precision, rates);
  }

  /** The most rows of a call. */
  public final int chunkRows() {
    return chunkRows;
  }

  /**
   * The posteriors of up to {@link #chunkRows} rows.
   *
   * @param n the number of rows
   * @param y row-major [n, H]. Not modified.
   * @param means Modified. nu, row-major [n, H]: where to start, then the posterior means.
   * @param free Modified. The free numbers of the covariances, row-major [n, H]: for full ones
   *     {@code diag(T^-1 - P)}, for diagonal ones the standard deviations.
   * @param limits how far to go
   * @param cold whether {@code means} and {@code free} say nothing yet; they are then set
   * @param weights of the rows, [n], or null if covariances are not wanted
   * @param covariance Modified. {@code sum_n w_n T_n} is added; row-major [H, H] from {@code
   *     offset} on, of full covariances the upper triangle, of diagonal ones the diagonal
   */
  public abstract void solve(
      int n,
      double[] y,
      double[] means,
      double[] free,
      SearchLimits limits,
      boolean cold,
      double @Nullable [] weights,
      double[] covariance,
      int offset);

  /** Standard deviations of the last rows, row-major [n, H]; scratch, not to be modified. */
  public final double[] deviations() {
    return deviations;
  }

  /** {@code E|z|} of the last rows, row-major [n, H]; scratch, not to be modified. */
  public final double[] absolutes() {
    return absolutes;
  }

  /** {@code ln |T|} of the last rows, [n]; scratch, not to be modified. */
  public final double[] logDeterminants() {
    return logDeterminants;
  }

  /** {@code tr(P T)} of the last rows, [n]; scratch, not to be modified. */
  public final double[] traces() {
    return traces;
  }

  /** Curvatures of the prior term of the last rows, row-major [n, H]; scratch. */
  public final double[] curvatures() {
    return curvatures;
  }

  /** The number of trials of Newton steps of all rows since the last call; then 0. */
  public final long takeSteps() {
    long taken = steps;
    steps = 0;
    return taken;
  }

  /** The number of rows since the last call that reached the limit on steps first; then 0. */
  public final long takeUnfinished() {
    long taken = unfinished;
    unfinished = 0;
    return taken;
  }

  /** The number of products of a row with P since the last call; then 0. */
  public final long takeProducts() {
    long taken = products;
    products = 0;
    return taken;
  }

  /** Makes a candidate the posterior of a row. */
  final void keep(int i, RowPosterior chosen) {
    int at = i * latents;
    System.arraycopy(chosen.deviation, 0, deviations, at, latents);
    System.arraycopy(chosen.absolute, 0, absolutes, at, latents);
    System.arraycopy(chosen.curvature, 0, curvatures, at, latents);
    logDeterminants[i] = chosen.logDeterminant;
    traces[i] = chosen.trace;
  }

  final void countProducts(long more) {
    products += more;
  }

  final void countSteps(long more) {
    steps += more;
  }

  final void countUnfinished(long more) {
    unfinished += more;
  }
}
