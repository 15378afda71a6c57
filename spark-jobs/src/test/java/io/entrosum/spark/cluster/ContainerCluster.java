package io.entrosum.spark.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * A Spark standalone cluster, a master and two workers, and an HDFS of two data nodes, each in a
 * container, on the images that {@code docker/build} makes. Commands are handed in by {@code
 * spark-submit} from outside: in the network of the host, where the driver runs.
 *
 * <p>Needs an engine whose containers the host reaches by their addresses: Docker on Linux.
 */
final class ContainerCluster implements AutoCloseable {
  private static final String IMAGE = System.getProperty("entrosum.image", "entrosum");
  private static final String HDFS_IMAGE =
      System.getProperty("entrosum.hdfs-image", "entrosum-hdfs");
  private static final Duration START = Duration.ofSeconds(90);

  /** For short lives: a small machine spends most of such a test on compiling. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Network network = Network.newNetwork();
  private final Map<String, GenericContainer<?>> nodes = new LinkedHashMap<>();
  private final List<Submission> submissions = new ArrayList<>();

  /**
   * Starts all.
   *
   * @throws IllegalStateException if an image is missing
   */
  ContainerCluster() {
    requireImage(IMAGE);
    requireImage(HDFS_IMAGE);
    try {
      start(namenode(), master());
      start(datanode("datanode1"), datanode("datanode2"), worker("worker1"), worker("worker2"));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private static void requireImage(String name) {
    try {
      docker().inspectImageCmd(name).exec();
    } catch (NotFoundException e) {
      throw new IllegalStateException(
          "image "
              + name
              + ": not there (build it with docker/build, or docker/build --from-debian)",
          e);
    }
  }

  private GenericContainer<?> namenode() {
    return hdfs("namenode", "namenode", ".*Quota initialization completed.*");
  }

  private GenericContainer<?> datanode(String name) {
    return hdfs(name, "datanode", ".*successfully registered with NN.*");
  }

  private GenericContainer<?> hdfs(String name, String role, String ready) {
    return node(name, HDFS_IMAGE, ready).withEnv("HDFS_REPLICATION", "2").withCommand(role);
  }

  private GenericContainer<?> master() {
    return spark(
        "master",
        "master.Master",
        ".*New state: ALIVE.*",
        List.of("--host", "master", "--port", "7077"));
  }

  private GenericContainer<?> worker(String name) {
    return spark(
        name,
        "worker.Worker",
        ".*Successfully registered with master.*",
        List.of("--cores", "1", "--memory", "1g", "spark://master:7077"));
  }

  private GenericContainer<?> spark(
      String name, String daemon, String ready, List<String> arguments) {
    List<String> words =
        new ArrayList<>(List.of("/opt/spark/bin/spark-class", "org.apache.spark.deploy." + daemon));
    words.addAll(arguments);
    return node(name, IMAGE, ready)
        .withEnv("SPARK_DAEMON_MEMORY", "256m")
        .withEnv("SPARK_DAEMON_JAVA_OPTS", QUICK_START)
        .withCommand(words.toArray(String[]::new));
  }

  private GenericContainer<?> node(String name, String image, String ready) {
    GenericContainer<?> node =
        new GenericContainer<>(DockerImageName.parse(image))
            .withNetwork(network)
            .withNetworkAliases(name)
            .withCreateContainerCmdModifier(command -> command.withHostName(name))
            .waitingFor(Wait.forLogMessage(ready, 1).withStartupTimeout(START));
    nodes.put(name, node);
    return node;
  }

  private static void start(GenericContainer<?>... several) {
    Startables.deepStart(several).join();
  }

  /** Starts a worker in place of one that was killed. */
  void replaceWorker(String name) {
    start(worker(name));
  }

  /** The node is no more, as by the loss of its machine. */
  void kill(String name) {
    GenericContainer<?> node = nodes.remove(name);
    docker().killContainerCmd(node.getContainerId()).exec();
    node.stop();
  }

  /** Nobody hears of the node any more, nor it of the others; its processes run on. */
  void cutOff(String name) {
    docker()
        .disconnectFromNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(nodes.get(name).getContainerId())
        .exec();
  }

  /** The node does not answer for a while. */
  void pause(String name, Duration time) throws InterruptedException {
    String id = nodes.get(name).getContainerId();
    docker().pauseContainerCmd(id).exec();
    try {
      Thread.sleep(time.toMillis());
    } finally {
      docker().unpauseContainerCmd(id).exec();
    }
  }

  private String address(String name) {
    return docker()
        .inspectContainerCmd(nodes.get(name).getContainerId())
        .exec()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .iterator()
        .next()
        .getIpAddress();
  }

  /** The address of the host in the network of the containers. */
  private String gateway() {
    return docker()
        .inspectNetworkCmd()
        .withNetworkId(network.getId())
        .exec()
        .getIpam()
        .getConfig()
        .get(0)
        .getGateway();
  }

  /** Hands a command in, on a host of its own name. */
  Submission submit(String... arguments) {
    String host = gateway();
    String name = "driver" + (submissions.size() + 1);
    List<String> words =
        new ArrayList<>(
            List.of(
                "/opt/spark/bin/spark-submit",
                "--master=spark://master:7077",
                "--conf=spark.driver.host=" + host,
                "--conf=spark.driver.memory=1g",
                "--conf=spark.driver.extraJavaOptions=" + QUICK_START,
                "--conf=spark.executor.extraJavaOptions=" + QUICK_START,
                "--conf=spark.executor.memory=768m",
                "--conf=spark.executor.cores=1",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.network.timeout=10s",
                "--conf=spark.network.timeoutInterval=2s",
                "--conf=spark.executor.heartbeatInterval=2s",
                "--class=io.entrosum.spark.job.Main",
                "/opt/spark/app/entrosum-spark-job.jar"));
    words.addAll(List.of(arguments));
    GenericContainer<?> driver =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withNetworkMode("host")
            .withCreateContainerCmdModifier(command -> command.withHostName(name))
            .withExtraHost(name, host)
            .withEnv("SPARK_LOCAL_IP", host)
            .withExtraHost("master", address("master"))
            .withExtraHost("namenode", address("namenode"))
            .withCommand(words.toArray(String[]::new));
    Submission submission = new Submission(docker(), driver);
    submissions.add(submission);
    driver.start();
    return submission;
  }

  /** The file systems as the nodes see them. */
  Configuration hadoop() {
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "hdfs://" + address("namenode") + ":8020");
    return configuration;
  }

  @Override
  public void close() {
    submissions.forEach(Submission::close);
    nodes.values().forEach(GenericContainer::stop);
    network.close();
  }
}
