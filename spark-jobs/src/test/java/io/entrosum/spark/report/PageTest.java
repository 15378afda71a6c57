package io.entrosum.spark.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Figure LINES =
      Figures.lines(
          "a caption",
          new Figures.Axis("x", true),
          "y",
          new double[] {1, 2, 3},
          List.of(new Figures.Series("</script><b>", new double[] {1.0 / 3, Double.NaN, 1e300})),
          null);

  private static String page(String title, List<String> warnings) {
    return new String(
        new Page(
                title,
                "went well",
                warnings,
                List.of("next"),
                List.of(
                    Section.of("first", "words", LINES),
                    Section.table("second", "", List.of(List.of("a", "b"), List.of("1", "<2>")))),
                "made by")
            .html(),
        UTF_8);
  }

  @Test
  void whatIsInItStaysText() {
    String page = page("a < b & \"c\"", List.of("<script>alert(1)</script>"));
    assertThat(page)
        .contains("<h1>a &lt; b &amp; &quot;c&quot;</h1>")
        .contains("<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>")
        .contains("<td>&lt;2&gt;</td>")
        .contains("\"name\":\"\\u003c/script>\\u003cb>\"")
        .doesNotContain("</script><b>");
  }

  @Test
  void loadsNothing() {
    String page = page("title", List.of());
    String own = page.substring(0, page.indexOf("<script>")); // after it comes ECharts
    assertThat(own)
        .contains("content=\"default-src 'none';")
        .doesNotContain("<link ", "src=", "<img", "@import", "url(")
        .doesNotContain("class=\"warnings\"");
  }

  @Test
  void numbersAreKeptToNineDigitsAndGapsAreNull() {
    assertThat(LINES.data().at("/lines/0/values").toString())
        .isEqualTo("[0.333333333,null,1.0E300]");
    assertThat(LINES.data().at("/x").toString()).isEqualTo("[1,2,3]");
  }

  @Test
  void imagesHaveOneScaleOfGreyOrTheirOwn() {
    List<Figures.Series> images =
        List.of(
            new Figures.Series("a", new double[] {-1, 0, 1, 1}),
            new Figures.Series("b", new double[] {-3, 0, 1.5, 3}));
    assertThat(pixels(Figures.images("", 2, 2, images, true), 0)).containsExactly(0, 128, 255, 255);
    assertThat(pixels(Figures.images("", 2, 2, images, true), 1)).containsExactly(0, 128, 191, 255);
    assertThat(pixels(Figures.images("", 2, 2, images, false), 0))
        .containsExactly(85, 128, 170, 170);
  }

  private static int[] pixels(Figure figure, int image) {
    byte[] bytes =
        java.util.Base64.getDecoder()
            .decode(figure.data().at("/images/" + image + "/pixels").asText());
    int[] grey = new int[bytes.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = bytes[i] & 0xff;
    }
    return grey;
  }
}
