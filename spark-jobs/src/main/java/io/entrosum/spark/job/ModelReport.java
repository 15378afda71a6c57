package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.spark.report.Section;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about a trained model beyond what all models have. */
interface ModelReport {
  /** What it is, in one line. */
  String headline();

  /** Adds to {@code summary.json}. */
  void summarise(ObjectNode node);

  /**
   * Pictures of it.
   *
   * @param sample some rows of the data, or none
   */
  List<Section> pictures(Block sample);

  /** The table of its parts, for a person. */
  void print(PrintStream out);
}
