package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * k-means|| seeding (Bahmani et al., 2012) and a few passes of Lloyd's algorithm, in standardised
 * columns.
 *
 * <p>A first row is drawn at random; each of {@value #ROUNDS} rounds then draws {@code 2 K} rows
 * with probability proportional to the squared distance to what has been drawn. One pass weighs
 * these candidates by the rows nearest to them; on the driver, weighted k-means++ (Arthur and
 * Vassilvitskii, 2007), {@value #TRIALS} times, and Lloyd's algorithm on the candidates give K
 * centres, the best of the trials; then at most {@value #PASSES} passes of Lloyd's algorithm over
 * all rows. The draws depend on the content of rows, not on their order or partitions. Rows with
 * missing values count with what they have, and are candidates only where complete rows run out.
 */
final class KMeans {
  private static final int ROUNDS = 4;
  private static final int TRIALS = 10;
  private static final int PASSES = 8;
  private static final int LOCAL_PASSES = 50;
  private static final double SETTLED = 1e-3;

  private final DataProfile profile;
  private final double[] scales;

  KMeans(DataProfile profile) {
    this(profile, profile.scales());
  }

  /**
   * k-means in columns of given scales.
   *
   * @param scales as variances, infinite for columns of categories, see {@link Centres}
   */
  KMeans(DataProfile profile, double[] scales) {
    this.profile = profile;
    this.scales = scales;
  }

  /** K centres; fewer if the data has fewer distinct rows. */
  List<double[]> centres(Pass pass, int k, long seed) {
    List<double[]> candidates = candidates(pass, k, seed);
    double[] weights =
        pass.aggregate(
                new ClusterSums(new Centres(candidates, scales), profile.means()),
                "k-means||: weighing " + candidates.size() + " candidates")
            .array(ClusterSums.WEIGHT);
    List<double[]> centres = best(candidates, weights, k, seed);
    return lloyd(pass, centres, PASSES);
  }

  /** How many centres are wanted, and the seed of their choice among candidates. */
  record Wanted(int k, long seed) {}

  /**
   * Several sets of centres from the same candidates, in shared passes.
   *
   * @param seed of the candidates, of which there are as many as the largest set asks for
   */
  List<List<double[]>> centres(Pass pass, List<Wanted> wanted, long seed) {
    int most = wanted.stream().mapToInt(Wanted::k).max().orElse(1);
    List<double[]> candidates = candidates(pass, most, seed);
    double[] weights = sums(pass, candidates).array(ClusterSums.WEIGHT);
    List<List<double[]>> centres = new ArrayList<>();
    for (Wanted one : wanted) {
      centres.add(best(candidates, weights, one.k(), one.seed()));
    }
    double[] before = new double[centres.size()];
    Arrays.fill(before, Double.POSITIVE_INFINITY);
    List<Integer> open = new ArrayList<>(IntStream.range(0, centres.size()).boxed().toList());
    for (int i = 0; i < PASSES && !open.isEmpty(); i++) {
      List<ClusterSums> steps =
          open.stream()
              .map(at -> new ClusterSums(new Centres(centres.get(at), scales), profile.means()))
              .toList();
      List<Statistics> sums = pass.aggregateAll(steps, "k-means: Lloyd");
      List<Integer> still = new ArrayList<>();
      for (int j = 0; j < steps.size(); j++) {
        int at = open.get(j);
        centres.set(at, moved(centres.get(at), sums.get(j), profile.means()));
        double inertia = sums.get(j).get(ClusterSums.INERTIA);
        if (inertia < before[at] * (1 - SETTLED)) {
          still.add(at);
        }
        before[at] = inertia;
      }
      open = still;
    }
    return centres;
  }

  private List<double[]> candidates(Pass pass, int k, long seed) {
    List<double[]> candidates = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      int draws = round == 0 ? 1 : 2 * k;
      RowRace race =
          new RowRace(
              profile.means().length, draws, new Centres(candidates, scales), salt(seed, round));
      candidates.addAll(pass.aggregate(race, "k-means||: round " + round).rows(profile.means()));
    }
    return candidates;
  }

  /** Makes the draws of rounds of one seed independent. */
  static long salt(long seed, int round) {
    return seed * 0x9E3779B97F4A7C15L + round;
  }

  private List<double[]> best(List<double[]> candidates, double[] weights, int k, long seed) {
    SplittableRandom random = new SplittableRandom(salt(seed, -1));
    Pass local =
        new LocalPass(
            List.of(
                new Block(
                    scales.length,
                    Block.ofRows(candidates.toArray(double[][]::new)).values(),
                    weights)));
    List<double[]> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<double[]> centres = lloyd(local, plusPlus(candidates, weights, k, random), LOCAL_PASSES);
      double inertia = sums(local, centres).get(ClusterSums.INERTIA);
      if (inertia < least || best.isEmpty()) {
        least = inertia;
        best = centres;
      }
    }
    return best;
  }

  /** k-means++ among weighted points. */
  private List<double[]> plusPlus(
      List<double[]> points, double[] weights, int k, SplittableRandom random) {
    double[] scores = weights.clone();
    double[] distances = new double[weights.length];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    List<double[]> chosen = new ArrayList<>();
    while (chosen.size() < k) {
      int next = draw(scores, random);
      if (next < 0) {
        break;
      }
      double[] point = points.get(next);
      chosen.add(point);
      Centres one = new Centres(List.of(point), scales);
      for (int i = 0; i < weights.length; i++) {
        double distance = one.nearest(points.get(i), 0).squaredDistance();
        distances[i] = Math.min(distances[i], distance);
        scores[i] = weights[i] * distances[i];
      }
    }
    return chosen;
  }

  /** An index with probability proportional to its score; -1 if all scores are 0. */
  private static int draw(double[] scores, SplittableRandom random) {
    double total = 0;
    for (double score : scores) {
      total += score;
    }
    double target = random.nextDouble() * total;
    int last = -1;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > 0) {
        last = i;
        target -= scores[i];
        if (target < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private Statistics sums(Pass pass, List<double[]> centres) {
    return pass.aggregate(
        new ClusterSums(new Centres(centres, scales), profile.means()), "k-means: Lloyd");
  }

  /**
   * The means of clusters; in a column without values, or one of categories, a centre stays where
   * it is.
   */
  private List<double[]> moved(List<double[]> centres, Statistics sums, double[] pivot) {
    double[] weights = sums.array(ClusterSums.CELL_WEIGHT);
    double[] totals = sums.array(ClusterSums.SUM);
    List<double[]> moved = new ArrayList<>();
    int at = 0;
    for (double[] before : centres) {
      double[] centre = before.clone();
      for (int j = 0; j < centre.length; j++, at++) {
        if (weights[at] > 0 && scales[j] < Double.POSITIVE_INFINITY) {
          centre[j] = pivot[j] + totals[at] / weights[at];
        }
      }
      moved.add(centre);
    }
    return moved;
  }

  /** Lloyd's algorithm until the inertia settles; a centre without rows stays where it is. */
  private List<double[]> lloyd(Pass pass, List<double[]> start, int passes) {
    List<double[]> centres = start;
    double before = Double.POSITIVE_INFINITY;
    double[] pivot = profile.means();
    for (int i = 0; i < passes; i++) {
      Statistics sums = sums(pass, centres);
      centres = moved(centres, sums, pivot);
      double inertia = sums.get(ClusterSums.INERTIA);
      if (!(inertia < before * (1 - SETTLED))) {
        break;
      }
      before = inertia;
    }
    return centres;
  }

  /** K distinct rows at random, as centres. */
  static List<double[]> randomRows(Pass pass, DataProfile profile, int k, long seed) {
    Centres none = new Centres(List.of(), profile.scales());
    RowRace race = new RowRace(profile.means().length, k, none, salt(seed, 0));
    return pass.aggregate(race, "drawing " + k + " random rows").rows(profile.means());
  }

  /** Never called with equal arguments for two restarts: seeds of restarts. */
  static long restartSeed(long seed, int restart) {
    return restart == 0 ? seed : Double.doubleToLongBits(RowHash.uniform(seed, restart));
  }
}
