package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

class ContiguousCoalescerIT {
  /** Seven partitions, every other of which lies on another host. */
  private static RDD<Integer> onHosts() {
    List<Tuple2<Integer, Seq<String>>> elements = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      List<String> host = List.of(i % 2 == 0 ? "a" : "b");
      elements.add(new Tuple2<>(i, CollectionConverters.asScala(host).toSeq()));
    }
    return SharedSpark.session()
        .sparkContext()
        .makeRDD(
            CollectionConverters.asScala(elements).toSeq(), ClassTag$.MODULE$.apply(Integer.class));
  }

  private static List<List<Integer>> parts(int wanted, Option<PartitionCoalescer> coalescer) {
    return onHosts().coalesce(wanted, false, coalescer, null).toJavaRDD().glom().collect();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 9})
  void neighboursAreJoinedWhereverTheyLie(int wanted) {
    List<List<Integer>> parts = parts(wanted, Option.apply(new ContiguousCoalescer()));
    assertThat(parts).hasSize(Math.min(wanted, 7));
    assertThat(parts.stream().flatMap(List::stream)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    int least = 7 / parts.size();
    assertThat(parts.stream().map(List::size)).allMatch(size -> size - least <= 1 && size >= least);
  }

  /** What the class is for. */
  @Test
  void sparksOwnGoesByTheHosts() {
    List<Integer> order = parts(3, Option.empty()).stream().flatMap(List::stream).toList();
    assertThat(order).isNotEqualTo(Stream.of(0, 1, 2, 3, 4, 5, 6).toList());
  }
}
