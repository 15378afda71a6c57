package io.entrosum.image;

import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * Levenberg-Marquardt searches for the Gabor function nearest to a field; the best point of all
 * counts.
 *
 * <p>A function is {@code a C + b S}, C and S the envelope times cosine and sine. The best a and b
 * for given centre, widths, orientation and frequency are those of a linear regression, and so only
 * these six are searched (variable projection, Golub and Pereyra 1973). With P the projection on C
 * and S, the residual is {@code (I - P) y} and its derivatives are, after Kaufman (1975), {@code
 * -(I - P)(a dC + b dS)}, which gives the gradient exactly.
 *
 * <p>Parameters: x0, y0, ln s_u, ln s_v, theta, f. Limits: the centre within the field, widths
 * between .4 pixels and four times the longer side, f up to the diagonal's Nyquist frequency.
 */
final class GaborSearch {
  private static final int PARAMETERS = 6;
  private static final int EVALUATIONS = 200;
  private static final double TOLERANCE = 1e-10;
  private static final double LEAST_WIDTH = .4;
  private static final double MOST_FREQUENCY = Math.sqrt(.5);

  /** A second function that keeps no more than this beside the first is dependent. */
  private static final double DEPENDENT = 1e-7;

  private final double[] field;
  private final PatchSize size;
  private final double mostWidth;
  private final double[] cosine;
  private final double[] sine;
  private final double[] first;
  private final double[] second;
  private double a;
  private double b;

  private double least = Double.POSITIVE_INFINITY;
  private double[] found = new double[PARAMETERS];
  private double foundA;
  private double foundB;

  GaborSearch(double[] field, PatchSize size) {
    this.field = field;
    this.size = size;
    this.mostWidth = 4.0 * Math.max(size.width(), size.height());
    this.cosine = new double[field.length];
    this.sine = new double[field.length];
    this.first = new double[field.length];
    this.second = new double[field.length];
  }

  /** Searches from a point. */
  void run(double[] start) {
    try {
      new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(TOLERANCE)
          .withParameterRelativeTolerance(TOLERANCE)
          .optimize(
              new LeastSquaresBuilder()
                  .start(valid(new ArrayRealVector(start)))
                  .target(field)
                  .model(this::evaluate)
                  .parameterValidator(this::valid)
                  .lazyEvaluation(false)
                  .maxEvaluations(EVALUATIONS)
                  .maxIterations(EVALUATIONS)
                  .build());
    } catch (MathIllegalStateException e) {
      // Too many steps, or no progress within rounding: the best point so far has been kept.
      assert least < Double.POSITIVE_INFINITY : e;
    }
  }

  private RealVector valid(RealVector p) {
    double limit = Math.log(mostWidth);
    double least = Math.log(LEAST_WIDTH);
    return new ArrayRealVector(
        new double[] {
          clamp(p.getEntry(0), 0, size.width() - 1),
          clamp(p.getEntry(1), 0, size.height() - 1),
          clamp(p.getEntry(2), least, limit),
          clamp(p.getEntry(3), least, limit),
          p.getEntry(4),
          Math.min(Math.abs(p.getEntry(5)), MOST_FREQUENCY)
        });
  }

  private static double clamp(double value, double least, double most) {
    return Math.min(Math.max(value, least), most);
  }

  /** The nearest function with these parameters, and the derivatives of its distance. */
  private Pair<RealVector, RealMatrix> evaluate(RealVector point) {
    double[] p = point.toArray();
    functions(p);
    double[] nearest = regress();
    double squares = 0;
    for (int j = 0; j < field.length; j++) {
      squares += (field[j] - nearest[j]) * (field[j] - nearest[j]);
    }
    if (squares < least) {
      least = squares;
      found = p;
      foundA = a;
      foundB = b;
    }
    return new Pair<>(new ArrayRealVector(nearest, false), derivatives(p));
  }

