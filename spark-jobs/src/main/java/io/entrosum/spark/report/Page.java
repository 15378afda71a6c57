package io.entrosum.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One self-contained HTML page: text that needs no script, and pictures that a script in it draws
 * with ECharts, which is in the page, too. It loads nothing, and its content security policy
 * forbids it to.
 *
 * @param title what was made
 * @param outcome how it went, in a sentence
 * @param warnings what is wrong, each with its remedy
 * @param next what to look at or do next
 * @param footer by what it was made
 */
public record Page(
    String title,
    String outcome,
    List<String> warnings,
    List<String> next,
    List<Section> sections,
    String footer) {
  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/";
  private static final String LIBRARY_VERSION =
      "/META-INF/maven/org.webjars/echarts/pom.properties";

  /** The page as UTF-8. */
  public byte[] html() {
    StringBuilder html = new StringBuilder(1 << 21);
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    html.append(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:\">\n");
    html.append("<title>").append(escape(title)).append(" - Entrosum</title>\n<style>\n");
    html.append(resource("report.css")).append("</style>\n</head>\n<body>\n");
    header(html);
    html.append("<main>\n");
    ArrayNode figures = new ObjectMapper().createArrayNode();
    for (int i = 0; i < sections.size(); i++) {
      section(html, i, sections.get(i), figures);
    }
    html.append("</main>\n<footer><p>").append(escape(footer)).append("</p></footer>\n");
    html.append("<script>").append(library()).append("</script>\n");
    html.append("<script type=\"application/json\" id=\"figures\">");
    html.append(json(figures).replace("<", "\\u003c")).append("</script>\n");
    html.append("<script>\n").append(resource("report.js")).append("</script>\n</body>\n</html>\n");
    return html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void header(StringBuilder html) {
    html.append("<header>\n<h1>").append(escape(title)).append("</h1>\n");
    html.append("<p class=\"outcome\">").append(escape(outcome)).append("</p>\n");
    list(html, "warnings", "Warnings", warnings);
    list(html, "next", "Next", next);
    html.append("<nav aria-label=\"Sections\"><ul>\n");
    for (int i = 0; i < sections.size(); i++) {
      html.append("<li><a href=\"#section-").append(i).append("\">");
      html.append(escape(sections.get(i).title())).append("</a></li>\n");
    }
    html.append("</ul></nav>\n</header>\n");
  }

  private static void list(StringBuilder html, String type, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    html.append("<section class=\"").append(type).append("\" aria-label=\"").append(title);
    html.append("\"><h2>").append(title).append("</h2><ul>\n");
    lines.forEach(line -> html.append("<li>").append(escape(line)).append("</li>\n"));
    html.append("</ul></section>\n");
  }

  private static void section(StringBuilder html, int number, Section section, ArrayNode figures) {
    html.append("<section id=\"section-").append(number).append("\">\n<h2>");
    html.append(escape(section.title())).append("</h2>\n");
    if (!section.text().isEmpty()) {
      html.append("<p>").append(escape(section.text())).append("</p>\n");
    }
    for (Figure figure : section.figures()) {
      int at = figures.size();
      figures.add(figure.data());
      html.append("<figure><div class=\"picture\" id=\"figure-").append(at);
      html.append("\" role=\"img\" tabindex=\"0\" aria-labelledby=\"caption-").append(at);
      html.append("\"></div>\n<figcaption id=\"caption-").append(at).append("\">");
      html.append(escape(figure.caption()));
      html.append("</figcaption></figure>\n");
    }
    table(html, section.table());
    html.append("</section>\n");
  }

  private static void table(StringBuilder html, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    html.append("<div class=\"wide\" tabindex=\"0\"><table>\n<thead>");
    row(html, "th scope=\"col\"", "th", rows.get(0));
    html.append("</thead>\n<tbody>\n");
    rows.subList(1, rows.size()).forEach(row -> row(html, "td", "td", row));
    html.append("</tbody></table></div>\n");
  }

  private static void row(StringBuilder html, String open, String close, List<String> cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append('<').append(open).append('>').append(escape(cell));
      html.append("</").append(close).append('>');
    }
    html.append("</tr>\n");
  }

  private static String json(ArrayNode figures) {
    try {
      return new ObjectMapper().writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ECharts, minified. */
  private static String library() {
    try (InputStream description = Page.class.getResourceAsStream(LIBRARY_VERSION)) {
      Properties properties = new Properties();
      properties.load(found(description, LIBRARY_VERSION));
      return resource(LIBRARY + properties.getProperty("version") + "/echarts.min.js");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      return new String(found(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream found(@Nullable InputStream stream, String name) {
    if (stream == null) {
      throw new IllegalStateException(
          name + " is not on the class path; the thin jar needs org.webjars:echarts beside it");
    }
    return stream;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
