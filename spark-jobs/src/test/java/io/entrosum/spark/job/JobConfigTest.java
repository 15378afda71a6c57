package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.init.InitMode;
import io.entrosum.spark.GroupChoice;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.train.StoppingRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {
  private static final MlflowConfig NO_MLFLOW = new MlflowConfig(null, null, null);

  @TempDir Path folder;

  private static JobConfig set(String... assignments) {
    return JobConfig.read(null, List.of(assignments), new Configuration());
  }

  private JobConfig file(String text) {
    Path file = CommandRun.write(folder.resolve("job.conf"), text);
    return JobConfig.read(file.toString(), List.of(), new Configuration());
  }

  @Test
  void oneNameOfSparksMayBeginAnother() {
    String endpoint = "spark.hadoop.fs.s3a.endpoint=a";
    String region = "spark.hadoop.fs.s3a.endpoint.region=b";
    Map<String, String> both =
        Map.of("hadoop.fs.s3a.endpoint", "a", "hadoop.fs.s3a.endpoint.region", "b");
    assertThat(set(endpoint, region).spark()).isEqualTo(both);
    assertThat(set(region, endpoint).spark()).isEqualTo(both);
    Path file =
        CommandRun.write(folder.resolve("s3.conf"), "spark { hadoop.fs.s3a.endpoint = old }");
    JobConfig config =
        JobConfig.read(file.toString(), List.of(region, endpoint), new Configuration());
    assertThat(config.spark()).isEqualTo(both);
    assertThat(
            file("spark { \"hadoop.fs.s3a.endpoint\" = a, \"hadoop.fs.s3a.endpoint.region\" = b }")
                .spark())
        .isEqualTo(both);
  }

  @Test
  void namesOfSparksMayHaveStars() {
    String sink = "metrics.conf.*.sink.csv.class";
    assertThat(set("spark." + sink + "=a", "spark." + sink + "=b").spark())
        .isEqualTo(Map.of(sink, "b"));
    assertThat(file("spark { \"" + sink + "\" = c }").spark()).isEqualTo(Map.of(sink, "c"));
  }

  @Test
  void trackingServers() {
    Map<String, String> nothing = Map.of();
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_URI", "https://b/c", "MLFLOW_EXPERIMENT_NAME", "theirs");
    MlflowConfig defaults = set().output().mlflow();
    assertThat(defaults.server(nothing)).isNull();
    assertThat(defaults.experiment(nothing)).isEqualTo("entrosum");
    assertThat(defaults.server(environment)).hasToString("https://b/c");
    assertThat(defaults.experiment(environment)).isEqualTo("theirs");
    MlflowConfig ours =
        file("output.mlflow { tracking-uri = \"http://a:5000\", experiment = ours, run-name = r }")
            .output()
            .mlflow();
    assertThat(ours.server(environment)).hasToString("http://a:5000");
    assertThat(ours.experiment(environment)).isEqualTo("ours");
    assertThat(ours.runName()).isEqualTo("r");
    MlflowConfig nobody = set("output.mlflow.tracking-uri=none").output().mlflow();
    assertThat(nobody.server(environment)).isNull();
    assertThatThrownBy(() -> defaults.server(Map.of("MLFLOW_TRACKING_URI", "databricks")))
        .hasMessage(
            "MLFLOW_TRACKING_URI: must be the address of a tracking server, http://host:port, but"
                + " was databricks (output.mlflow.tracking-uri = none tells MLflow nothing)");
    assertThatThrownBy(() -> set("output.mlflow.tracking-uri=http://me:hush@host:5000"))
        .hasMessageStartingWith("output.mlflow.tracking-uri: must be without user and password")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> set("output.mlflow.tracking-uri=http://me:hush@ho st"))
        .hasMessageContaining("(not shown)")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> set("output.mlflow.tracking-url=http://host"))
        .hasMessageStartingWith(
            "output.mlflow.tracking-url: unknown key, did you mean output.mlflow.tracking-uri?");
  }

  @Test
  void defaultsAreThoseOfTheLibrary() {
    JobConfig config = set();
    assertThat(config.input())
        .isEqualTo(
            new InputConfig(
                null,
                null,
                null,
                "csv",
                Map.of(),
                List.of("*"),
                List.of(),
                "",
                InvalidPolicy.FAIL,
                0));
    assertThat(config.model())
        .isEqualTo(
            new MixtureConfig(
                2,
                CovarianceType.FULL,
                CovarianceFloor.DEFAULT_RELATIVE,
                ExponentialFamily.DEFAULT_FLOOR,
                "gaussian",
                Map.of(),
                List.of(),
                null));
    assertThat(config.training())
        .isEqualTo(
            new TrainingConfig(
                1,
                new StoppingRule(
                    StoppingRule.DEFAULT_MAX_ITERATIONS, StoppingRule.DEFAULT_TOLERANCE),
                1,
                InitMode.K_MEANS,
                null,
                10));
    assertThat(config.output())
        .isEqualTo(new OutputConfig(null, OutputFolder.Mode.FAIL, "parquet", NO_MLFLOW));
    assertThat(config.score())
        .isEqualTo(new ScoreConfig(null, false, false, ScoreConfig.Codes.MEAN));
    assertThat(config.spark()).isEmpty();
  }

  @Test
  void everyKeyCanBeSet() {
    JobConfig config =
        file(
            """
            input {
              path = "s3a://bucket/*.csv"
              format = orc
              options { header = true, nested { a = 1 }, "x.y" = z }
              features = [a, "b c"]
              exclude = d
              weight = w
              invalid = skip
              partitions = 7
            }
            model { components = 5, covariance = tied, covariance-floor = 0 }
            training {
              seed = 9223372036854775807
              max-iterations = 0, tolerance = 0, restarts = 3, init = random
              checkpoint-interval = 5
            }
            output { path = out, mode = overwrite, format = json }
            score { model = m, fill = true }
            spark { sql.shuffle.partitions = 3 }
            """);
    assertThat(config.input())
        .isEqualTo(
            new InputConfig(
                "s3a://bucket/*.csv",
                null,
                null,
                "orc",
                Map.of("header", "true", "nested.a", "1", "x.y", "z"),
                List.of("a", "b c"),
                List.of("d"),
                "w",
                InvalidPolicy.SKIP,
                7));
    assertThat(config.model())
        .isEqualTo(
            new MixtureConfig(
                5, CovarianceType.TIED, 0, 1e-6, "gaussian", Map.of(), List.of(), null));
    assertThat(config.training())
        .isEqualTo(
            new TrainingConfig(
                Long.MAX_VALUE, new StoppingRule(0, 0), 3, InitMode.RANDOM, null, 5));
    assertThat(config.output())
        .isEqualTo(new OutputConfig("out", OutputFolder.Mode.OVERWRITE, "json", NO_MLFLOW));
    assertThat(config.score()).isEqualTo(new ScoreConfig("m", true, false, ScoreConfig.Codes.MEAN));
    assertThat(config.spark()).isEqualTo(Map.of("sql.shuffle.partitions", "3"));
  }

  @Test
  void initNeedsNoQuotes() {
    assertThat(file("training { init = k-means++ # or random\n }").training().init())
        .isEqualTo(InitMode.K_MEANS);
    assertThat(file("{\"training\": {\"init\": \"k-means++\"}}").training().init())
        .isEqualTo(InitMode.K_MEANS);
    assertThat(set("training.init=k-means++").training().init()).isEqualTo(InitMode.K_MEANS);
  }

  @Test
  void assignmentsOverrideTheFileAndLaterOnesWin() {
    Path file = CommandRun.write(folder.resolve("job.conf"), "model.components = 3");
    JobConfig config =
        JobConfig.read(
            file.toString(),
            List.of("model.components=4", "model.components = 5"),
            new Configuration());
    assertThat(mixture(config).components()).isEqualTo(5);
  }

  @Test
  void candidatesAreEveryCombination() {
    JobConfig config =
        JobConfig.read(
            null,
            List.of(
                "select.components=[\"1..2\", 4]",
                "select.covariance=[full, diagonal]",
                "select.columns={n=[poisson, geometric]}",
                "model.columns={c=categorical}"),
            new Configuration());
    List<MixtureConfig> candidates = config.select().candidates(mixture(config));
    assertThat(candidates).hasSize(12).doesNotHaveDuplicates();
    assertThat(candidates).extracting(MixtureConfig::components).containsOnly(1, 2, 4);
    assertThat(candidates)
        .extracting(MixtureConfig::families)
        .containsOnly(
            Map.of("c", "categorical", "n", "poisson"),
            Map.of("c", "categorical", "n", "geometric"));
  }

  private static MixtureConfig mixture(JobConfig config) {
    return (MixtureConfig) config.model();
  }

  @Test
  void familiesOfColumnsAreNamesOrSections() {
    JobConfig config =
        JobConfig.read(
            null,
            List.of(
                "model.columns={\"a.b\"=categorical, n={family=binomial, trials=16},"
                    + " w=\"weibull(shape=1.5)\"}",
                "model.family=poisson"),
            new Configuration());
    assertThat(mixture(config).family()).isEqualTo("poisson");
    assertThat(mixture(config).families())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a.b", "categorical", "n", "binomial(trials=16)", "w", "weibull(shape=1.5)"));
  }

  @Test
  void groupsAreSections() {
    JobConfig config =
        file(
            """
            model.groups {
              size = { columns = [length, depth], covariance = full }
              body { columns = mass }
              none = null
            }
            """);
    assertThat(mixture(config).groups())
        .containsExactly(
            new GroupChoice("model.groups.body", "body", List.of("mass"), null),
            new GroupChoice(
                "model.groups.size", "size", List.of("length", "depth"), CovarianceType.FULL));
    assertThat(mixture(set("model.groups.a.columns=[x, y]")).groups())
        .extracting(GroupChoice::columns)
        .containsExactly(List.of("x", "y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | model.groups: must be a section but was 3",
        "{a=3} | model.groups.a: must be a section, model.groups.a { ... }, but was 3",
        "{a={}} | model.groups.a.columns: must be set",
        "{a={columns=[]}} | model.groups.a: must have at least one column but has none (name some,"
            + " or leave the group out)",
        "{a={columns=[[x]]}} | model.groups.a.columns: must be a list of strings but was [[\"x\"]]",
        "{a={column=[x]}} | model.groups.a.column: unknown key, did you mean"
            + " model.groups.a.columns? (keys of model.groups.a: columns, covariance)",
        "{a={columns=[x], covariance=fill}} | model.groups.a.covariance: must be one of full, tied,"
            + " diagonal, spherical but was fill, did you mean full?",
        "{1st={columns=[x]}} | model.groups.1st: the name of a group must be letters, digits, _ and"
            + " -, a letter first, but was 1st (rename it)",
        "{\"a.b\"={columns=[x]}} | model.groups.a.b: the name of a group must be letters, digits,"
            + " _ and -, a letter first, but was a.b (rename it)",
        "{a={columns=[x, y]}, b={columns=[z, y]}} | model.groups.b: column y is in group a already"
            + " (name it in one)",
        "{a={columns=[x, x]}} | model.groups.a: column x is there twice (name it once)",
      })
  void mistakesInGroupsGetOneLine(String groups, String message) {
    assertThatThrownBy(() -> set("model.groups=" + groups))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b*.csv | a/b*.csv",
        "s3a://b/c | s3a://b/c",
        "file:///a//b | file:///a//b",
        "a#b | a#b",
        "\"quoted \\\" text\" | quoted \" text",
        "17 | 17",
        "two words | two words",
        "$HOME/x | $HOME/x",
      })
  void assignedTextsAreTakenAsTheyAre(String given, String path) {
    assertThat(set("input.path=" + given).input().path()).isEqualTo(path);
  }

  @Test
  void assignedValuesMayBeStructured() {
    assertThat(set("input.features=[a, \"b\"]").input().features()).containsExactly("a", "b");
    assertThat(set("input.features=a").input().features()).containsExactly("a");
    assertThat(set("input.options={sep = \";\", header = true}").input().options())
        .isEqualTo(Map.of("sep", ";", "header", "true"));
    assertThat(set("input.options.header=true").input().options())
        .isEqualTo(Map.of("header", "true"));
    assertThat(set("input.weight=null").input().weight()).isEmpty();
    assertThat(mixture(set("model.components=\"3\"")).components()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "model.components=0 | model.components: must be >= 1 but was 0",
        "model.components=-3 | model.components: must be >= 1 but was -3",
        "model.components=2.5 | model.components: must be a whole number but was 2.5",
        "model.components=two | model.components: must be a whole number but was two",
        "model.components=null | model.components: must be a whole number but was null",
        "model.components=3000000000 | model.components: must be <= 2147483647 but was 3000000000",
        "model.covariance=ful | model.covariance: must be one of full, tied, diagonal, spherical"
            + " but was ful, did you mean full?",
        "model.covariance-floor=1 | model.covariance-floor: must be >= 0 and < 1 but was 1",
        "model.covariance-floor=-1 | model.covariance-floor: must be >= 0 but was -1",
        "model.type=sigmoid-belief-network | model.latent-dimensions: must be set, the number of"
            + " factors or latents (the command select tries several)",
        "model.ridge=1 | model.ridge: means nothing for type = mixture (only for sigmoid-belief-network)",
        "model.type=vae | model.latent-dimensions: must be set, the number of factors or latents"
            + " (the command select tries several)",
        "model.observables=bernoulli | model.observables: means nothing for type = mixture (only for vae)",
        "training.batch-rows=3 | training.batch-rows: means nothing for type = mixture (only for sparse-coding, vae)",
        "model.type=ppca | model.latent-dimensions: must be set, the number of factors or latents"
            + " (the command select tries several)",
        "model.type=mixtur | model.type: must be one of mixture, ppca, factor-analysis,"
            + " mixture-of-factor-analysers, sparse-coding, sigmoid-belief-network, vae but was mixtur, did you mean mixture?",
        "model.family=poison | model.family: must be one of bernoulli, beta, binomial, categorical,"
            + " exponential, gamma, gaussian, geometric, laplace, log-normal, negative-binomial,"
            + " pareto, poisson, weibull but was poison, did you mean poisson?",
        "model.columns={a=binomial} | model.columns.a: binomial: needs trials, e.g."
            + " binomial(trials=16)",
        "model.columns={a={family=binomial, trials=0}} | model.columns.a: binomial: trials must be a"
            + " whole number from 1 to 2147483647 but was 0",
        "model.columns={a={trials=3}} | model.columns.a: must be a family, or { family = NAME,"
            + " CONSTANT = NUMBER }, but was {trials=3}",
        "model.columns=3 | model.columns: must be a section but was 3",
        "model.parameter-floor=0.5 | model.parameter-floor: must be >= 0 and < 0.5 but was 0.5",
        "select.components=\"9..x\" | select.components: must be numbers >= 1, e.g. [1, 2, 4], or a"
            + " range, e.g. \"1..9\", but was [9..x]",
        "select.components=[0] | select.components: must be numbers >= 1, e.g. [1, 2, 4], or a"
            + " range, e.g. \"1..9\", but was [0]",
        "select.covariance=[ful] | select.covariance: must be one of full, tied, diagonal,"
            + " spherical but was ful, did you mean full?",
        "select.criterion=bik | select.criterion: must be one of bic, icl, aic, held-out but was"
            + " bik, did you mean bic?",
        "select.held-out=0 | select.held-out: must be > 0 and < 1 but was 0.0",
        "select.columns={a=[poison]} | select.columns.a: must be one of bernoulli, beta, binomial,"
            + " categorical, exponential, gamma, gaussian, geometric, laplace, log-normal,"
            + " negative-binomial, pareto, poisson, weibull but was poison, did you mean poisson?",
        "model.latent-dimensions=10 | model.latent-dimensions: means nothing for type = mixture (only for ppca, factor-analysis, mixture-of-factor-analysers, sparse-coding, sigmoid-belief-network, vae)",
        "training.tolerance=-1 | training.tolerance: must be >= 0 but was -1",
        "training.max-iterations=-1 | training.max-iterations: must be >= 0 but was -1",
        "training.restarts=0 | training.restarts: must be >= 1 but was 0",
        "training.seed=x | training.seed: must be a whole number but was x",
        "training.init=kmeans | training.init: must be one of k-means++, random, model but was"
            + " kmeans, did you mean k-means++?",
        "training.init=model | training.initial-model: must be set for training.init = model",
        "training.initial-model=m | training.initial-model: needs training.init = model but was"
            + " k-means++",
        "training.checkpoint-interval=-1 | training.checkpoint-interval: must be >= 0 but was -1",
        "input.invalid=mising | input.invalid: must be one of fail, skip, missing but was mising,"
            + " did you mean missing?",
        "input.features=[] | input.features: must name at least one column, or \"*\"",
        "input.features=[[a]] | input.features: must be a list of strings but was [[\"a\"]]",
        "input.path=[a] | input.path: must be a string but was [\"a\"]",
        "input.options=3 | input.options: must be a section but was 3",
        "score.fill=yes | score.fill: must be one of true, false but was yes",
        "score.fill=null | score.fill: must be one of true, false but was null",
        "score.fil=true | score.fil: unknown key, did you mean score.fill? (keys of score: codes,"
            + " fill, model, reconstruction)",
        "output.mode=append | output.mode: must be one of fail, overwrite, resume but was append",
        "model.component=3 | model.component: unknown key, did you mean model.components?"
            + " (keys of model: columns, components, covariance, covariance-floor, decoder,"
            + " decoder-variances, encoder, encoder-variances, family, groups, latent-dimensions,"
            + " method, noise, noise-floor, noise-variance, observables, parameter-floor, posterior,"
            + " posterior-rank, posterior-states, prior-variances, ridge, rotation, type,"
            + " upper-layers, variances)",
        "modell.components=3 | modell: unknown key, did you mean model? (sections: input, model,"
            + " output, score, select, spark, training)",
        "model=3 | model: must be a section, model { ... }",
        "xyz=3 | xyz: unknown key (sections: input, model, output, score, select, spark, training)",
        "a..b=3 | --set a..b=3: not a key: a..b",
        "nothing | --set nothing: must be key=value",
      })
  void mistakesGetOneLine(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessage(message);
  }

  @Test
  void whatIsNoConfigurationIsNamedWithItsLine() {
    assertThatThrownBy(() -> file("input {\n  path = a\n  = b\n}"))
        .isInstanceOf(JobException.class)
        .message()
        .startsWith(folder.resolve("job.conf") + ": 3: ")
        .doesNotContain("\n");
  }

  @Test
  void theFileHasToBeThere() {
    String file = folder.resolve("none.conf").toString();
    assertThatThrownBy(() -> JobConfig.read(file, List.of(), new Configuration()))
        .isInstanceOf(JobException.class)
        .hasMessage("--config: no such file: " + file);
  }

  @Test
  void undefinedVariablesAreErrors() {
    assertThatThrownBy(() -> file("input.path = ${NO_SUCH_VARIABLE}/x"))
        .isInstanceOf(JobException.class)
        .message()
        .contains("NO_SUCH_VARIABLE")
        .doesNotContain("\n");
  }
}
