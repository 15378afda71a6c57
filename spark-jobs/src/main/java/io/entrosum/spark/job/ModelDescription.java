package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.regex.Pattern;

/** A saved model in words and numbers: what is special to its type. */
interface ModelDescription {
  /** What it is, in one line. */
  String headline();

  /** Adds to the JSON of {@code inspect}. */
  void put(ObjectNode node);

  /**
   * The tensors that are left out of the short form, as they grow with the square of the columns.
   */
  Pattern large();

  /** Lines below the headline, for a person. */
  void printFacts(PrintStream out);

  /** The table of the parameters, for a person. */
  void printTable(PrintStream out);
}
