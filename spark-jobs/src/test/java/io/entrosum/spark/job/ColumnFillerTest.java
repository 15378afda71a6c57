package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.data.Categories;
import io.entrosum.spark.FeatureColumns;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class ColumnFillerTest {
  private static Object filled(DataType type, Object value, double expected) {
    return NumberFiller.of(type).fill(value, new double[] {0, expected}, 1);
  }

  @Test
  void fractionsGetTheNearestValueOfTheirType() {
    DataType decimal = DataTypes.createDecimalType(3, 1);
    assertThat(filled(decimal, null, 12.34)).isEqualTo(new BigDecimal("12.3"));
    assertThat(filled(decimal, null, 1e30)).isEqualTo(new BigDecimal("99.9"));
    assertThat(filled(decimal, null, -1e30)).isEqualTo(new BigDecimal("-99.9"));
    assertThat(filled(DataTypes.FloatType, null, .1)).isEqualTo(.1f);
    assertThat(filled(DataTypes.FloatType, Float.NaN, 1e300)).isEqualTo(Float.MAX_VALUE);
    assertThat(filled(DataTypes.FloatType, null, -1e300)).isEqualTo(-Float.MAX_VALUE);
    assertThat(filled(DataTypes.DoubleType, Double.NaN, 1e300)).isEqualTo(1e300);
  }

  @Test
  void wholeNumbersBecomeDoubles() {
    for (DataType type :
        List.of(
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.createDecimalType(5, 0))) {
      assertThat(NumberFiller.of(type).type()).isEqualTo(DataTypes.DoubleType);
    }
    assertThat(filled(DataTypes.LongType, 7L, 1.5)).isEqualTo(7.0);
    assertThat(filled(DataTypes.createDecimalType(5, 0), new BigDecimal("12"), 0)).isEqualTo(12.0);
    assertThat(filled(DataTypes.LongType, null, 1.5)).isEqualTo(1.5);
  }

  private static Object category(DataType type, String... names) {
    return ColumnFiller.of(
            new StructField("c", type, true, null),
            FeatureColumns.Kind.CATEGORY,
            1,
            new Categories(List.of(names)))
        .fill(null, new double[] {1}, 0);
  }

  @Test
  void categoriesAreValuesOfTheColumn() {
    assertThat(category(DataTypes.StringType, "1", "2")).isEqualTo("2");
    assertThat(category(DataTypes.BooleanType, "true", "false")).isEqualTo(false);
    assertThat(category(DataTypes.ByteType, "1", "-2")).isEqualTo((byte) -2);
    assertThat(category(DataTypes.ShortType, "1", "2")).isEqualTo((short) 2);
    assertThat(category(DataTypes.IntegerType, "1", "2")).isEqualTo(2);
    assertThat(category(DataTypes.LongType, "1", "2")).isEqualTo(2L);
    assertThat(category(DataTypes.createDecimalType(2, 0), "1", "20"))
        .isEqualTo(new BigDecimal("20"));
  }

  @Test
  void categoriesThatAreNoValuesAreRefused() {
    refused(DataTypes.BooleanType, "yes");
    refused(DataTypes.ByteType, "300");
    refused(DataTypes.LongType, "1.5");
    refused(DataTypes.createDecimalType(2, 0), "100");
    refused(DataTypes.createDecimalType(2, 0), "red");
  }

  private static void refused(DataType type, String name) {
    assertThatExceptionOfType(JobException.class)
        .isThrownBy(() -> category(type, name))
        .withMessageStartingWith(
            "score.fill: column c is of type "
                + type.simpleString()
                + ", which the category "
                + name)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
  }
}
