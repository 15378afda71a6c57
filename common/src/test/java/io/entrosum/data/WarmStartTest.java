package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What is kept beside a block is there once, for its training, while the block stays where it is.
 */
class WarmStartTest {
  @Test
  void whatIsTakenIsGoneUntilItIsKept() {
    WarmStart room = new WarmStart(4, 1);
    assertThat(room.take(0, 5, 4)).isNull();
    double[] numbers = room.fresh(4);
    numbers[2] = 7;
    room.keep(0, 5, numbers);
    assertThat(room.take(1, 5, 4)).isNull();
    assertThat(room.take(0, 5, 4)).isSameAs(numbers);
    assertThat(room.take(0, 5, 4)).isNull();
  }

  /** A task that runs again finds what its first run left, which is of a step too late. */
  @Test
  void numbersOfAnotherStepAreNotHandedOut() {
    WarmStart room = new WarmStart(2, 1);
    double[] numbers = room.fresh(2);
    room.keep(0, 6, numbers);
    assertThat(room.take(0, 5, 2)).isNull();
    assertThat(room.take(0, 6, 2)).isNull();
    assertThat(room.fresh(2)).isSameAs(numbers);
  }

  @Test
  void numbersOfAnotherLengthAreNotHandedOut() {
    WarmStart room = new WarmStart(4, 1);
    room.keep(0, 5, new double[] {1, 2, 3, 4});
    assertThat(room.take(0, 5, 6)).isNull();
    // and the array serves again, empty
    assertThat(room.fresh(6)).containsOnly(0.0).hasSize(6);
    assertThat(room.fresh(4)).containsOnly(0.0).hasSize(4);
  }

  /** A training that is over leaves its array to the next one. */
  @Test
  void theLongestKeptMakesRoom() {
    WarmStart room = new WarmStart(2, 2);
    double[] first = room.fresh(2);
    double[] second = room.fresh(2);
    room.keep(1, 5, first);
    room.keep(2, 5, second);
    assertThat(room.fresh(2)).isSameAs(first);
    assertThat(room.take(1, 5, 2)).isNull();
    assertThat(room.take(2, 5, 2)).isSameAs(second);
  }

  /** Three of four rows, and the other one. */
  @Test
  void partsHaveRoomOfTheirOwnInPlaceOfThatOfTheWhole() {
    WarmStart room = new WarmStart(8, 1);
    double[] whole = room.fresh(8);
    room.keep(0, 5, whole);
    WarmStart three = room.part("three", 3, 4);
    WarmStart one = room.part("one", 1, 4);
    assertThat(room.take(0, 5, 8)).as("given up").isNull();
    double[] numbers = three.fresh(6);
    three.keep(0, 5, numbers);
    one.keep(0, 5, one.fresh(2));
    assertThat(room.part("three", 3, 4).take(0, 5, 6)).isSameAs(numbers);
    assertThat(room.part("one", 1, 4).take(0, 5, 2)).hasSize(2);
  }

  /** The arrays are there from the beginning, of the size of the part. */
  @Test
  void partsReserveTheirRoom() {
    WarmStart part = new WarmStart(8, 1).part("three", 3, 4);
    double[] first = part.fresh(6);
    part.keep(0, 5, first);
    assertThat(part.fresh(6)).as("no more than one training has room").isSameAs(first);
  }

  @Test
  void aBlockThatTravelsStartsCold() throws IOException, ClassNotFoundException {
    Block block = Block.ofRow(new double[] {1, 2}).withWarmStart(new WarmStart(4, 1));
    assertThat(Objects.requireNonNull(block.warmStart()).fresh(4)).hasSize(4);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Block copy = (Block) in.readObject();
      assertThat(copy.warmStart()).isNull();
      assertThat(copy.values()).containsExactly(1, 2);
    }
  }
}
