package io.entrosum.spark.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A picture: what it shows, and the numbers that the page draws it from.
 *
 * @param caption what it shows, a sentence or two; also its text alternative
 * @param data {@code kind} says how it is drawn, the rest are its numbers
 */
public record Figure(String caption, ObjectNode data) {}
