package io.entrosum.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasAggregationDepth;
import org.apache.spark.ml.param.shared.HasHandleInvalid;
import org.apache.spark.ml.param.shared.HasMaxBlockSizeInMB;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasSeed;
import org.apache.spark.ml.param.shared.HasTol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * The parameters that Spark itself defines for several of its algorithms, with its names, its
 * documentation and its checks.
 *
 * <p>They are Scala traits. Their values are made by {@code $init$}, which hands each one over
 * through a setter whose name the Scala compiler has made up; those setters are not for users.
 */
public interface SharedParams
    extends HasWeightCol,
        HasMaxIter,
        HasTol,
        HasSeed,
        HasAggregationDepth,
        HasHandleInvalid,
        HasMaxBlockSizeInMB {
  /** Makes the parameters of a new stage. */
  static void init(SharedParams stage) {
    HasWeightCol.$init$(stage);
    HasMaxIter.$init$(stage);
    HasTol.$init$(stage);
    HasSeed.$init$(stage);
    HasAggregationDepth.$init$(stage);
    HasHandleInvalid.$init$(stage);
    HasMaxBlockSizeInMB.$init$(stage);
  }

  /** Where this stage keeps its parameters. */
  ParamStore store();

  @Override
  default Param<String> weightCol() {
    return store().text("weightCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> p) {
    store().add(p);
  }

  @Override
  default IntParam maxIter() {
    return store().integer("maxIter");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasMaxIter$_setter_$maxIter_$eq(IntParam p) {
    store().add(p);
  }

  @Override
  default DoubleParam tol() {
    return store().real("tol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasTol$_setter_$tol_$eq(DoubleParam p) {
    store().add(p);
  }

  @Override
  default LongParam seed() {
    return store().longInteger("seed");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasSeed$_setter_$seed_$eq(LongParam p) {
    store().add(p);
  }

  @Override
  default IntParam aggregationDepth() {
    return store().integer("aggregationDepth");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasAggregationDepth$_setter_$aggregationDepth_$eq(
      IntParam p) {
    store().add(p);
  }

  @Override
  default Param<String> handleInvalid() {
    return store().text("handleInvalid");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasHandleInvalid$_setter_$handleInvalid_$eq(
      Param<String> p) {
    store().add(p);
  }

  @Override
  default DoubleParam maxBlockSizeInMB() {
    return store().real("maxBlockSizeInMB");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasMaxBlockSizeInMB$_setter_$maxBlockSizeInMB_$eq(
      DoubleParam p) {
    store().add(p);
  }
}
