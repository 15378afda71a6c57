package io.entrosum.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.MixtureTraining;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.model.ReferenceMixture;
import io.entrosum.spark.job.LogCapture;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What gauges and log show of a training, against its trace. */
class WatchedTrainingTest {
  private final MetricRegistry registry = new MetricRegistry();

  private static TrainingResult<Mixture> train(TrainingListener... listeners) {
    Pass pass = new LocalPass(List.of(Block.ofRows(ReferenceMixture.rows())));
    return MixtureTraining.of(
            GaussianMixtureSpec.of(3), new StoppingRule(20, 1e-6), 2, List.of(listeners))
        .run(pass, DataProfile.of(pass, 3));
  }

  private Object gauge(String name) {
    return registry.gauge(name).getValue();
  }

  private List<Object> gauges() {
    return List.of(
        gauge("iteration"), gauge("bound"), gauge("gap"), gauge("seconds"), gauge("rows"));
  }

  @Test
  void gaugesShowTheLastIterationAndNothingWithoutATraining() {
    List<Object> nothing = List.of(0L, Double.NaN, Double.NaN, Double.NaN, 0L);
    TrainingGauges.register(registry);
    assertThat(gauges()).isEqualTo(nothing);
    List<Object> shown = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    train(
        new TrainingGauges(),
        new TrainingListener() {
          @Override
          public void started(int restart, LatentModel<?> initial) {
            assertThat(gauges()).isEqualTo(nothing);
          }

          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            shown.add(gauges());
            expected.add(
                List.of(
                    (long) iteration.number(),
                    iteration.bound().bound(),
                    iteration.bound().gap(),
                    iteration.seconds(),
                    iteration.rows()));
          }
        });
    assertThat(shown).hasSizeGreaterThan(2).isEqualTo(expected);
    assertThat(gauges()).isEqualTo(nothing);
  }

  @Test
  void theLogHasALineOfJsonAnIteration() throws Exception {
    List<ObjectNode> expected = new ArrayList<>();
    TrainingListener trace =
        new TrainingListener() {
          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            expected.add(IterationJson.of(iteration));
          }
        };
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    Configurator.setLevel(TrainingLog.LOGGER, Level.INFO);
    try {
      train(trace, new TrainingLog());
    } finally {
      Configurator.setLevel(TrainingLog.LOGGER, Level.WARN);
      LogCapture.stop(appender);
    }
    String prefix = "INFO " + TrainingLog.LOGGER + " ";
    List<String> lines = log.toString().lines().filter(line -> line.startsWith(prefix)).toList();
    assertThat(lines).hasSize(expected.size()).hasSizeGreaterThan(2);
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode line =
          (ObjectNode) new ObjectMapper().readTree(lines.get(i).substring(prefix.length()));
      assertThat(line.remove("model").asText()).isEqualTo("mixture");
      assertThat(line.toString()).isEqualTo(expected.get(i).toString());
    }
  }

  @Test
  void itSaysWhichOfSeveralTrainingsALineIsOf() {
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    Configurator.setLevel(TrainingLog.LOGGER, Level.INFO);
    try {
      train(new TrainingLog().of("start 2 of 3"));
    } finally {
      Configurator.setLevel(TrainingLog.LOGGER, Level.WARN);
      LogCapture.stop(appender);
    }
    assertThat(log.toString())
        .contains("{\"model\":\"mixture\",\"training\":\"start 2 of 3\",\"iteration\":1,");
  }

  /** Tests have the configuration of commands in local mode, which show progress instead. */
  @Test
  void theConsoleHasNoSuchLines() {
    assertThat(LoggerFactory.getLogger(TrainingLog.LOGGER).isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("io.entrosum.other").isInfoEnabled()).isTrue();
  }
}