  private void functions(double[] p) {
    double cos = Math.cos(p[4]);
    double sin = Math.sin(p[4]);
    double along = .5 * Math.exp(-2 * p[2]);
    double across = .5 * Math.exp(-2 * p[3]);
    for (int j = 0; j < field.length; j++) {
      int row = j / size.width();
      double dx = j - row * size.width() - p[0];
      double dy = row - p[1];
      double u = dx * cos + dy * sin;
      double v = dy * cos - dx * sin;
      double envelope = Math.exp(-along * u * u - across * v * v);
      cosine[j] = envelope * Math.cos(2 * Math.PI * p[5] * u);
      sine[j] = envelope * Math.sin(2 * Math.PI * p[5] * u);
    }
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int j = 0; j < left.length; j++) {
      sum += left[j] * right[j];
    }
    return sum;
  }

  /**
   * Sets a, b and the orthonormal basis; the larger of the two functions is its first direction.
   */
  private double[] regress() {
    double cosineLength = Math.sqrt(product(cosine, cosine));
    double sineLength = Math.sqrt(product(sine, sine));
    boolean cosineFirst = cosineLength >= sineLength;
    double[] larger = cosineFirst ? cosine : sine;
    double[] smaller = cosineFirst ? sine : cosine;
    double length = Math.max(cosineLength, sineLength);
    for (int j = 0; j < field.length; j++) {
      first[j] = larger[j] / length;
    }
    double shared = product(first, smaller);
    for (int j = 0; j < field.length; j++) {
      second[j] = smaller[j] - shared * first[j];
    }
    double left = Math.sqrt(product(second, second));
    double inverse = left > DEPENDENT * length ? 1 / left : 0;
    for (int j = 0; j < field.length; j++) {
      second[j] *= inverse;
    }
    double onFirst = product(first, field);
    double onSecond = product(second, field);
    double ofSmaller = onSecond * inverse;
    double ofLarger = (onFirst - shared * ofSmaller) / length;
    a = cosineFirst ? ofLarger : ofSmaller;
    b = cosineFirst ? ofSmaller : ofLarger;
    double[] nearest = new double[field.length];
    for (int j = 0; j < nearest.length; j++) {
      nearest[j] = onFirst * first[j] + onSecond * second[j];
    }
    return nearest;
  }

  private RealMatrix derivatives(double[] p) {
    double cos = Math.cos(p[4]);
    double sin = Math.sin(p[4]);
    double along = Math.exp(-2 * p[2]);
    double across = Math.exp(-2 * p[3]);
    double[][] columns = new double[PARAMETERS][field.length];
    for (int j = 0; j < field.length; j++) {
      int row = j / size.width();
      double dx = j - row * size.width() - p[0];
      double dy = row - p[1];
      double u = dx * cos + dy * sin;
      double v = dy * cos - dx * sin;
      double value = a * cosine[j] + b * sine[j];
      double slope = 2 * Math.PI * (b * cosine[j] - a * sine[j]); // by f u
      double byU = p[5] * slope - along * u * value;
      double byV = -across * v * value;
      columns[0][j] = byV * sin - byU * cos;
      columns[1][j] = -byU * sin - byV * cos;
      columns[2][j] = along * u * u * value;
      columns[3][j] = across * v * v * value;
      columns[4][j] = byU * v - byV * u;
      columns[5][j] = u * slope;
    }
    Array2DRowRealMatrix result = new Array2DRowRealMatrix(field.length, PARAMETERS);
    for (int k = 0; k < PARAMETERS; k++) {
      double onFirst = product(first, columns[k]);
      double onSecond = product(second, columns[k]);
      for (int j = 0; j < field.length; j++) {
        result.setEntry(j, k, columns[k][j] - onFirst * first[j] - onSecond * second[j]);
      }
    }
    return result;
  }

  /**
   * The best function of all searches.
   *
   * @param scale what amplitudes are to be multiplied by
   * @param deviations the sum of the squared deviations of the field from its mean
   */
  GaborFit best(double scale, double deviations) {
    double turns = Math.floor(found[4] / Math.PI);
    double phase = Math.atan2(-foundB, foundA);
    return new GaborFit(
        found[0],
        found[1],
        found[4] - turns * Math.PI,
        found[5],
        turns % 2 == 0 ? phase : -phase,
        scale * Math.hypot(foundA, foundB),
        Math.exp(found[2]),
        Math.exp(found[3]),
        Math.max(0, 1 - least / deviations));
  }
}
