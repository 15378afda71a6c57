package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;

/** What there is to say about a trained model beyond what all models have. */
interface ModelReport {
  /** What it is, in one line. */
  String headline();

  /** Adds to {@code summary.json}. */
  void summarise(ObjectNode node);

  /** The table of its parts, for a person. */
  void print(PrintStream out);
}
