package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageFolderTest {
  @Test
  void namesAreWhatPathsDoNotHaveInCommon() {
    assertThat(ImageFolder.commonFolder(List.of())).isZero();
    assertThat(ImageFolder.commonFolder(List.of("file:/a/b.png"))).isEqualTo(8);
    assertThat(ImageFolder.commonFolder(List.of("file:/a/b.png", "file:/a/bc.png"))).isEqualTo(8);
    assertThat(ImageFolder.commonFolder(List.of("s3a://x/a/b.png", "s3a://x/a/c/b.png")))
        .isEqualTo("s3a://x/a/".length());
    assertThat(ImageFolder.commonFolder(List.of("s3a://x/a/1/b.png", "s3a://x/a/2/b.png")))
        .isEqualTo("s3a://x/a/".length());
    assertThat(ImageFolder.commonFolder(List.of("a/b", "c/d"))).isZero();
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    List<ReadImage.Summary> summaries =
        List.of(
            new ReadImage.Summary("a", null, 512, 512, 1),
            new ReadImage.Summary("b", "is broken", 0, 0, 0));
    long bytes = 512 * 512 * 8 + 512 * 512 / 8; // doubles, and a bit each
    ImageFolder.checkBytes("folder", summaries, bytes);
    assertThatThrownBy(() -> ImageFolder.checkBytes("folder", summaries, bytes - 1))
        .hasMessage(
            "input.path: the images of folder need 2,129,920 bytes in memory, and the limit is"
                + " 2,129,919, the less of an eighth of the driver's heap and"
                + " spark.driver.maxResultSize (give the driver more, e.g. ENTROSUM_MEMORY=16g, or"
                + " take fewer images)");
  }
}
