package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CategoriesTest {
  @Test
  void codesAreThePlacesOfNames() {
    Categories colours = new Categories(List.of("red", "", "blue"));
    assertThat(colours.count()).isEqualTo(3);
    for (int code = 0; code < 3; code++) {
      assertThat(colours.code(colours.name(code))).isEqualTo(code);
    }
    assertThat(colours.code("Red")).isEqualTo(-1);
    assertThat(colours.names()).containsExactly("red", "", "blue");
    assertThat(colours).hasToString("[red, , blue]");
    assertThatThrownBy(() -> colours.name(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noneAndTwiceAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Categories(List.of()))
        .withMessage("categories: there must be at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Categories(List.of("a", "b", "a")))
        .withMessage("categories: a is there twice");
  }

  @Test
  void aValueOfItsOwn() throws Exception {
    List<String> names = new ArrayList<>(List.of("x", "y"));
    Categories categories = new Categories(names);
    names.set(0, "z");
    assertThat(categories.name(0)).isEqualTo("x");
    assertThat(categories)
        .isEqualTo(new Categories(List.of("x", "y")))
        .hasSameHashCodeAs(new Categories(List.of("x", "y")))
        .isNotEqualTo(new Categories(List.of("y", "x")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(categories);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(categories);
    }
  }
}
