package io.entrosum.spark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is in the job jar is in its bill of materials, and no more, under licences that allow it.
 */
class JobJarIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BILL = Path.of("target", "bom.json");
  private static final String OWN = "io/entrosum/";
  private static final String SHADED = OWN + "shaded/";

  /** One of the licences of a component has to be here: who has a choice takes that one. */
  private static final Set<String> ALLOWED =
      Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause");

  /** What a POM that says no more than "BSD" is taken for; ARPACK is under the three clauses. */
  private static final Map<String, String> MISNAMED =
      Map.of("pkg:maven/net.sourceforge.f2j/arpack_combined_all@0.1?type=jar", "BSD-4-Clause");

  private final Set<String> entries = new TreeSet<>();
  private final List<String> poms = new ArrayList<>();

  @BeforeEach
  void readJobJar() throws IOException {
    assumeTrue(Files.exists(BILL), "there is no bill of materials where Maven is offline");
    try (JarFile jar = new JarFile(jobJar().toFile())) {
      for (String name : names(jar)) {
        entries.add(name);
        if (name.endsWith("/pom.properties")) {
          Properties pom = new Properties();
          pom.load(
              new StringReader(
                  new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8)));
          poms.add(
              "pkg:maven/"
                  + pom.getProperty("groupId")
                  + "/"
                  + pom.getProperty("artifactId")
                  + "@"
                  + pom.getProperty("version")
                  + "?type=jar");
        }
      }
    }
  }

  @Test
  void holdsItsBill() throws IOException {
    try (JarFile jar = new JarFile(jobJar().toFile())) {
      assertThat(
              jar.getInputStream(jar.getEntry("META-INF/sbom/entrosum-spark.cdx.json"))
                  .readAllBytes())
          .isEqualTo(Files.readAllBytes(BILL));
    }
  }

  @Test
  void holdsNothingThatIsNotInItsBill() throws Exception {
    Set<String> known =
        contents().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    List<String> foreign = foreign().filter(name -> !known.contains(name)).toList();
    assertThat(foreign).isEmpty();
    String own = JSON.readTree(BILL.toFile()).at("/metadata/component/purl").asText();
    assertThat(purls(BILL)).containsAll(poms.stream().filter(pom -> !pom.equals(own)).toList());
    assertThat(poms).hasSizeGreaterThan(5);
  }

  @Test
  void holdsSomethingOfEachComponent() throws Exception {
    Set<String> there = Stream.concat(foreign(), own()).collect(Collectors.toSet());
    Map<String, Set<String>> contents = contents();
    assertThat(contents.keySet()).containsExactlyInAnyOrderElementsOf(purls(BILL));
    assertThat(contents)
        .allSatisfy(
            (component, files) -> assertThat(files).as(component).anyMatch(there::contains));
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/bom.json", "../common/target/bom.json"})
  void componentsHaveLicencesThatAllowIt(String bill) throws IOException {
    List<JsonNode> components = components(Path.of(bill));
    assertThat(components)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            component -> {
              String purl = component.path("purl").asText();
              Set<String> licences = new TreeSet<>(component.findValuesAsText("id"));
              assertThat(licences)
                  .as("%s %s", purl, component.path("licenses"))
                  .anyMatch(id -> ALLOWED.contains(id) || id.equals(MISNAMED.get(purl)));
            });
  }

  /** What did not come from our own sources, under the names that it had. */
  private Stream<String> foreign() {
    return entries.stream()
        .filter(name -> !name.startsWith("META-INF/") || name.startsWith("META-INF/resources/"))
        .filter(name -> !name.startsWith(OWN) || name.startsWith(SHADED))
        .map(name -> name.startsWith(SHADED) ? name.substring(SHADED.length()) : name);
  }

  private Stream<String> own() {
    return entries.stream().filter(name -> name.startsWith(OWN) && !name.startsWith(SHADED));
  }

  /** The files of each component of the bill: its jar is the one with the bill's checksum. */
  private static Map<String, Set<String>> contents() throws Exception {
    Map<String, String> components = new TreeMap<>();
    for (JsonNode component : components(BILL)) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          components.put(hash.path("content").asText(), component.path("purl").asText());
        }
      }
    }
    Map<String, Set<String>> contents = new TreeMap<>();
    String classPath = Files.readString(Path.of("target", "classpath.txt"));
    for (String file : classPath.strip().split(File.pathSeparator, -1)) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(file)));
      String component = components.get(HexFormat.of().formatHex(hash));
      if (component != null) {
        try (JarFile jar = new JarFile(file)) {
          contents.put(component, names(jar));
        }
      }
    }
    return contents;
  }

  private static Set<String> names(JarFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(entry -> entry.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> purls(Path bill) throws IOException {
    return components(bill).stream()
        .map(component -> component.path("purl").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> components(Path bill) throws IOException {
    JsonNode json = JSON.readTree(Files.readAllBytes(bill));
    return StreamSupport.stream(json.path("components").spliterator(), false).toList();
  }

  private static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith("-job.jar")).toList();
      assertThat(jars).hasSize(1);
      return jars.get(0);
    }
  }
}
