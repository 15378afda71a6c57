package io.entrosum.spark.faults;

import io.entrosum.spark.faults.DisturbedPass.Fault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.worker.Worker$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that trains without, then with tasks so slow that Spark starts second attempts.
 *
 * <p>Spark starts no second attempt on the host of the first. So the workers of this cluster have
 * two names of this machine.
 */
final class SpeculativeTrainings {
  private static final int CORES = 2;
  private static final int MEGABYTES = 1024;

  private SpeculativeTrainings() {}

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf();
    Deque<RpcEnv> cluster = new ArrayDeque<>();
    SparkSession session =
        SparkSession.builder()
            .master(start(conf, args[0], cluster))
            .appName("speculative trainings")
            .config("spark.speculation", true)
            .config("spark.speculation.interval", "50ms")
            .config("spark.speculation.multiplier", 1.1)
            .config("spark.speculation.quantile", .5)
            .config("spark.speculation.minTaskRuntime", "50ms")
            .getOrCreate();
    Trainings trainings = new Trainings(session);
    for (FaultTraining training : FaultTraining.values()) {
      trainings.train(training, Fault.NONE, "undisturbed");
      int before = trainings.watch().speculative();
      trainings.train(training, Fault.SLOW_ONCE, "speculative");
      Trainings.print(training, "attempts", trainings.watch().speculative() - before);
    }
    Trainings.print("killed-attempts", trainings.watch().killedBySpark());
    session.stop();
    cluster.forEach(RpcEnv::shutdown);
    System.exit(0);
  }

  /** Starts a master and two workers in this virtual machine; gives the master's address. */
  private static String start(SparkConf conf, String folder, Deque<RpcEnv> cluster) {
    RpcEnv master = Master$.MODULE$.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    cluster.push(master);
    String url = "spark://" + master.address().hostPort();
    for (String host : List.of("127.0.0.1", "localhost")) {
      cluster.push(
          Worker$.MODULE$.startRpcEnvAndEndpoint(
              host,
              0,
              0,
              CORES,
              MEGABYTES,
              new String[] {url},
              folder,
              scala.Option.apply(cluster.size()),
              conf,
              scala.Option.empty()));
    }
    return url;
  }
}
