package io.entrosum.spark.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of pictures that the page can draw. Numbers are kept to nine digits, which no screen
 * shows more of; what is not finite is a gap.
 */
public final class Figures {
  private static final MathContext DIGITS = new MathContext(9);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Figures() {}

  /**
   * Numbers with a name.
   *
   * @param name as in the legend
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Series(String name, double[] values) {}

  /** The bound, its entropies and their gap, an iteration. */
  public static Figure course(
      String caption,
      double[] iterations,
      Series bound,
      Series sum,
      Series gap,
      List<Series> entropies) {
    ObjectNode data = data("course");
    data.set("x", numbers(iterations));
    data.set("bound", series(bound));
    data.set("sum", series(sum));
    data.set("gap", series(gap));
    data.set("entropies", series(entropies));
    return new Figure(caption, data);
  }

  /**
   * Lines over a common axis.
   *
   * @param mark a value of x that is marked, with its name; null: none
   */
  public static Figure lines(
      String caption, Axis x, String y, double[] at, List<Series> lines, @Nullable Mark mark) {
    ObjectNode data = data("lines");
    axes(data, x, y);
    data.set("x", numbers(at));
    data.set("lines", series(lines));
    if (mark != null) {
      ObjectNode node = data.putObject("mark");
      node.put("name", mark.name);
      node.set(mark.horizontal ? "y" : "x", number(mark.at));
    }
    return new Figure(caption, data);
  }

  /**
   * An axis.
   *
   * @param whole whether its values are whole numbers
   */
  public record Axis(String name, boolean whole) {}

  /** A place on an axis that is marked by a line. */
  public record Mark(String name, double at, boolean horizontal) {}

  /** Bars, side by side where there are several series. */
  public static Figure bars(
      String caption, String x, String y, List<String> labels, List<Series> bars) {
    ObjectNode data = data("bars");
    axes(data, new Axis(x, false), y);
    labels.forEach(data.putArray("labels")::add);
    data.set("bars", series(bars));
    return new Figure(caption, data);
  }

  /**
   * A histogram with densities over it.
   *
   * @param edges of the bins, one more than there are of them
   * @param heights densities, which integrate to 1 at most
   * @param at where the curves are known
   */
  public static Figure histogram(
      String caption,
      String x,
      double[] edges,
      double[] heights,
      double[] at,
      List<Series> curves) {
    ObjectNode data = data("histogram");
    axes(data, new Axis(x, false), "density");
    data.set("edges", numbers(edges));
    data.set("heights", numbers(heights));
    data.set("at", numbers(at));
    data.set("curves", series(curves));
    return new Figure(caption, data);
  }

  /** A histogram whose heights differ by orders of magnitude. */
  public static Figure logHistogram(String caption, String x, double[] edges, double[] heights) {
    Figure figure = histogram(caption, x, edges, heights, new double[0], List.of());
    figure.data().put("log", true);
    return figure;
  }

  /** Points in a plane, in groups, each of which may have outlines. */
  public static Figure scatter(String caption, String x, String y, List<Cloud> clouds) {
    ObjectNode data = data("scatter");
    axes(data, new Axis(x, false), y);
    ArrayNode groups = data.putArray("clouds");
    for (Cloud cloud : clouds) {
      ObjectNode group = groups.addObject();
      group.put("name", cloud.name);
      group.set("x", numbers(cloud.x));
      group.set("y", numbers(cloud.y));
      ArrayNode outlines = group.putArray("outlines");
      for (Outline outline : cloud.outlines) {
        ObjectNode line = outlines.addObject();
        line.set("x", numbers(outline.x));
        line.set("y", numbers(outline.y));
      }
    }
    return new Figure(caption, data);
  }

  /** Points of a group. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Cloud(String name, double[] x, double[] y, List<Outline> outlines) {}

  /** A closed line. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Outline(double[] x, double[] y) {}

  /**
   * Small grey images side by side.
   *
   * @param images each row-major, width * height numbers
   * @param signed whether 0 is the middle grey, and each image has its own scale; else all have one
   */
  public static Figure images(
      String caption, int width, int height, List<Series> images, boolean signed) {
    ObjectNode data = data("images");
    data.put("width", width);
    data.put("height", height);
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (Series image : images) {
      for (double value : image.values) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
    }
    ArrayNode list = data.putArray("images");
    for (Series image : images) {
      double size = 0;
      for (double value : image.values) {
        size = Math.max(size, Math.abs(value));
      }
      ObjectNode node = list.addObject();
      node.put("name", image.name);
      node.put(
          "pixels",
          signed ? pixels(image.values, -size, size) : pixels(image.values, least, largest));
    }
    return new Figure(caption, data);
  }

  private static String pixels(double[] values, double black, double white) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      double share = white > black ? (values[i] - black) / (white - black) : 0.5;
      bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A table of numbers as colours, zero in the middle. */
  public static Figure heatmap(
      String caption, String x, String y, List<String> columns, List<Series> rows) {
    ObjectNode data = data("heatmap");
    axes(data, new Axis(x, false), y);
    columns.forEach(data.putArray("columns")::add);
    data.set("rows", series(rows));
    return new Figure(caption, data);
  }

  private static ObjectNode data(String kind) {
    ObjectNode data = JSON.objectNode();
    data.put("kind", kind);
    return data;
  }

  private static void axes(ObjectNode data, Axis x, String y) {
    data.put("xName", x.name);
    data.put("yName", y);
    data.put("xWhole", x.whole);
  }

  private static ArrayNode series(List<Series> all) {
    ArrayNode array = JSON.arrayNode();
    all.forEach(one -> array.add(series(one)));
    return array;
  }

  private static ObjectNode series(Series one) {
    ObjectNode node = JSON.objectNode();
    node.put("name", one.name);
    node.set("values", numbers(one.values));
    return node;
  }

  private static ArrayNode numbers(double[] values) {
    ArrayNode array = JSON.arrayNode();
    for (double value : values) {
      array.add(number(value));
    }
    return array;
  }

  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return JSON.nullNode();
    }
    double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
        ? JSON.numberNode((long) rounded)
        : JSON.numberNode(rounded);
  }
}
