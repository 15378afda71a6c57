package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.ModelEvent;
import java.util.List;

/**
 * One iteration of training: an E-step over all rows and the M-step after it.
 *
 * @param number from 1
 * @param bound the bound after the M-step, and its entropies
 * @param change of the bound since the iteration before; NaN in the first
 * @param seconds of wall-clock time
 * @param rows that the E-step saw
 * @param weight their total weight
 * @param events of the M-step
 */
public record Iteration(
    int number,
    EntropyTerms bound,
    double change,
    double seconds,
    long rows,
    double weight,
    List<ModelEvent> events) {}
