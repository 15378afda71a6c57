package io.entrosum.spark.ml;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Objects;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameter objects of one stage. An estimator and its model share their parameters through an
 * interface, which has no fields; this is where the objects are.
 */
public final class ParamStore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Param<?>> params = new HashMap<>();

  void add(Param<?> param) {
    params.put(param.name(), param);
  }

  private Param<?> named(String name) {
    return Objects.requireNonNull(params.get(name), name);
  }

  @SuppressWarnings("unchecked") // what is added under this name is a parameter of text
  Param<String> text(String name) {
    return (Param<String>) named(name);
  }

  IntParam integer(String name) {
    return (IntParam) named(name);
  }

  LongParam longInteger(String name) {
    return (LongParam) named(name);
  }

  DoubleParam real(String name) {
    return (DoubleParam) named(name);
  }

  StringArrayParam texts(String name) {
    return (StringArrayParam) named(name);
  }
}
