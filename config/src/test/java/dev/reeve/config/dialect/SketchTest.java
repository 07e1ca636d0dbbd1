package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.FieldPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How native fields reach a draft of a version that may not know all of them. */
class SketchTest {
  private final Source source = new Source(Path.of("/conf/x"), "first\nsecond\nthird\n");
  private final Problems problems = new Problems();
  private final Problems warnings = new Problems();
  private final Translation translation =
      new Translation(source, Dialecting.ENVIRONMENT, problems, warnings);
  private final Sketch sketch = new Sketch(translation, line(1), "@my/app");

  private Spot line(int line) {
    return new Spot(source, line, 1);
  }

  private String poured() {
    sketch.pour(Map.of("@my/app", "my-app", "@my/db", "my-db"));
    Node service = translation.services().get("my-app").value();
    return Sketching.shown(service);
  }

  private List<String> warned() {
    return warnings.sorted().stream()
        .map(ConfigProblem::message)
        .filter(message -> !message.contains("is called"))
        .toList();
  }

  @Test
  void partsOfAFieldThatIsAMapBecomeThatMap() {
    assertThat(FieldPaths.field("restart.limit")).isPresent();
    sketch
        .put(line(2), "most", "restart.limit.max", "3")
        .put(line(3), "time", "restart.limit.within", "1m")
        .put(line(3), "wait", "restart.delay", "1s");
    assertThat(poured()).isEqualTo("{restart.delay: 1s, restart.limit: {max: 3, within: 1m}}");
    assertThat(warned()).isEmpty();
  }

  @Test
  void whatIsDeclaredWinsOverWhatIsUsual() {
    sketch
        .byDefault("restart.delay", "1s")
        .put(line(2), "wait", "restart.delay", "2s")
        .byDefault("restart.delay", "3s")
        .byDefault("stop.grace", "4s")
        .put(line(3), "gone", "user", "me")
        .drop("user");
    assertThat(poured()).isEqualTo("{restart.delay: 2s, stop.grace: 4s}");
  }

  @Test
  void whatThisVersionDoesNotKnowIsOneWarningForAKey() {
    sketch
        .put(line(2), "probe", "no_such.http", "x")
        .put(line(2), "probe", "no_such.interval", "x")
        .put(line(3), "other", "no_such.more", "x")
        .byDefault("no_such.usual", "x");
    assertThat(poured()).isEqualTo("{}");
    assertThat(warned())
        .containsExactly(
            "service 'my-app': 'probe' is not supported by this version; ignored",
            "service 'my-app': 'other' is not supported by this version; ignored");
  }

  @Test
  void servicesAreWaitedForByTheirNewNames() {
    sketch.dependsOn(line(2), "needs", "@my/db", "completed");
    assertThat(poured()).isEqualTo("{depends_on: {my-db: completed}}");
  }

  @Test
  void aProbeThatThisVersionDoesNotKnowLeavesTheServicesInPlace() {
    Node.Entry strange =
        new Node.Entry(line(3), "no such probe", new Node.Items(line(3), List.of()));
    sketch
        .dependsOn(line(2), "needs", "db", "started")
        .waitUntil(line(3), "moon", new Node.Entries(line(3), List.of(strange)));
    assertThat(poured()).isEqualTo("{depends_on: {db: started}}");
    assertThat(warned())
        .containsExactly("service 'my-app': 'moon' is not supported by this version; ignored");
  }

  @Test
  void aVersionKnowsFieldsSectionsAndPartsOfMaps() {
    assertThat(Sketch.isKnown("command")).isTrue();
    assertThat(Sketch.isKnown("restart")).isTrue();
    assertThat(Sketch.isKnown("restart.limit.max")).isTrue();
    assertThat(Sketch.isKnown("no_such.thing")).isFalse();
  }

  @Test
  void millisecondsAreDurations() {
    assertThat(Sketch.millis("1500")).isEqualTo("1s500ms");
    assertThat(Sketch.millis("0")).isEqualTo("0s");
    assertThat(Sketch.millis("2s")).isEqualTo("2s");
    assertThat(Sketch.millis("9".repeat(99))).isEqualTo("9".repeat(99));
  }

  /** The native fields as the documentation of the configuration has them. */
  private static final List<String> DOCUMENTED =
      List.of(
          "bus.(listen|timeout|commands)",
          "checks|command|cwd|diagnose|enabled|env_file|group|inherit_env|instance_env|instances",
          "dashboard.(name|cols|rows|modules)",
          "depends_timeout|on_timeout|once|provision|runtime|serve|shell|startup_grace|stateless|user",
          "edge.(balance|trust_proxy|keep_alive|max_conns|trace_header|lowercase_headers)",
          "edge.(drain_timeout|session_persist|retries)",
          "for_each.(glob|as)",
          "guard.(allow_ip|ban_ip|ban_path|ban_response|allow_method|ban_method|rate_limit)",
          "guard.(rate_burst|ban_ttl|log|log_summary)",
          "health.(http|tcp|exec|push|interval|timeout|failures|start_period|restart)",
          "logs.(stdout|stderr|format|time_format|prefix|strip_ansi|syslog|syslog_tag|hints)",
          "logs.rotate.(size|keep|compress|every|max_age)",
          "on_crash.(url|method|debounce|log_lines|log_source|secret)",
          "resources.(cpu|memory|swap|io_weight)",
          "restart.(policy|delay|delay_success|backoff|max_delay|jitter|max|max_success)",
          "restart.(min_uptime|limit|exit_codes)",
          "rollout.(rolling|delay|max_unavailable|wait|session_wait)",
          "schedule.(cron|timezone|not_before|not_after|max_time_per_run|overlap|catch_up|jitter)",
          "statsd.(host|prefix|interval)",
          "stop.(signal|command|grace)",
          "tls.(cert|key|ca)",
          "watch.(paths|ignore|delay|action)");

  @Test
  void dialectsPutOnlyWhatIsDocumented() {
    TreeSet<String> paths = new TreeSet<>();
    SketchFuzzTest.SEEDS.forEach((name, seed) -> {
      Source file = new Source(Path.of("/none/" + name), seed);
      if (Dialects.of(file).orElseThrow() instanceof SketchingDialect dialect) {
        Sketching.of(dialect, name, seed)
            .sketches()
            .values()
            .forEach(any -> paths.addAll(any.wishes().keySet()));
      }
    });
    String documented = String.join("|", DOCUMENTED).replace(".", "\\.");
    assertThat(paths).hasSizeGreaterThan(70).allMatch(path -> path.matches(documented));
  }
}
